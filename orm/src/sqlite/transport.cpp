#include "transport.hpp"

#include <portico/orm/dialect.hpp>

namespace portico::orm::sqlite {

SqliteTransport::SqliteTransport(Location location, std::chrono::microseconds read_budget)
    : location_(location), name_(location.name()), reader_(location, read_budget), writer_(location) {}

Answer SqliteTransport::query(const Statement& statement) {
    // A database in memory exists in one connection only.
    if (location_.in_memory()) return writer_.run(statement);
    // It makes the file and its write-ahead log before anybody reads.
    if (!writer_.is_open()) writer_.open();
    if (auto answer = reader_.run(statement)) return std::move(*answer);
    return writer_.run(statement);
}

Answer SqliteTransport::execute(const Statement& statement) { return writer_.run(statement); }

void SqliteTransport::script(std::string_view sql) { writer_.script(sql); }

std::unique_ptr<Session> SqliteTransport::begin(const BeginOptions& options) { return writer_.begin(options); }

const Dialect& SqliteTransport::dialect() const noexcept { return sqlite_dialect(); }

}  // namespace portico::orm::sqlite
