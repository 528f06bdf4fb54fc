#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portico {

/// An exact decimal number: at most 18 digits and a scale of 0 to 18 places. Never a double in between.
///
///     Decimal price{"19.90"};
///     price * Decimal{3}                 // 59.70
///     price.rounded(1).str()             // "19.9"
///
/// Equal numbers are equal whatever their scale (1.5 == 1.50); `str()` keeps the scale. Throws `ConversionError` on text that
/// is no number and on a result that doesn't fit.
class Decimal {
public:
    constexpr Decimal() = default;
    constexpr Decimal(std::int64_t whole) : units_(whole) {}  // NOLINT: numbers convert
    constexpr Decimal(int whole) : units_(whole) {}           // NOLINT
    explicit Decimal(std::string_view text);
    Decimal(double) = delete;

    static std::optional<Decimal> parse(std::string_view text);
    /// units / 10^scale.
    static Decimal of_units(std::int64_t units, int scale);
    static Decimal from_double(double number, int scale);

    std::int64_t units() const { return units_; }
    int scale() const { return scale_; }
    /// How many digits it has, and how many of them behind the point.
    int digits() const;

    /// To that many places, halves to even (as Python's decimal and PostgreSQL's numeric casts of .5 differ, Python's is taken).
    Decimal rounded(int places) const;
    std::string str() const;
    double to_double() const;

    Decimal operator-() const;
    friend Decimal operator+(Decimal a, Decimal b);
    friend Decimal operator-(Decimal a, Decimal b);
    friend Decimal operator*(Decimal a, Decimal b);
    friend bool operator==(Decimal a, Decimal b);
    friend std::strong_ordering operator<=>(Decimal a, Decimal b);

private:
    std::int64_t units_ = 0;
    std::int8_t scale_ = 0;
};

}  // namespace portico
