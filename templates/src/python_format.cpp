#include "python_format.hpp"

#include <cmath>
#include <cstdio>

#include <portico/base/text.hpp>
#include <portico/i18n/exact_number.hpp>
#include <portico/templates/errors.hpp>

#include "conversion.hpp"

namespace portico::templates {

namespace {

/// What stands between "%" and the letter.
struct Layout {
    bool left = false, plus = false, space = false, zero = false, alternate = false;
    std::size_t width = 0;
    std::optional<int> precision{};
};

class Formatter {
public:
    Formatter(std::string_view format, const Value& value) : rest_(format), value_(value) {}

    std::optional<std::string> run() {
        std::string out;
        while (!rest_.empty()) {
            char c = take();
            if (c != '%') {
                out += c;
                continue;
            }
            if (rest_.empty()) return std::nullopt;
            if (rest_.front() == '%') {
                out += take();
                continue;
            }
            auto piece = directive();
            if (!piece || used_) return std::nullopt;
            used_ = true;
            out += *piece;
        }
        // Python objects to a value that is not used, unless it is a mapping.
        if (!used_ && !value_.as_map()) return std::nullopt;
        return out;
    }

private:
    char take() {
        char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    std::optional<std::size_t> take_number() {
        std::size_t number = 0;
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
            number = number * 10 + static_cast<std::size_t>(take() - '0');
            if (number > 100'000) return std::nullopt;
        }
        return number;
    }

    std::optional<std::string> directive() {
        Layout layout;
        for (bool flag = true; flag && !rest_.empty();) {
            switch (rest_.front()) {
            case '-':
                layout.left = true;
                break;
            case '+':
                layout.plus = true;
                break;
            case ' ':
                layout.space = true;
                break;
            case '0':
                layout.zero = true;
                break;
            case '#':
                layout.alternate = true;
                break;
            default:
                flag = false;
            }
            if (flag) take();
        }
        auto width = take_number();
        if (!width) return std::nullopt;
        layout.width = *width;
        if (!rest_.empty() && rest_.front() == '.') {
            take();
            auto precision = take_number();
            if (!precision) return std::nullopt;
            layout.precision = static_cast<int>(*precision);
        }
        while (!rest_.empty() && (rest_.front() == 'h' || rest_.front() == 'l' || rest_.front() == 'L'))
            take();
        if (rest_.empty()) return std::nullopt;
        return convert(take(), layout);
    }

    std::optional<std::string> convert(char letter, const Layout& layout) {
        switch (letter) {
        case 'd':
        case 'i':
        case 'u':
            return whole(layout);
        case 'o':
        case 'x':
        case 'X':
            return in_base(letter, layout);
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G':
            return floating(letter, layout);
        case 'c':
            return character(layout);
        case 's':
            return padded(cut(python_str(value_), layout), layout);
        case 'r':
        case 'a': {
            std::string repr;
            append_python_repr(repr, value_);
            return padded(cut(repr, layout), layout);
        }
        default:
            return std::nullopt;
        }
    }

    static std::string cut(const std::string& text, const Layout& layout) {
        if (!layout.precision) return text;
        return std::string(text::prefix(text, static_cast<std::size_t>(*layout.precision)));
    }

    static std::string padded(std::string text, const Layout& layout) {
        auto length = text::length(text);
        if (length >= layout.width) return text;
        std::string spaces(layout.width - length, ' ');
        return layout.left ? text + spaces : spaces + text;
    }

    /// Puts sign, prefix and zeros before the digits.
    static std::string number(bool negative, const std::string& prefix, std::string digits,
                              const Layout& layout, bool zeros) {
        std::string sign = negative ? "-" : layout.plus ? "+" : layout.space ? " " : "";
        if (zeros && layout.zero && !layout.left) {
            auto used = sign.size() + prefix.size() + digits.size();
            if (used < layout.width) digits.insert(0, layout.width - used, '0');
        }
        return padded(sign + prefix + digits, layout);
    }

    static std::string at_least(std::string digits, const Layout& layout) {
        auto least = static_cast<std::size_t>(layout.precision.value_or(0));
        if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
        return digits;
    }

    /// The digits of the whole part, of any size.
    std::optional<std::string> whole_digits() const {
        if (value_.is_text() || (!to_number(value_) && !to_integer(value_))) return std::nullopt;
        if (auto* number = value_.as_number(); number && !std::isfinite(*number)) {
            throw RenderError("can't make a whole number of " + value_.str());
        }
        if (auto* boolean = value_.as_boolean()) return *boolean ? "1" : "0";
        auto exact = i18n::ExactNumber::parse(value_.str());
        return exact ? std::optional(exact->truncated().plain()) : std::nullopt;
    }

    std::optional<std::string> whole(const Layout& layout) const {
        auto digits = whole_digits();
        if (!digits) return std::nullopt;
        bool negative = digits->front() == '-';
        if (negative) digits->erase(0, 1);
        if (*digits == "0") negative = false;
        return number(negative, "", at_least(*digits, layout), layout, true);
    }

    std::optional<std::string> in_base(char letter, const Layout& layout) const {
        if (!value_.as_integer() && !value_.as_boolean()) return std::nullopt;
        auto signed_number = *to_integer(value_);
        auto magnitude = signed_number < 0 ? 0 - static_cast<std::uint64_t>(signed_number)
                                           : static_cast<std::uint64_t>(signed_number);
        char buffer[40];
        const char* format = letter == 'o' ? "%llo" : letter == 'x' ? "%llx" : "%llX";
        std::snprintf(buffer, sizeof buffer, format, static_cast<unsigned long long>(magnitude));
        std::string prefix = layout.alternate ? std::string("0") + letter : std::string();
        return number(signed_number < 0, prefix, at_least(buffer, layout), layout, true);
    }

    std::optional<std::string> floating(char letter, const Layout& layout) const {
        auto given = value_.is_text() ? std::nullopt : to_number(value_);
        if (!given) return std::nullopt;
        bool upper = letter >= 'A' && letter <= 'Z';
        if (!std::isfinite(*given)) {
            std::string name = std::isnan(*given) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf");
            return number(std::signbit(*given) && !std::isnan(*given), "", name, layout, true);
        }
        std::string pattern = layout.alternate ? "%#.*" : "%.*";
        pattern += letter;
        std::string digits(512, '\0');
        int precision = layout.precision.value_or(6);
        auto length =
            static_cast<std::size_t>(std::snprintf(nullptr, 0, pattern.c_str(), precision, std::abs(*given)));
        digits.resize(length + 1);
        std::snprintf(digits.data(), digits.size(), pattern.c_str(), precision, std::abs(*given));
        digits.resize(length);
        return number(std::signbit(*given), "", digits, layout, true);
    }

    std::optional<std::string> character(const Layout& layout) const {
        if (auto text = value_.as_text()) {
            if (text::length(*text) != 1) return std::nullopt;
            return padded(std::string(*text), layout);
        }
        if (!value_.as_integer() && !value_.as_boolean()) return std::nullopt;
        auto code = *to_integer(value_);
        if (code < 0 || code > 0x10ffff)
            throw RenderError("there is no character of number " + std::to_string(code));
        std::string out;
        text::append_code_point(out, static_cast<char32_t>(code));
        return padded(out, layout);
    }

    std::string_view rest_;
    const Value& value_;
    bool used_ = false;
};

} // namespace

std::optional<std::string> python_format(std::string_view format, const Value& value) {
    return Formatter(format, value).run();
}

} // namespace portico::templates
