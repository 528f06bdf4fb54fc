#include <portico/i18n/exact_number.hpp>

#include <algorithm>
#include <charconv>

#include <portico/base/text.hpp>

namespace portico::i18n {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string take_digits(std::string_view& text) {
    std::string digits;
    while (!text.empty() && is_digit(text.front())) {
        digits += text.front();
        text.remove_prefix(1);
    }
    return digits;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::int64_t> take_exponent(std::string_view& text) {
    bool negative = take(text, '-');
    if (!negative) take(text, '+');
    std::string digits = take_digits(text);
    if (digits.empty()) return std::nullopt;
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc()) return std::nullopt;
    return negative ? -number : number;
}

} // namespace

std::optional<ExactNumber> ExactNumber::parse(std::string_view raw) {
    std::string cleaned(text::trim(raw));
    std::erase(cleaned, '_');
    std::string_view rest = cleaned;
    ExactNumber number;
    number.negative_ = take(rest, '-');
    if (!number.negative_) take(rest, '+');
    std::string word = text::ascii_lower(rest);
    if (word == "inf" || word == "infinity") return number.special_ = "Infinity", number;
    if (word == "nan" || word == "snan") return number.special_ = "NaN", number;
    number.digits_ = take_digits(rest);
    if (take(rest, '.')) {
        std::string fraction = take_digits(rest);
        number.exponent_ = -static_cast<std::int64_t>(fraction.size());
        number.digits_ += fraction;
    }
    if (number.digits_.empty()) return std::nullopt;
    if (take(rest, 'e') || take(rest, 'E')) {
        auto exponent = take_exponent(rest);
        // Python's C implementation refuses what does not fit its own range.
        if (!exponent || *exponent > 999'999'999'999'999'999 || *exponent < -1'999'999'999'999'999'997)
            return std::nullopt;
        number.exponent_ += *exponent;
    }
    if (!rest.empty()) return std::nullopt;
    number.drop_leading_zeros();
    return number;
}

void ExactNumber::drop_leading_zeros() {
    auto first = std::min(digits_.find_first_not_of('0'), digits_.size() - 1);
    digits_.erase(0, first);
}

bool ExactNumber::is_whole() const {
    if (exponent_ >= 0 || is_zero()) return true;
    auto behind = static_cast<std::size_t>(-exponent_);
    auto last = digits_.find_last_not_of('0');
    return digits_.size() - 1 - last >= behind;
}

ExactNumber ExactNumber::rounded(int places) const {
    ExactNumber result = *this;
    if (exponent_ >= -places) {
        if (!is_zero()) result.digits_.append(static_cast<std::size_t>(exponent_ + places), '0');
        result.exponent_ = -places;
        return result;
    }
    auto dropped = static_cast<std::size_t>(-places - exponent_);
    if (dropped > digits_.size())
        result.digits_ = "0";
    else {
        bool up = digits_[digits_.size() - dropped] >= '5';
        result.digits_ = "0" + digits_.substr(0, digits_.size() - dropped);
        if (up) {
            auto place = result.digits_.size();
            while (result.digits_[--place] == '9') result.digits_[place] = '0';
            ++result.digits_[place];
        }
    }
    result.exponent_ = -places;
    result.drop_leading_zeros();
    return result;
}

ExactNumber ExactNumber::truncated() const {
    ExactNumber result = *this;
    if (exponent_ >= 0) {
        if (!is_zero()) result.digits_.append(static_cast<std::size_t>(exponent_), '0');
    } else {
        auto behind = static_cast<std::size_t>(-exponent_);
        result.digits_ = behind >= digits_.size() ? "0" : digits_.substr(0, digits_.size() - behind);
    }
    result.exponent_ = 0;
    return result;
}

std::string ExactNumber::plain() const {
    std::string sign = negative_ ? "-" : "";
    if (!is_finite()) return sign + special_;
    if (exponent_ >= 0) {
        return sign + digits_ +
               (is_zero() ? std::string() : std::string(static_cast<std::size_t>(exponent_), '0'));
    }
    auto behind = static_cast<std::size_t>(-exponent_);
    std::string padded = digits_;
    if (padded.size() <= behind) padded.insert(0, behind + 1 - padded.size(), '0');
    return sign + padded.substr(0, padded.size() - behind) + "." + padded.substr(padded.size() - behind);
}

std::string ExactNumber::scientific() const {
    std::string text = negative_ ? "-" : "";
    text += digits_[0];
    if (digits_.size() > 1) text += "." + digits_.substr(1);
    auto exponent = exponent_ + static_cast<std::int64_t>(digits_.size()) - 1;
    return text + (exponent < 0 ? "e-" : "e+") + std::to_string(exponent < 0 ? -exponent : exponent);
}

std::string ExactNumber::str() const {
    auto adjusted = exponent_ + static_cast<std::int64_t>(digits_.size()) - 1;
    if (!is_finite() || (exponent_ <= 0 && adjusted >= -6)) return plain();
    std::string text = scientific();
    std::replace(text.begin(), text.end(), 'e', 'E');
    return text;
}

ExactNumber ExactNumber::absolute() const {
    ExactNumber result = *this;
    result.negative_ = false;
    return result;
}

int compare(const ExactNumber& a, const ExactNumber& b) {
    if (a.is_zero() && b.is_zero()) return 0;
    if (a.is_zero()) return b.is_negative() ? 1 : -1;
    if (b.is_zero() || a.is_negative() != b.is_negative()) return a.is_negative() ? -1 : 1;
    int sign = a.is_negative() ? -1 : 1;
    auto size_a = a.exponent() + static_cast<std::int64_t>(a.digits().size());
    auto size_b = b.exponent() + static_cast<std::int64_t>(b.digits().size());
    if (size_a != size_b) return size_a < size_b ? -sign : sign;
    std::string left = a.digits(), right = b.digits();
    auto length = std::max(left.size(), right.size());
    left.resize(length, '0');
    right.resize(length, '0');
    int order = left.compare(right);
    return order == 0 ? 0 : (order < 0 ? -sign : sign);
}

} // namespace portico::i18n
