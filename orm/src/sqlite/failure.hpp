/// SQLite's result codes as exceptions that say what to do.
#pragma once
#include <string>

#include "location.hpp"

struct sqlite3;

namespace portico::orm::sqlite {

/// Throws what the handle's last error means; `code` is the extended result code.
[[noreturn]] void fail(sqlite3* handle, int code, const std::string& sql, const Location& location);

/// The same for a database that could not be opened: looks at the file and its folder to say why.
[[noreturn]] void fail_to_open(int code, const std::string& reason, const Location& location);

/// Throws Locked: another program has held it for so long. `own`: the transaction's own time.
[[noreturn]] void fail_busy(const std::string& sql, const Location& location, std::chrono::microseconds waited, bool own = false);

bool is_busy(int code);

}  // namespace portico::orm::sqlite
