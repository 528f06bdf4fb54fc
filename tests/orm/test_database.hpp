/// A database of a test's own: a file in its folder, or a schema of the PostgreSQL server that ctest started.
///
///     test::TestDatabase database;
///     Project project({.settings = {{"database.url", Value(database.url())}}});
///
/// PORTICO_TEST_POSTGRESQL in the environment, the file with the server's URL, chooses PostgreSQL.
#pragma once
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

#include <portico/orm/connection.hpp>
#include <portico/orm/databases.hpp>

namespace portico::orm::test {

inline bool on_postgresql() { return std::getenv("PORTICO_TEST_POSTGRESQL") != nullptr; }

/// The server's own URL.
inline std::string server_url() {
    const char* file = std::getenv("PORTICO_TEST_POSTGRESQL");
    std::string url;
    if (!file || !std::getline(std::ifstream(file), url))
        throw std::runtime_error("no PostgreSQL server runs for the tests: run them by ctest, or start one with tests/postgresql/cluster");
    return url;
}

class TestDatabase {
public:
    /// `sqlite`: the URL where SQLite is tested.
    explicit TestDatabase(std::string sqlite = "sqlite::memory:") : url_(std::move(sqlite)) {
        if (!on_postgresql()) return;
        static int made = 0;
        schema_ = "t_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
        run("CREATE SCHEMA " + schema_);
        url_ = server_url() + "&options=-csearch_path%3D" + schema_;
    }
    ~TestDatabase() {
        if (!schema_.empty()) run("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
    }
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    const std::string& url() const { return url_; }

private:
    static void run(const std::string& sql) {
        Databases databases;
        databases.add("default", {.url = server_url()});
        databases.connection().execute({sql, {}});
    }

    std::string url_;
    std::string schema_;
};

/// For projects that live as long as the program. The schema stays behind, and goes with the server.
inline const std::string& url_for_the_program() {
    static const auto* const database = new TestDatabase;
    return database->url();
}

}  // namespace portico::orm::test
