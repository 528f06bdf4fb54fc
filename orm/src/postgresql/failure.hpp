/// The server's errors as exceptions that say what to do.
#pragma once
#include <libpq-fe.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "location.hpp"

namespace portico::orm::postgresql {

/// SQLSTATE of a result that failed: five characters, empty where the connection itself failed.
std::string_view state_of(const PGresult* result);

/// Throws what a result says that failed. `lock_timeout`: the transaction's own.
[[noreturn]] void fail(const PGresult* result, const std::string& sql, const Location& location, std::optional<std::chrono::microseconds> lock_timeout);

/// Throws for a connection that is gone.
[[noreturn]] void fail_lost(PGconn* connection, const std::string& sql, const Location& location);

/// Throws for one that could not be made; null: libpq had no memory for it. The connection's error verbosity is VERBOSE.
[[noreturn]] void fail_to_connect(PGconn* connection, const Location& location);

}  // namespace portico::orm::postgresql
