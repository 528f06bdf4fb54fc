/// What a CREATE statement says and no PRAGMA does: checks, expressions, conditions.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <portico/migrations/introspection.hpp>

namespace portico::migrations::sqlite {

struct CreatedTable {
    std::vector<LiveCheck> checks{};                // those without a name have none
    std::map<std::string, std::string> generated{};  // by column
    std::vector<std::string> deferred{};            // the first column of each foreign key that waits for the end of the transaction
    std::map<std::string, std::string> collations{};  // by column
    std::vector<std::string> conflicts{};           // ON CONFLICT REPLACE of "slug"
    std::string options{};                          // "STRICT", "WITHOUT ROWID"
    bool counts_keys = false;                       // AUTOINCREMENT
};

CreatedTable read_create_table(std::string_view sql);

struct CreatedIndex {
    std::vector<std::string> parts{};
    std::string condition{};
};

CreatedIndex read_create_index(std::string_view sql);

/// All names, words and numbers of it, names without their quotes.
std::vector<std::string> words_of(std::string_view sql);

}  // namespace portico::migrations::sqlite
