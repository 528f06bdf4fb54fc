/// Values as SQLite stores them, which is how Django has SQLite store them.
#pragma once
#include <string>

#include <portico/base/value.hpp>

struct sqlite3_stmt;

namespace portico::orm::sqlite {

/// Binds the n-th parameter, from 1. Texts and bytes must live until the statement was reset. Gives SQLite's result code;
/// throws DatabaseError for a value that has no column type (a struct, something dynamic).
int bind(sqlite3_stmt* statement, int place, const Value& value, const std::string& sql);

}  // namespace portico::orm::sqlite
