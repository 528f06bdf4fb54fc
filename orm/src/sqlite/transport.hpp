/// A SQLite database as the rest of the ORM sees it: reads beside one another, writes one after another.
#pragma once
#include <chrono>
#include <memory>

#include "../transport.hpp"
#include "location.hpp"
#include "reader.hpp"
#include "writer.hpp"

namespace portico::orm::sqlite {

class SqliteTransport final : public Transport {
public:
    SqliteTransport(Location location, std::chrono::microseconds read_budget);

    Answer query(const Statement& statement) override;
    Answer execute(const Statement& statement) override;
    void script(std::string_view sql) override;
    std::unique_ptr<Session> begin(const BeginOptions& options) override;
    const Dialect& dialect() const noexcept override;
    const std::string& name() const noexcept override { return name_; }

private:
    Location location_;
    std::string name_;
    Reader reader_;
    Writer writer_;
};

}  // namespace portico::orm::sqlite
