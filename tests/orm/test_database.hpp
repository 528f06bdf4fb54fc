/// A database of a test's own: a file in its folder, or a schema of the PostgreSQL server that ctest started.
///
///     test::TestDatabase database;
///     Project project({.settings = {{"database.url", Value(database.url())}}});
///
/// PORTICO_TEST_POSTGRESQL in the environment, the file with the server's URL, chooses PostgreSQL.
#pragma once
#include <optional>
#include <stdexcept>
#include <string>

#include <portico/orm/test_schema.hpp>

namespace portico::orm::test {

inline bool on_postgresql() { return !test_server_url().empty(); }

/// The server's own URL.
inline std::string server_url() {
    std::string url = test_server_url();
    if (url.empty())
        throw std::runtime_error("no PostgreSQL server runs for the tests: run them by ctest, or start one with tests/postgresql/cluster");
    return url;
}

class TestDatabase {
public:
    /// `sqlite`: the URL where SQLite is tested.
    explicit TestDatabase(std::string sqlite = "sqlite::memory:") : url_(std::move(sqlite)) {
        if (on_postgresql()) url_ = schema_.emplace(server_url()).url();
    }

    const std::string& url() const { return url_; }

private:
    std::string url_;
    std::optional<TestSchema> schema_;
};

/// For projects that live as long as the program. The schema stays behind, and goes with the server.
inline const std::string& url_for_the_program() {
    static const auto* const database = new TestDatabase;
    return database->url();
}

}  // namespace portico::orm::test
