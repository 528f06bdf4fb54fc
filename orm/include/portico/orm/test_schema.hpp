#pragma once
#include <string>

namespace portico::orm {

/// A schema of a PostgreSQL database, with nothing in it, that goes away with this: tests in many processes need one database only.
///
///     orm::TestSchema schema("postgresql://localhost/test");
///     Project project({.settings = {{"database.url", schema.url()}}});
///
/// Throws what connecting and CREATE SCHEMA throw.
class TestSchema {
public:
    explicit TestSchema(std::string database_url);
    ~TestSchema();
    TestSchema(const TestSchema&) = delete;
    TestSchema& operator=(const TestSchema&) = delete;

    const std::string& url() const { return url_; }

private:
    std::string database_url_, name_, url_;
};

/// The PostgreSQL that tests may use: PORTICO_TEST_POSTGRESQL in the environment, an URL or a file that holds one. Else empty.
/// Throws Error where the file can't be read.
std::string test_server_url();

}  // namespace portico::orm
