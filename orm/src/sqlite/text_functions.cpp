#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

#include "value_functions.hpp"

namespace portico::orm::sqlite {

namespace {

/// Longer results are refused, as SQLite refuses its own.
constexpr std::size_t longest = 100'000'000;

std::string_view text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

bool any_null(int count, sqlite3_value** values) {
    for (int i = 0; i < count; ++i) {
        if (sqlite3_value_type(values[i]) == SQLITE_NULL) return true;
    }
    return false;
}

void answer(sqlite3_context* context, const std::string& text) {
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Where characters begin; the end of the text last.
std::vector<std::size_t> characters_of(std::string_view text) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) starts.push_back(i);
    }
    starts.push_back(text.size());
    return starts;
}

/// A function of texts: null where an argument is.
template <std::string (*Function)(sqlite3_value**)> void of_texts(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return;
    answer(context, Function(values));
}

std::string lower(sqlite3_value** values) { return text::lower(text_of(values[0])); }
std::string upper(sqlite3_value** values) { return text::upper(text_of(values[0])); }
/// (text, name of the digest)
std::string digest_of(sqlite3_value** values) { return text::hex(digest(text_of(values[1]), text_of(values[0]))); }

std::string reverse(sqlite3_value** values) {
    std::string_view text = text_of(values[0]);
    auto starts = characters_of(text);
    std::string reversed;
    for (std::size_t i = starts.size() - 1; i > 0; --i) reversed += text.substr(starts[i - 1], starts[i] - starts[i - 1]);
    return reversed;
}

/// The first or last characters; of a negative number all but so many, as PostgreSQL has it.
std::string left(sqlite3_value** values) {
    std::string_view text = text_of(values[0]);
    auto starts = characters_of(text);
    std::int64_t length = static_cast<std::int64_t>(starts.size()) - 1, wanted = sqlite3_value_int64(values[1]);
    if (wanted < 0) wanted = std::max<std::int64_t>(0, length + wanted);
    return std::string(text.substr(0, starts[static_cast<std::size_t>(std::min(wanted, length))]));
}

std::string right(sqlite3_value** values) {
    std::string_view text = text_of(values[0]);
    auto starts = characters_of(text);
    std::int64_t length = static_cast<std::int64_t>(starts.size()) - 1, wanted = sqlite3_value_int64(values[1]);
    if (wanted < 0) wanted = std::max<std::int64_t>(0, length + wanted);
    return std::string(text.substr(starts[static_cast<std::size_t>(length - std::min(wanted, length))]));
}

template <bool Before> void pad(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return;
    std::string_view text = text_of(values[0]), fill = text_of(values[2]);
    std::int64_t width = sqlite3_value_int64(values[1]);
    auto starts = characters_of(text), fills = characters_of(fill);
    auto length = static_cast<std::int64_t>(starts.size()) - 1;
    if (width <= length) return answer(context, std::string(text.substr(0, starts[static_cast<std::size_t>(std::max<std::int64_t>(width, 0))])));
    if (static_cast<std::size_t>(width) > longest) return sqlite3_result_error_toobig(context);
    std::string padding;
    for (std::size_t i = 0; !fill.empty() && i < static_cast<std::size_t>(width - length); ++i) {
        std::size_t at = i % (fills.size() - 1);
        padding += fill.substr(fills[at], fills[at + 1] - fills[at]);
    }
    answer(context, Before ? padding + std::string(text) : std::string(text) + padding);
}

void repeat(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return;
    std::string_view text = text_of(values[0]);
    std::int64_t times = sqlite3_value_int64(values[1]);
    if (times > 0 && text.size() > longest / static_cast<std::size_t>(times)) return sqlite3_result_error_toobig(context);
    std::string all;
    for (std::int64_t i = 0; i < times; ++i) all += text;
    answer(context, all);
}

}  // namespace

void add_text_functions(sqlite3* handle) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    auto add = [&](const char* name, int arguments, auto* function) {
        sqlite3_create_function_v2(handle, name, arguments, flags, nullptr, function, nullptr, nullptr, nullptr);
    };
    // SQLite's own know ASCII alone.
    add("lower", 1, &of_texts<lower>);
    add("upper", 1, &of_texts<upper>);
    add("portico_reverse", 1, &of_texts<reverse>);
    add("portico_left", 2, &of_texts<left>);
    add("portico_right", 2, &of_texts<right>);
    add("portico_digest", 2, &of_texts<digest_of>);
    add("portico_lpad", 3, &pad<true>);
    add("portico_rpad", 3, &pad<false>);
    add("portico_repeat", 2, &repeat);
}

}  // namespace portico::orm::sqlite
