#include <portico/base/decimal.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <portico/base/error.hpp>

namespace portico {

namespace {

__extension__ using Wide = __int128;
constexpr int most_places = 18;

constexpr auto powers = [] {
    std::array<std::int64_t, most_places + 1> table{};
    table[0] = 1;
    for (std::size_t i = 1; i < table.size(); ++i) table[i] = table[i - 1] * 10;
    return table;
}();

std::int64_t power(int places) { return powers[static_cast<std::size_t>(places)]; }

/// Halves go to the even neighbour.
Wide divide_half_even(Wide number, Wide divisor) {
    Wide quotient = number / divisor;
    Wide rest = number % divisor;
    if (rest < 0) rest = -rest;
    bool up = rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 != 0);
    if (!up) return quotient;
    return number < 0 ? quotient - 1 : quotient + 1;
}

Decimal fit(Wide units, int scale) {
    constexpr Wide most = std::numeric_limits<std::int64_t>::max();
    while (scale > 0 && (units > most || units < -most || scale > most_places)) {
        units = divide_half_even(units, 10);
        --scale;
    }
    if (units > most || units < -most) throw ConversionError("a decimal result has more than 18 digits", "overflow");
    return Decimal::of_units(static_cast<std::int64_t>(units), scale);
}

std::pair<Wide, Wide> aligned(Decimal a, Decimal b) {
    Wide left = a.units(), right = b.units();
    if (a.scale() < b.scale()) left *= power(b.scale() - a.scale());
    if (b.scale() < a.scale()) right *= power(a.scale() - b.scale());
    return {left, right};
}

/// Digits of "12.50e-3": sign, units and how far the point moves.
struct Parsed {
    Wide units = 0;
    int scale = 0;
};

std::optional<Parsed> parse_number(std::string_view text) {
    bool negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    Parsed parsed;
    bool point = false, any = false;
    int significant = 0;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        char c = text[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        any = true;
        parsed.units = parsed.units * 10 + (c - '0');
        if (parsed.units != 0 && ++significant > 36) return std::nullopt;
        if (point) ++parsed.scale;
    }
    if (!any) return std::nullopt;
    if (i < text.size()) {
        if (text[i] != 'e' && text[i] != 'E') return std::nullopt;
        auto digits = text.substr(i + 1);
        bool minus = !digits.empty() && digits.front() == '-';
        if (!digits.empty() && (digits.front() == '-' || digits.front() == '+')) digits.remove_prefix(1);
        if (digits.empty() || digits.size() > 3) return std::nullopt;
        int exponent = 0;
        for (char c : digits) {
            if (c < '0' || c > '9') return std::nullopt;
            exponent = exponent * 10 + (c - '0');
        }
        parsed.scale -= minus ? -exponent : exponent;
    }
    if (negative) parsed.units = -parsed.units;
    return parsed;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    auto parsed = parse_number(text);
    if (!parsed) return std::nullopt;
    constexpr Wide most = std::numeric_limits<std::int64_t>::max();
    for (; parsed->scale < 0; ++parsed->scale) {
        parsed->units *= 10;
        if (parsed->units > most || parsed->units < -most) return std::nullopt;
    }
    bool fits = parsed->scale <= most_places && parsed->units <= most && parsed->units >= -most;
    if (!fits) return std::nullopt;
    return of_units(static_cast<std::int64_t>(parsed->units), parsed->scale);
}

Decimal::Decimal(std::string_view text) {
    auto parsed = parse(text);
    if (!parsed) {
        throw ConversionError("\"" + std::string(text) + "\" is no decimal number of at most 18 digits");
    }
    *this = *parsed;
}

Decimal Decimal::of_units(std::int64_t units, int scale) {
    Decimal decimal;
    decimal.units_ = units;
    decimal.scale_ = static_cast<std::int8_t>(scale);
    return decimal;
}

Decimal Decimal::from_double(double number, int scale) {
    double scaled = std::nearbyint(number * static_cast<double>(power(scale)));
    if (!(std::abs(scaled) < 9.2e18)) throw ConversionError("a number is too large for a decimal of 18 digits", "overflow");
    return of_units(static_cast<std::int64_t>(scaled), scale);
}

int Decimal::digits() const {
    std::int64_t rest = units_ < 0 ? -units_ : units_;
    int count = 0;
    for (; rest != 0; rest /= 10) ++count;
    return count > scale_ ? count : scale_;
}

Decimal Decimal::rounded(int places) const {
    if (places >= scale_) return fit(Wide(units_) * power(places - scale_), places);
    return fit(divide_half_even(units_, power(scale_ - places)), places);
}

std::string Decimal::str() const {
    std::string digits = std::to_string(units_ < 0 ? -units_ : units_);
    auto places = static_cast<std::size_t>(scale_);
    if (places > 0) {
        if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
        digits.insert(digits.size() - places, 1, '.');
    }
    return units_ < 0 ? "-" + digits : digits;
}

double Decimal::to_double() const { return std::stod(str()); }

Decimal Decimal::operator-() const { return of_units(-units_, scale_); }

Decimal operator+(Decimal a, Decimal b) {
    auto [left, right] = aligned(a, b);
    return fit(left + right, a.scale() > b.scale() ? a.scale() : b.scale());
}

Decimal operator-(Decimal a, Decimal b) { return a + -b; }

Decimal operator*(Decimal a, Decimal b) { return fit(Wide(a.units()) * b.units(), a.scale() + b.scale()); }

bool operator==(Decimal a, Decimal b) {
    auto [left, right] = aligned(a, b);
    return left == right;
}

std::strong_ordering operator<=>(Decimal a, Decimal b) {
    auto [left, right] = aligned(a, b);
    return left < right ? std::strong_ordering::less : left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

}  // namespace portico
