/// SQL functions that SQLite leaves to the program: REGEXP, and LIKE that knows more letters than ASCII's.
#pragma once

struct sqlite3;

namespace portico::orm::sqlite {

void add_functions(sqlite3* handle);

}  // namespace portico::orm::sqlite
