#include "unicode.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include <portico/base/text.hpp>

namespace portico::templates {

namespace {

bool is_cased(char32_t letter) {
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(letter))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
        return true;
    default:
        return false;
    }
}

/// Letters whose capital is two.
std::string_view special_title(char32_t letter) {
    switch (letter) {
    case U'ß':
        return "Ss";
    case U'ﬀ':
        return "Ff";
    case U'ﬁ':
        return "Fi";
    case U'ﬂ':
        return "Fl";
    case U'ﬃ':
        return "Ffi";
    case U'ﬄ':
        return "Ffl";
    case U'ﬆ':
        return "St";
    case U'ŉ':
        return "ʼN";
    default:
        return {};
    }
}

bool is_line_end(char32_t letter) {
    return (letter >= 0x0a && letter <= 0x0d) || (letter >= 0x1c && letter <= 0x1e) || letter == 0x85 ||
           letter == 0x2028 || letter == 0x2029;
}

} // namespace

bool is_combining(char32_t letter) {
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(letter))->combining_class != 0;
}

bool is_word_letter(char32_t letter) {
    if (letter == U'_') return true;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(letter))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

bool is_unicode_space(char32_t letter) {
    if (letter < 0x80) return letter <= 0x20 && (letter >= 0x1c || (letter >= 0x09 && letter <= 0x0d));
    return letter == 0x85 || letter == 0xa0 || letter == 0x1680 || (letter >= 0x2000 && letter <= 0x200a) ||
           letter == 0x2028 || letter == 0x2029 || letter == 0x202f || letter == 0x205f || letter == 0x3000;
}

std::string title_case(std::string_view text) {
    std::string out;
    bool inside = false;
    while (!text.empty()) {
        auto piece = text::prefix(text, 1);
        char32_t letter = text::next_code_point(text);
        bool cased = is_cased(letter);
        if (!cased)
            out += piece;
        else if (inside)
            out += text::lower(piece);
        else if (auto special = special_title(letter); !special.empty())
            out += special;
        else
            text::append_code_point(
                out, static_cast<char32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(letter))));
        inside = cased;
    }
    return out;
}

namespace {

/// What a byte begins: most are ASCII, of which a table tells.
enum class Byte : std::uint8_t { letter, space, beyond_ascii };

constexpr auto kinds_of_bytes = [] {
    std::array<Byte, 256> all{};
    all.fill(Byte::beyond_ascii);
    for (std::size_t c = 0; c < 128; ++c) all[c] = c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) ? Byte::space : Byte::letter;
    return all;
}();

Byte kind_of(char c) { return kinds_of_bytes[static_cast<unsigned char>(c)]; }

/// The length of what is spaces, or is none, at the front.
std::size_t run_of(std::string_view text, bool spaces) {
    const Byte wanted = spaces ? Byte::space : Byte::letter;
    std::string_view rest = text;
    while (!rest.empty()) {
        std::size_t plain = 0;
        while (plain < rest.size() && kind_of(rest[plain]) == wanted) ++plain;
        rest.remove_prefix(plain);
        if (rest.empty() || kind_of(rest.front()) != Byte::beyond_ascii) break;
        std::string_view after = rest;
        if (is_unicode_space(text::next_code_point(after)) != spaces) break;
        rest = after;
    }
    return text.size() - rest.size();
}

} // namespace

std::vector<std::string_view> words_of(std::string_view text, std::size_t most) {
    std::vector<std::string_view> words;
    words.reserve(std::min<std::size_t>(most, 32));
    while (words.size() < most) {
        text.remove_prefix(run_of(text, true));
        if (text.empty()) break;
        words.push_back(text.substr(0, run_of(text, false)));
        text.remove_prefix(words.back().size());
    }
    return words;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    const char* start = text.data();
    const char* end = text.data() + text.size();
    while (!text.empty()) {
        const char* here = text.data();
        char32_t letter = text::next_code_point(text);
        if (!is_line_end(letter)) continue;
        lines.emplace_back(start, static_cast<std::size_t>(here - start));
        if (letter == U'\r' && text.starts_with('\n')) text.remove_prefix(1);
        start = text.data();
    }
    if (start != end) lines.emplace_back(start, static_cast<std::size_t>(end - start));
    return lines;
}

std::string composed(std::string_view text) {
    utf8proc_uint8_t* buffer = nullptr;
    auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                               static_cast<utf8proc_ssize_t>(text.size()), &buffer,
                               static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(buffer, std::free);
    if (length < 0) return std::string(text);
    return {reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length)};
}

} // namespace portico::templates
