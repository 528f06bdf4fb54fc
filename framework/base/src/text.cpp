#include <portico/base/text.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <utf8proc.h>

namespace portico::text {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_continuation(char c) { return (c & 0xC0) == 0x80; }

/// Length of the well-formed sequence at the front, or 0.
std::size_t sequence_length(std::string_view text) {
    utf8proc_int32_t code_point = 0;
    auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                              static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    return n > 0 ? static_cast<std::size_t>(n) : 0;
}

template <class Function> std::string mapped(std::string_view text, Function function) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) append_code_point(out, function(next_code_point(text)));
    return out;
}

char32_t to_upper(char32_t c) { return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c))); }
char32_t to_lower(char32_t c) { return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))); }

std::string decomposed(std::string_view text) {
    utf8proc_uint8_t* result = nullptr;
    auto n = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                          &result, static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE));
    std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(result, &std::free);
    return n < 0 ? std::string(text) : std::string(reinterpret_cast<char*>(result), static_cast<std::size_t>(n));
}

std::string composed(std::string_view text) {
    utf8proc_uint8_t* result = nullptr;
    auto n = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                          &result, static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE));
    std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(result, &std::free);
    return n < 0 ? std::string(text) : std::string(reinterpret_cast<char*>(result), static_cast<std::size_t>(n));
}

bool is_word(char32_t c) {
    if (c < 128) return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            text.remove_prefix(1);
            continue;
        }
        auto n = sequence_length(text);
        if (n == 0) return false;
        text.remove_prefix(n);
    }
    return true;
}

std::size_t length(std::string_view text) {
    std::size_t count = 0;
    for (char c : text) count += is_continuation(c) ? 0 : 1;
    return count;
}

std::string_view prefix(std::string_view text, std::size_t count) {
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        if (is_continuation(text[i])) continue;
        if (count == 0) break;
        --count;
    }
    return text.substr(0, i);
}

void append_code_point(std::string& out, char32_t code_point) {
    utf8proc_uint8_t buffer[4];
    auto n = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), buffer);
    out.append(reinterpret_cast<char*>(buffer), static_cast<std::size_t>(n));
}

char32_t next_code_point(std::string_view& text) {
    auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) {
        text.remove_prefix(1);
        return first;
    }
    utf8proc_int32_t code_point = 0;
    auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                              static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 1);
    return n > 0 ? static_cast<char32_t>(code_point) : U'\uFFFD';
}

std::string lower(std::string_view text) {
    if (text.find("\u0130") == std::string_view::npos) return mapped(text, to_lower);
    return mapped(replace_all(text, "\u0130", "i\u0307"), to_lower);  // İ keeps its dot
}

namespace {

/// Letters whose capitals are several (Unicode's SpecialCasing).
std::string_view special_upper(char32_t c) {
    switch (c) {
        case U'ß': return "SS";
        case U'ŉ': return "\u02bcN";
        case U'ǰ': return "J\u030c";
        case U'և': return "ԵՒ";
        case 0xfb00: return "FF";
        case 0xfb01: return "FI";
        case 0xfb02: return "FL";
        case 0xfb03: return "FFI";
        case 0xfb04: return "FFL";
        case 0xfb05:
        case 0xfb06: return "ST";
        default: return {};
    }
}

}  // namespace

std::string upper(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        char32_t c = next_code_point(text);
        auto special = c < 0x80 ? std::string_view() : special_upper(c);
        if (!special.empty()) out += special;
        else append_code_point(out, to_upper(c));
    }
    return out;
}

std::string capfirst(std::string_view text) {
    if (text.empty()) return {};
    auto first = sequence_length(text);
    if (first == 0) return std::string(text);
    return upper(text.substr(0, first)) + std::string(text.substr(first));
}

std::string ascii_lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
}

bool ascii_iequals(std::string_view a, std::string_view b) {
    auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (fold(a[i]) != fold(b[i])) return false;
    }
    return true;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const auto& part : parts) {
        if (&part != &parts.front()) out += separator;
        out += part;
    }
    return out;
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
    std::string out;
    for (auto found = text.find(from); found != std::string_view::npos && !from.empty(); found = text.find(from)) {
        out.append(text.substr(0, found)).append(to);
        text.remove_prefix(found + from.size());
    }
    return out.append(text);
}

namespace {

/// Indexed by byte: what it is escaped by, null for what stands for itself.
constexpr auto html_entities = [] {
    std::array<const char*, 256> entities{};
    entities['&'] = "&amp;";
    entities['<'] = "&lt;";
    entities['>'] = "&gt;";
    entities['"'] = "&quot;";
    entities['\''] = "&#x27;";
    return entities;
}();

constexpr std::uint64_t of_eight(unsigned char c) { return std::uint64_t{0x0101010101010101} * c; }

/// Whether one of eight bytes is 0: only then a 1 is borrowed from a byte's uppermost bit that was not set.
constexpr std::uint64_t any_zero(std::uint64_t eight) { return (eight - of_eight(1)) & ~eight & of_eight(0x80); }

/// Whether one of eight characters has an entity. " and &, < and > differ in one bit each.
bool any_entity(const char* text) {
    std::uint64_t eight;
    std::memcpy(&eight, text, 8);
    return (any_zero((eight & of_eight(0xff & ~4)) ^ of_eight('"')) | any_zero(eight ^ of_eight('\'')) |
            any_zero((eight & of_eight(0xff & ~2)) ^ of_eight('<'))) != 0;
}

}  // namespace

// Most of what a page shows goes through here: find_first_of would call memchr for each byte.
void append_html_escaped(std::string& out, std::string_view text) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        while (text.size() - i > 8 && !any_entity(text.data() + i)) i += 8;
        const char* entity = html_entities[static_cast<unsigned char>(text[i])];
        if (!entity) continue;
        out.append(text, start, i - start).append(entity);
        start = i + 1;
    }
    out.append(text, start);
}

std::string html_escape(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    append_html_escaped(out, text);
    return out;
}

std::string slugify(std::string_view text, bool allow_unicode) {
    std::string prepared = lower(allow_unicode ? composed(text) : decomposed(text));
    std::string out;
    bool pending = false;
    for (std::string_view rest = prepared; !rest.empty();) {
        char32_t c = next_code_point(rest);
        bool dash = c == '-' || (c < 128 && is_space(static_cast<char>(c)));
        if (dash) {
            pending = true;
            continue;
        }
        if (!is_word(c) || (!allow_unicode && c >= 128)) continue;
        if (pending) out += '-';
        pending = false;
        append_code_point(out, c);
    }
    auto first = out.find_first_not_of("-_");
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of("-_") - first + 1);
}

namespace {

std::string split_words(std::string_view text, char separator) {
    auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool starts_word = i > 0 && is_upper(text[i]) &&
                           (!is_upper(text[i - 1]) || (i + 1 < text.size() && !is_upper(text[i + 1])));
        if (starts_word) out += separator;
        out += text[i];
    }
    return ascii_lower(out);
}

}  // namespace

std::string camel_case_to_spaces(std::string_view text) {
    auto is_capital = [&](std::size_t i) { return i < text.size() && text[i] >= 'A' && text[i] <= 'Z'; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool after_small = i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z';
        bool begins_word = i + 1 < text.size() && !is_capital(i + 1);
        if (is_capital(i) && (after_small || begins_word)) out += ' ';
        out += text[i];
    }
    return lower(trim(out));
}
std::string snake_case(std::string_view text) { return split_words(text, '_'); }

std::string plural(std::string_view noun) {
    auto ends = [&](std::string_view end) { return noun.ends_with(end); };
    bool vowel_before_y = noun.size() > 1 && std::string_view("aeiou").find(noun[noun.size() - 2]) != std::string_view::npos;
    if (ends("y") && !vowel_before_y) return std::string(noun.substr(0, noun.size() - 1)) + "ies";
    if (ends("s") || ends("x") || ends("ch") || ends("sh")) return std::string(noun) + "es";
    return std::string(noun) + "s";
}

}  // namespace portico::text
