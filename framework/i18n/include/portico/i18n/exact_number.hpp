#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portico::i18n {

/// A decimal number of any size, digit by digit: what formatting works on. The number is ± digits ·
/// 10^exponent.
///
///     auto number = ExactNumber::parse("1234.5");
///     number->rounded(0).plain()            // "1235"
class ExactNumber {
public:
    /// As Python's `Decimal(text)` reads it ("1e5", " -0.50 ", "1_000", "inf", "nan"); nothing for other
    /// text.
    static std::optional<ExactNumber> parse(std::string_view text);

    bool is_finite() const { return special_.empty(); }
    bool is_negative() const { return negative_; }
    bool is_zero() const { return is_finite() && digits_ == "0"; }
    const std::string& digits() const { return digits_; }
    std::int64_t exponent() const { return exponent_; }
    /// Has it no part behind the point?
    bool is_whole() const;

    /// To that many places, halves away from zero. Finite numbers only.
    ExactNumber rounded(int places) const;
    /// The whole part, towards zero.
    ExactNumber truncated() const;
    /// Without an exponent: "-0.050".
    std::string plain() const;
    /// With one digit before the point: "1.05e+7".
    std::string scientific() const;
    /// As Python prints a Decimal.
    std::string str() const;
    ExactNumber absolute() const;

private:
    void drop_leading_zeros();

    bool negative_ = false;
    std::string digits_ = "0";
    std::int64_t exponent_ = 0;
    std::string special_{}; // "Infinity" or "NaN"
};

/// -1, 0 or 1. Finite numbers only.
int compare(const ExactNumber& a, const ExactNumber& b);

} // namespace portico::i18n
