#include "entities.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>

#include <portico/base/text.hpp>

namespace portico::templates {

namespace {

struct Entity {
    std::string_view name;
    std::string_view text;
};

constexpr Entity entities[] = {
#include "entities.inc"
};

std::optional<std::string_view> named(std::string_view name) {
    auto found =
        std::lower_bound(std::begin(entities), std::end(entities), name,
                         [](const Entity& entity, std::string_view wanted) { return entity.name < wanted; });
    if (found == std::end(entities) || found->name != name) return std::nullopt;
    return found->text;
}

/// What Windows-1252 has between 0x80 and 0x9f; browsers take such numbers as meant so.
constexpr char32_t windows_1252[32] = {0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                       0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
                                       0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                       0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

std::string numbered(std::uint64_t number) {
    std::string out;
    bool surrogate = number >= 0xd800 && number <= 0xdfff;
    if (number == 0 || surrogate || number > 0x10ffff) return "\xef\xbf\xbd";
    if (number >= 0x80 && number <= 0x9f) number = windows_1252[number - 0x80];
    bool control = (number < 0x20 && number != '\t' && number != '\n' && number != '\r' && number != '\f') ||
                   (number >= 0x7f && number <= 0x9f);
    bool nothing = (number >= 0xfdd0 && number <= 0xfdef) || (number & 0xfffe) == 0xfffe || number == 0x0b;
    if ((control && number < 0x80) || nothing) return out;
    text::append_code_point(out, static_cast<char32_t>(number));
    return out;
}

int digit_of(char c, int base) {
    if (c >= '0' && c <= '9') return c - '0';
    if (base == 10) return -1;
    char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// `rest` begins behind "&#"; takes the reference off it.
std::optional<std::string> take_number(std::string_view& rest) {
    auto digits = rest;
    int base = 10;
    if (!digits.empty() && (digits[0] == 'x' || digits[0] == 'X')) {
        base = 16;
        digits.remove_prefix(1);
    }
    std::uint64_t number = 0;
    std::size_t length = 0;
    while (length < digits.size() && digit_of(digits[length], base) >= 0) {
        number = std::min<std::uint64_t>(number * static_cast<unsigned>(base) +
                                             static_cast<unsigned>(digit_of(digits[length++], base)),
                                         0x110000);
    }
    if (length == 0) return std::nullopt;
    digits.remove_prefix(length);
    if (digits.starts_with(';')) digits.remove_prefix(1);
    rest = digits;
    return numbered(number);
}

/// `rest` begins behind "&".
std::optional<std::string> take_name(std::string_view& rest) {
    std::size_t length = 0;
    auto ends = [](char c) {
        return c == '\t' || c == '\n' || c == '\f' || c == ' ' || c == '<' || c == '&' || c == '#' ||
               c == ';';
    };
    while (length < rest.size() && length < 32 && !ends(rest[length])) ++length;
    if (length == 0) return std::nullopt;
    if (length < rest.size() && rest[length] == ';') ++length;
    auto name = rest.substr(0, length);
    if (auto text = named(name)) {
        rest.remove_prefix(length);
        return std::string(*text);
    }
    for (auto shorter = length - 1; shorter > 1; --shorter) {
        if (auto text = named(name.substr(0, shorter))) {
            rest.remove_prefix(shorter);
            return std::string(*text);
        }
    }
    return std::nullopt;
}

} // namespace

std::string html_unescape(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto mark = text.find('&');
        out += text.substr(0, mark);
        if (mark == std::string_view::npos) break;
        text.remove_prefix(mark + 1);
        std::optional<std::string> letters;
        if (text.starts_with('#')) {
            auto behind = text.substr(1);
            letters = take_number(behind);
            if (letters) text = behind;
        } else {
            letters = take_name(text);
        }
        out += letters ? *letters : "&";
    }
    return out;
}

} // namespace portico::templates
