/// Functions that SQLite lacks or has for ASCII only, made known to a connection.
#pragma once

struct sqlite3;

namespace portico::orm::sqlite {

void add_text_functions(sqlite3* handle);
void add_value_functions(sqlite3* handle);
void add_aggregates(sqlite3* handle);
void add_time_zones(sqlite3* handle);
void add_collecting_aggregate(sqlite3* handle);

}  // namespace portico::orm::sqlite
