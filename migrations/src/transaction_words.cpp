#include "transaction_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace portico::migrations {

namespace {

bool is_at(std::span<const SqlToken> tokens, std::size_t n, std::string_view word) { return n < tokens.size() && is_word(tokens[n], word); }

/// How many tokens the first statement has, its semicolon with them.
std::size_t length_of_statement(std::span<const SqlToken> tokens) {
    const bool creates = is_at(tokens, 0, "create");
    int blocks = 0;
    for (std::size_t n = 0; n < tokens.size(); ++n) {
        if (creates && (is_at(tokens, n, "begin") || (blocks > 0 && is_at(tokens, n, "case")))) ++blocks;
        if (blocks > 0 && is_at(tokens, n, "end")) --blocks;
        if (blocks == 0 && tokens[n].depth <= tokens[0].depth && is_at(tokens, n, ";")) return n + 1;
    }
    return tokens.size();
}

/// The word with which the statement begins or ends a transaction.
std::string word_of(std::span<const SqlToken> statement) {
    static constexpr std::array<std::string_view, 5> words{"begin", "commit", "end", "rollback", "abort"};
    const bool to_savepoint = is_at(statement, 0, "rollback") && (is_at(statement, 1, "to") || is_at(statement, 2, "to"));
    const bool alone = !to_savepoint && std::any_of(words.begin(), words.end(), [&](std::string_view word) { return is_at(statement, 0, word); });
    const bool with_object = (is_at(statement, 0, "start") || is_at(statement, 0, "prepare")) && is_at(statement, 1, "transaction");
    if (!alone && !with_object) return {};
    std::string found = statement[0].text + (with_object ? " " + statement[1].text : "");
    std::transform(found.begin(), found.end(), found.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return found;
}

}  // namespace

std::string transaction_word(std::string_view sql, Quoting quoting) {
    const std::vector<SqlToken> tokens = tokens_of(sql, quoting);
    for (std::span<const SqlToken> rest = tokens; !rest.empty();) {
        const std::size_t length = length_of_statement(rest);
        if (std::string word = word_of(rest.first(length)); !word.empty()) return word;
        rest = rest.subspan(length);
    }
    return {};
}

}  // namespace portico::migrations
