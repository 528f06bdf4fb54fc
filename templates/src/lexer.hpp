#pragma once
#include <string_view>
#include <vector>

namespace portico::templates {

struct Token {
    enum class Kind { text, variable, block, comment };
    Kind kind = Kind::text;
    std::string_view content{}; // of a tag: what stands between its marks, trimmed
    std::string_view whole{};   // with the marks
};

/// Cuts a template into text, {{ variables }}, {% tags %} and {# comments #}. A mark that is not closed on
/// its line is text; inside {% verbatim %} everything is.
std::vector<Token> tokenize(std::string_view source);

/// Cuts a tag's content at white space, except inside quotes: `if name == "a b"` has four words.
std::vector<std::string_view> split_words(std::string_view content);

/// A word that begins and ends with the same quote.
bool is_quoted(std::string_view word);

} // namespace portico::templates
