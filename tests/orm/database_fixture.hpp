/// A database file of its own for each test, in a folder that goes away with it.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include <portico/orm/connection.hpp>
#include <portico/orm/databases.hpp>

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
    explicit DatabaseTest(DatabaseSettings settings = {}) { databases.add("default", settings); }

    void make_notes() {
        database().execute({"CREATE TABLE note (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, text text NOT NULL UNIQUE)", {}});
    }
    void add_note(const std::string& text) { database().execute({"INSERT INTO note (text) VALUES (?)", {Value(text)}}); }
    std::int64_t count_notes() { return *database().value({"SELECT count(*) FROM note", {}})->as_integer(); }
    Connection& database() { return connection(); }

    Folder folder;
    Databases databases{folder.path()};
    UseDatabases use{databases};
};

}  // namespace portico::orm::test
