#include "created_table.hpp"

#include <algorithm>
#include <cctype>

#include "../sql_tokens.hpp"

namespace portico::migrations::sqlite {

namespace {

using Tokens = std::vector<SqlToken>;

bool is(const Tokens& tokens, std::size_t at, std::string_view word) {
    return at < tokens.size() && is_word(tokens[at], word);
}

/// The text between two tokens, one space between words: so that quotes and line breaks make no difference.
std::string joined(const Tokens& tokens, std::size_t from, std::size_t to) {
    std::string sql;
    for (std::size_t i = from; i < to; ++i) {
        const std::string& next = tokens[i].text;
        if (!sql.empty() && !next.empty() && sql.back() != '(' && next != ")" && next != "," && next != "(") sql += ' ';
        sql += next;
    }
    return sql;
}

/// The token that closes what the one at `open` opens.
std::size_t closing(const Tokens& tokens, std::size_t open) {
    std::size_t i = open + 1;
    while (i < tokens.size() && !(tokens[i].text == ")" && !tokens[i].quoted && tokens[i].depth == tokens[open].depth)) ++i;
    return i;
}

/// One column, or one constraint of the table: the tokens from `from` to `to`.
void read_item(const Tokens& tokens, std::size_t from, std::size_t to, CreatedTable& table) {
    std::string constraint;
    std::string referring = tokens[from].text;  // a column's own name
    for (std::size_t i = from; i < to; ++i) {
        if (is(tokens, i, "constraint")) {
            constraint = tokens[++i].text;
        } else if (is(tokens, i, "check") && is(tokens, i + 1, "(")) {
            const auto end = closing(tokens, i + 1);
            // Parentheses around all of it make no difference.
            std::size_t first = i + 2, last = end;
            while (is(tokens, first, "(") && closing(tokens, first) + 1 == last) ++first, --last;
            table.checks.push_back({constraint, joined(tokens, first, last)});
            constraint.clear();
            i = end;
        } else if (is(tokens, i, "as") && is(tokens, i + 1, "(")) {
            const auto end = closing(tokens, i + 1);
            table.generated[tokens[from].text] = joined(tokens, i + 2, end);
            i = end;
        } else if (is(tokens, i, "foreign") && is(tokens, i + 2, "(")) {
            referring = tokens[i + 3].text;
        } else if (is(tokens, i, "initially") && is(tokens, i + 1, "deferred")) {
            table.deferred.push_back(referring);
        } else if (is(tokens, i, "collate") && tokens[i].depth == tokens[from].depth && i + 1 < to) {
            table.collations[tokens[from].text] = tokens[++i].text;
        } else if (is(tokens, i, "on") && is(tokens, i + 1, "conflict")) {
            table.conflicts.push_back(joined(tokens, i, i + 3) + " of \"" + (referring.empty() ? tokens[from].text : referring) + "\"");
        } else if (is(tokens, i, "autoincrement")) {
            table.counts_keys = true;
        }
    }
}

/// Calls `item(from, to)` for each of what stands between commas inside the parentheses that open at `open`.
template <class Item> void each_item(const Tokens& tokens, std::size_t open, const Item& item) {
    const auto end = closing(tokens, open);
    std::size_t start = open + 1;
    for (std::size_t i = start; i <= end && i <= tokens.size(); ++i) {
        const bool comma = i < end && tokens[i].text == "," && !tokens[i].quoted && tokens[i].depth == tokens[open].depth + 1;
        if (i != end && !comma) continue;
        if (i > start) item(start, i);
        start = i + 1;
    }
}

std::size_t first_parenthesis(const Tokens& tokens) {
    std::size_t i = 0;
    while (i < tokens.size() && !is(tokens, i, "(")) ++i;
    return i;
}

}  // namespace

CreatedTable read_create_table(std::string_view sql) {
    CreatedTable table;
    const Tokens tokens = tokens_of(sql, Quoting::sqlite);
    const auto open = first_parenthesis(tokens);
    if (open == tokens.size()) return table;
    each_item(tokens, open, [&](std::size_t from, std::size_t to) { read_item(tokens, from, to, table); });
    const auto end = closing(tokens, open);
    for (const char c : joined(tokens, std::min(end + 1, tokens.size()), tokens.size())) table.options += static_cast<char>(std::toupper(c));
    return table;
}

CreatedIndex read_create_index(std::string_view sql) {
    CreatedIndex index;
    const Tokens tokens = tokens_of(sql, Quoting::sqlite);
    const auto open = first_parenthesis(tokens);
    if (open == tokens.size()) return index;
    each_item(tokens, open, [&](std::size_t from, std::size_t to) { index.parts.push_back(joined(tokens, from, to)); });
    const auto end = closing(tokens, open);
    if (is(tokens, end + 1, "where")) index.condition = joined(tokens, end + 2, tokens.size());
    return index;
}

std::vector<std::string> words_of(std::string_view sql) {
    std::vector<std::string> words;
    for (SqlToken& token : tokens_of(sql, Quoting::sqlite)) words.push_back(std::move(token.text));
    return words;
}

}  // namespace portico::migrations::sqlite
