/// Names, words, numbers, texts and signs of SQL; comments and spaces are left out.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace portico::migrations {

/// The databases quote differently: SQLite also has [names] and `names`, PostgreSQL $$texts$$, E'\'' and comments in comments.
enum class Quoting { sqlite, postgresql };

struct SqlToken {
    std::string text{};   // a name without its quotes; words and texts as they stand
    bool quoted = false;  // a name in quotes
    int depth = 0;        // of parentheses around it
    std::size_t begin = 0, end = 0;  // where it stands, its quotes with it
};

std::vector<SqlToken> tokens_of(std::string_view sql, Quoting quoting);

/// Do its parentheses belong together, and is there no semicolon?
bool is_one_expression(std::string_view sql, Quoting quoting);

/// Is it that word, in whatever case, and no name in quotes?
bool is_word(const SqlToken& token, std::string_view word);

/// With a semicolon at its end where it has none; SQL of nothing but comments stays as it is.
std::string with_semicolon(std::string_view sql, Quoting quoting);

}  // namespace portico::migrations
