#include "functions.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include <portico/base/text.hpp>

#include "value_functions.hpp"

namespace portico::orm::sqlite {

namespace {

std::string_view text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

bool is_ascii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::size_t length_of_character(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) ++length;
    return length;
}

/// Does `pattern` match the whole of `text`? % is any run, _ one character. Goes back only to the last %: linear space, and
/// at worst the product of both lengths.
bool like(std::string_view pattern, std::string_view text, char escape) {
    std::size_t p = 0, t = 0, after_percent = std::string_view::npos, tried = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%' && pattern[p] != escape) {
            after_percent = ++p;
            tried = t;
            continue;
        }
        if (p < pattern.size()) {
            const bool escaped = escape != '\0' && pattern[p] == escape && p + 1 < pattern.size();
            const std::size_t here = escaped ? p + 1 : p;
            if (!escaped && pattern[here] == '_') {
                t += length_of_character(text.substr(t));
                p = here + 1;
                continue;
            }
            if (lower_ascii(pattern[here]) == lower_ascii(text[t])) {
                ++t;
                p = here + 1;
                continue;
            }
        }
        if (after_percent == std::string_view::npos) return false;
        p = after_percent;
        tried += length_of_character(text.substr(tried));
        t = tried;
    }
    while (p < pattern.size() && pattern[p] == '%') ++p;
    return p == pattern.size();
}

/// like(pattern, text[, escape]): what `text LIKE pattern ESCAPE escape` calls.
void like_function(sqlite3_context* context, int count, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sqlite3_value_type(arguments[1]) == SQLITE_NULL) return;
    std::string_view pattern = text_of(arguments[0]), text = text_of(arguments[1]);
    std::string_view escape = count > 2 ? text_of(arguments[2]) : std::string_view();
    if (count > 2 && escape.size() != 1)
        return sqlite3_result_error(context, "ESCAPE expression must be a single character", -1);
    const char escape_character = escape.empty() ? '\0' : escape[0];
    const bool found = is_ascii(pattern) && is_ascii(text)
                           ? like(pattern, text, escape_character)
                           : like(text::lower(pattern), text::lower(text), escape_character);
    sqlite3_result_int(context, found);
}

void free_pattern(void* code) { pcre2_code_free(static_cast<pcre2_code*>(code)); }

/// regexp(pattern, text): what `text REGEXP pattern` calls. The compiled pattern stays with the statement.
void regexp_function(sqlite3_context* context, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sqlite3_value_type(arguments[1]) == SQLITE_NULL) return;
    auto* code = static_cast<pcre2_code*>(sqlite3_get_auxdata(context, 0));
    const bool made = code == nullptr;
    if (made) {
        std::string_view pattern = text_of(arguments[0]);
        int error = 0;
        PCRE2_SIZE offset = 0;
        code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF, &error,
                             &offset, nullptr);
        if (!code) {
            const std::string message = "the regular expression is broken at character " + std::to_string(offset);
            return sqlite3_result_error(context, message.c_str(), -1);
        }
    }
    std::string_view text = text_of(arguments[1]);
    std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
        pcre2_match_data_create_from_pattern(code, nullptr), &pcre2_match_data_free);
    int found = pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, match.get(), nullptr);
    if (made) sqlite3_set_auxdata(context, 0, code, &free_pattern);
    if (found < PCRE2_ERROR_NOMATCH)
        return sqlite3_result_error(context, "the regular expression takes too long on this text", -1);
    sqlite3_result_int(context, found != PCRE2_ERROR_NOMATCH);
}

}  // namespace

void add_functions(sqlite3* handle) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    sqlite3_create_function_v2(handle, "like", 2, flags, nullptr, &like_function, nullptr, nullptr, nullptr);
    sqlite3_create_function_v2(handle, "like", 3, flags, nullptr, &like_function, nullptr, nullptr, nullptr);
    sqlite3_create_function_v2(handle, "regexp", 2, flags, nullptr, &regexp_function, nullptr, nullptr, nullptr);
    add_text_functions(handle);
    add_value_functions(handle);
    add_aggregates(handle);
    add_time_zones(handle);
    add_collecting_aggregate(handle);
}

}  // namespace portico::orm::sqlite
