/// Work on plain text with Django's results (django.utils.text): what the filters of the same names do, for C++.
///
///     truncated_words("one two three", 2)             // "one two…"
///     word_wrapped("one two three", 8)                // "one two\nthree"
///     smart_split("a \"b c\" d")                      // {"a", "\"b c\"", "d"}
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portico::templates {

/// What stands at the end of a text that was cut: the mark itself, added where the text doesn't end in it, or a text with
/// "%(truncated_text)s" in it.
inline constexpr std::string_view ellipsis = "%(truncated_text)s…";

/// At most `length` letters, the mark's among them; accents that stand alone don't count. NFC where it was cut.
std::string truncated_chars(std::string_view text, std::int64_t length, std::string_view mark = ellipsis);
/// The first `count` words, with one space between them.
std::string truncated_words(std::string_view text, std::int64_t count, std::string_view mark = ellipsis);
/// Lines of at most `width` letters, broken at white space; words that are longer stay whole.
std::string word_wrapped(std::string_view text, std::size_t width);

/// "\r\n" and "\r" become "\n".
std::string plain_newlines(std::string_view text);
/// Letters as on a telephone's keys: "1-800-COLLECT" becomes "1-800-2655328".
std::string phone_digits(std::string_view text);
/// A label made of a name: "is_active_now" becomes "Is active now" (forms' fields without a label of their own).
std::string capitalized_label(std::string_view name);
/// "a, b or c".
std::string text_list(const std::vector<std::string>& items, std::string_view last_word = "or");
/// Split at white space, but not inside of quotes; quotes stay.
std::vector<std::string_view> smart_split(std::string_view text);
/// The text inside of quotes, without the backslashes before quotes and backslashes. ConversionError where there are no quotes around.
std::string unquoted_literal(std::string_view literal);

} // namespace portico::templates
