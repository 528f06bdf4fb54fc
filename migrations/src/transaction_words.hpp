/// Statements that begin or end a transaction, in a migration's own SQL.
#pragma once
#include <string>
#include <string_view>

#include "sql_tokens.hpp"

namespace portico::migrations {

/// The first of them, "COMMIT"; empty where there is none. Savepoints are none. A trigger's or a function's body has a BEGIN and an END of its own.
std::string transaction_word(std::string_view sql, Quoting quoting);

}  // namespace portico::migrations
