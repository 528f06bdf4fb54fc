/// A database of its own for each test: SQLite's in a folder that goes away with it, or a schema of a PostgreSQL server.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include <portico/orm/connection.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>

#include "test_database.hpp"

namespace portico::orm::test {

class Folder {
public:
    Folder() {
        std::string pattern = std::filesystem::temp_directory_path() / "portico-XXXXXX";
        path_ = mkdtemp(pattern.data());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class DatabaseTest : public testing::Test {
protected:
    explicit DatabaseTest(DatabaseSettings settings = {}) : own(settings.url) {
        settings.url = own.url();
        databases.add("default", settings);
    }

    void make_notes() {
        const Dialect& dialect = database().dialect();
        database().execute({"CREATE TABLE note (id " + dialect.column_type({.kind = Kind::integer, .automatic = true}) + " NOT NULL " +
                                std::string(dialect.automatic_key_suffix()) + ", text text NOT NULL UNIQUE)",
                            {}});
    }
    void add_note(const std::string& text) {
        database().execute({"INSERT INTO note (text) VALUES (" + placeholder(1) + ")", {Value(text)}});
    }
    std::int64_t count_notes() { return *database().value({"SELECT count(*) FROM note", {}})->as_integer(); }
    std::string placeholder(std::size_t n) { return database().dialect().placeholder(n); }
    Connection& database() { return connection(); }

    Folder folder;
    TestDatabase own;
    Databases databases{folder.path()};
    UseDatabases use{databases};
};

}  // namespace portico::orm::test
