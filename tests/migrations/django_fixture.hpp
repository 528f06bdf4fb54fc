/// A database that Django made, and the folder of an app for it.
#pragma once
#include <gmock/gmock.h>

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <portico/migrations/app.hpp>
#include <portico/orm/databases.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

#include "database_fixture.hpp"

namespace portico::migrations {

class DjangoDatabase : public testing::Test {
protected:
    /// What tests/migrations/django/make does; the tests of who has no network are skipped.
    void SetUp() override {
        const int status = make("");
        if (status == 77) GTEST_SKIP() << "Django could not be installed: " << said();
        ASSERT_EQ(status, 0) << said();
    }
    int make(const std::string& more) {
        const std::string target = orm::test::on_postgresql() ? database.url() : (folder.path() / "db.sqlite3").string();
        const std::string command = "'" PORTICO_TESTS_FOLDER "/django/make' '" PORTICO_DJANGO_CACHE "' '" + target + "' " + more + " > '" + (folder.path() / "said").string() + "' 2>&1";
        const int status = std::system(command.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::string said() const { return text_of("said"); }
    std::string text_of(const std::string& name) const { return read((folder.path() / name).string()); }
    static std::string read(const std::string& path) {
        std::ifstream in(path);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::string make_app_folder() {
        std::filesystem::create_directory(folder.path() / "blog");
        return (folder.path() / "blog").string();
    }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::string app_folder = make_app_folder();
    AppResources resources{.label = "blog", .folder = app_folder};
    std::ostringstream out;
    Project project{{.settings = {{"database.url", Value(database.url())}}, .root = folder.path(), .out = &out, .err = &out}};
    int run(std::vector<std::string> arguments) {
        out.str({});
        return project.run(arguments);
    }
};

}  // namespace portico::migrations
