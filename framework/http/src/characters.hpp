// Classes of characters that HTTP's grammar names, and the little text work that its parsers share.
#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/text.hpp>

namespace portico::http {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alnum(char c) noexcept { return is_alpha(c) || is_digit(c); }
constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr int hex_value(char c) noexcept {
    if (is_digit(c)) return c - '0';
    char l = lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// RFC 9110, 5.6.2.
constexpr bool is_token_character(char c) noexcept {
    return is_alnum(c) ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}
constexpr bool is_token(std::string_view text) noexcept {
    for (char c : text)
        if (!is_token_character(c)) return false;
    return !text.empty();
}

/// Digits alone: no sign, no list, no overflow.
inline std::optional<std::uint64_t> whole_number(std::string_view text) noexcept {
    std::uint64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Calls `visit` with each trimmed piece between separators.
template <class Visit> void each_item(std::string_view text, char separator, Visit visit) {
    while (true) {
        auto end = text.find(separator);
        visit(text::trim(text.substr(0, end)));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

/// For messages: control characters as \n, \x01, at most 80 bytes.
std::string visible(std::string_view text);

} // namespace portico::http
