/// A site of one app, "shop", whose models are in its migration files alone.
#pragma once
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include <portico/migrations/app.hpp>
#include <portico/orm/databases.hpp>
#include <portico/project/commands.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

#include "database_fixture.hpp"

namespace portico::migrations::test {

class FileSite : public testing::Test {
protected:
    FileSite() { std::filesystem::create_directories(migrations()); }

    static constexpr const char* initial = R"({"operations": [{"op": "create_model", "model": "Post", "fields": [
    {"name": "id", "type": "integer", "automatic": true, "primary_key": true}, {"name": "title", "type": "text", "max_length": 30}]}]})";
    static std::string adding(const std::string& field, const std::string& more = {}) {
        return "{" + more + "\"operations\": [{\"op\": \"add_field\", \"model\": \"Post\", \"field\": {\"name\": \"" + field + "\", \"type\": \"text\", \"fill\": \"new\"}}]}";
    }

    std::filesystem::path migrations() const { return folder.path() / "shop/migrations"; }
    void write(const std::string& name, const std::string& text) {
        std::ofstream(migrations() / (name + ".json")) << text;
        std::ofstream(migrations() / "latest") << name << "\n";
    }
    std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(migrations() / name).rdbuf();
        return text.str();
    }
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(migrations())) names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

    int run(std::vector<std::string> arguments) {
        out.str({});
        const std::string home = (folder.path() / "shop").string();
        Project project({.settings = {{"database.url", Value(database.url())}, {"secret_key", std::string(50, 'k') + "ey of this test"}}, .profile = Profile::test, .root = folder.path(), .out = &out, .err = &out});
        project.install(app());
        App shop = App("shop").with(AppResources{.label = "shop", .folder = home});
        for (const Code& code : codes) shop.with(code);
        project.install(std::move(shop));
        return project.run(arguments);
    }
    std::vector<std::string> rows(const std::string& sql) {
        std::vector<std::string> found;
        orm::Databases databases(folder.path());
        databases.add("default", {.url = database.url()});
        orm::UseDatabases use(databases);
        databases.connection().returning({sql, {}}, [&](const orm::Row& row) { found.emplace_back(row.text(0)); });
        return found;
    }
    std::vector<std::string> applied() { return rows("SELECT name FROM django_migrations ORDER BY id"); }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::vector<Code> codes;
    std::ostringstream out;
};

}  // namespace portico::migrations::test
