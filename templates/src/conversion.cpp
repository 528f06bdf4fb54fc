#include "conversion.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <portico/base/text.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/number_text.hpp>
#include <portico/i18n/zoned_time.hpp>

namespace portico::templates {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> whole_part(double number) {
    if (!std::isfinite(number) || std::abs(number) >= 9.3e18) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

void append_quoted(std::string& out, std::string_view text) {
    char quote =
        text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? '"' : '\'';
    out += quote;
    constexpr char hex[] = "0123456789abcdef";
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (c == quote || c == '\\')
            out.append({'\\', c});
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (byte < 0x20 || byte == 0x7f)
            out.append({'\\', 'x', hex[byte >> 4], hex[byte & 15]});
        else
            out += c;
    }
    out += quote;
}

} // namespace

std::optional<std::int64_t> parse_integer(std::string_view raw) {
    auto cleaned = i18n::without_underscores(text::trim(raw));
    if (!cleaned || cleaned->empty()) return std::nullopt;
    std::string_view digits = *cleaned;
    if (digits.front() == '+') {
        digits.remove_prefix(1);
        if (!digits.empty() && digits.front() == '-') return std::nullopt;
    }
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::optional<double> parse_number(std::string_view raw) {
    auto cleaned = i18n::without_underscores(text::trim(raw));
    if (!cleaned || cleaned->empty()) return std::nullopt;
    std::string_view digits = *cleaned;
    if (digits.front() == '+') {
        digits.remove_prefix(1);
        if (!digits.empty() && digits.front() == '-') return std::nullopt;
    }
    std::string_view unsigned_part = digits.starts_with('-') ? digits.substr(1) : digits;
    bool named = text::ascii_iequals(unsigned_part, "inf") ||
                 text::ascii_iequals(unsigned_part, "infinity") || text::ascii_iequals(unsigned_part, "nan");
    if (!named && (unsigned_part.empty() || !(is_digit(unsigned_part[0]) || unsigned_part[0] == '.')))
        return std::nullopt;
    double number = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (end != digits.data() + digits.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        bool small =
            digits.find("e-") != std::string_view::npos || digits.find("E-") != std::string_view::npos;
        number = small ? 0.0 : HUGE_VAL;
        return digits.starts_with('-') ? -number : number;
    }
    if (error != std::errc()) return std::nullopt;
    return number;
}

std::optional<std::int64_t> to_integer(const Value& value) {
    if (auto* integer = value.as_integer()) return *integer;
    if (auto* boolean = value.as_boolean()) return *boolean ? 1 : 0;
    if (auto* number = value.as_number()) return whole_part(*number);
    if (auto* decimal = value.as_decimal()) {
        return parse_integer(i18n::ExactNumber::parse(decimal->str())->truncated().plain());
    }
    if (auto text = value.as_text()) return parse_integer(*text);
    if (auto* big = i18n::as_big_number(value)) return parse_integer(big->exact().truncated().plain());
    return std::nullopt;
}

std::optional<double> to_number(const Value& value) {
    if (auto* integer = value.as_integer()) return static_cast<double>(*integer);
    if (auto* boolean = value.as_boolean()) return *boolean ? 1.0 : 0.0;
    if (auto* number = value.as_number()) return *number;
    if (auto* decimal = value.as_decimal()) return decimal->to_double();
    if (auto text = value.as_text()) return parse_number(*text);
    if (auto* big = i18n::as_big_number(value)) return parse_number(big->str());
    return std::nullopt;
}

std::string python_text_repr(std::string_view text) {
    std::string out;
    append_quoted(out, text);
    return out;
}

void append_python_repr(std::string& out, const Value& value) {
    if (auto text = value.as_text()) return append_quoted(out, *text);
    auto constructor = [&](std::string_view name, const std::string& inside) {
        out.append(name).append("(").append(inside).append(")");
    };
    switch (value.type()) {
    case Value::Type::decimal:
        return constructor("Decimal", "'" + value.str() + "'");
    case Value::Type::uuid:
        return constructor("UUID", "'" + value.str() + "'");
    case Value::Type::date: {
        auto date = *value.as_date();
        return constructor("datetime.date", std::to_string(static_cast<int>(date.year())) + ", " +
                                                std::to_string(static_cast<unsigned>(date.month())) + ", " +
                                                std::to_string(static_cast<unsigned>(date.day())));
    }
    default:
        append_python_str(out, value);
    }
}

void append_python_str(std::string& out, const Value& value) {
    if (auto* list = value.as_list()) {
        out += '[';
        for (const auto& item : *list) {
            if (&item != &list->front()) out += ", ";
            append_python_repr(out, item);
        }
        out += ']';
    } else if (auto* map = value.as_map()) {
        out += '{';
        bool first = true;
        for (const auto& [name, item] : *map) {
            if (!first) out += ", ";
            first = false;
            append_quoted(out, name);
            out += ": ";
            append_python_repr(out, item);
        }
        out += '}';
    } else if (auto* bytes = value.as_bytes()) {
        out += 'b';
        append_quoted(out, bytes->data);
    } else {
        value.append_to(out);
    }
}

std::string python_str(const Value& value) {
    std::string out;
    append_python_str(out, value);
    return out;
}

std::vector<std::string_view> code_points(std::string_view text) {
    std::vector<std::string_view> letters;
    while (!text.empty()) {
        letters.push_back(text::prefix(text, 1));
        text.remove_prefix(letters.back().size());
    }
    return letters;
}

} // namespace portico::templates
