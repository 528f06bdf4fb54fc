/// Tests of what only PostgreSQL does.
#pragma once
#include <gmock/gmock.h>

#include <functional>
#include <string>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/orm/transaction.hpp>

#include "database_fixture.hpp"

namespace portico::orm::test {

class PostgresqlTest : public DatabaseTest {
protected:
    explicit PostgresqlTest(DatabaseSettings settings = {}) : DatabaseTest(std::move(settings)) {}

    void sql(const std::string& statement, std::vector<Value> parameters = {}) { database().execute({statement, std::move(parameters)}); }
    std::string text(const std::string& statement, std::vector<Value> parameters = {}) {
        return database().value({statement, std::move(parameters)}).value_or(Value()).str();
    }
    std::string backend() { return text("SELECT pg_backend_pid()"); }

    template <class Work> void on_a_fiber(Work work) {
        fibers::spawn(std::move(work));
        fibers::Loop::current().run();
    }
    /// On a fiber that shares no transaction with who calls this.
    void apart(std::function<void()> work) {
        fibers::Loop::current().post([this, work = std::move(work)] {
            UseDatabases here(databases);
            fibers::spawn(work);
        });
    }
    template <class Work> std::string message_of(Work work) {
        try {
            work();
        } catch (const Error& error) {
            return error.full();
        }
        return "nothing was thrown";
    }
};

}  // namespace portico::orm::test
