/// A program with models of its own, whose commands a test runs, and the files that they write.
#pragma once
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include <portico/migrations/app.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/history.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/saving.hpp>
#include <portico/project/commands.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/client.hpp>
#include <portico/testing/test_hook.hpp>

#include "database_fixture.hpp"

namespace shop {

namespace orm = portico::orm;

enum class State { open, sold };

struct Maker : orm::Model<Maker> {
    orm::Id<> id{};
    std::string name{};
    static void describe(orm::Describe<Maker>& maker) { maker.field(&Maker::name).max_length(100); }
};

struct Label : orm::Model<Label> {
    orm::Id<> id{};
    std::string text{};
    static void describe(orm::Describe<Label>& label) { label.field(&Label::text).max_length(30).unique(); }
};

struct Item : orm::Model<Item> {
    orm::Id<> id{};
    std::string name{};
    portico::Decimal price{};
    State state = State::open;
    orm::ForeignKey<Maker> maker{};
    orm::ManyToMany<Label> labels{};
    std::optional<portico::DateTime> sold_at{};
    int stock = 1;
    static void describe(orm::Describe<Item>& item) {
        item.field(&Item::name).max_length(200);
        item.field(&Item::price).digits(8, 2);
        item.index(&Item::state, &Item::name);
    }
};

}  // namespace shop

namespace portico::migrations {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

inline int tell_makers(Project&) { return static_cast<int>(shop::Maker::objects.count()); }

inline constexpr const char* with_colour = "{\"operations\": [\n{\"op\": \"add_field\", \"model\": \"Maker\", \"field\": {\"name\": \"colour\", \"type\": \"text\", \"max_length\": 20, \"fill\": \"red\"}}\n]}";

class CommandsTest : public testing::Test {
protected:
    /// A program with the app's folder on disk.
    struct Program {
        explicit Program(CommandsTest& test, Profile profile = Profile::test)
            : resources{.label = "shop", .folder = test.app_folder},
              project({.settings = {{"database.url", Value(test.database.url())}, {"secret_key", std::string(50, 'k') + "ey of this test"}}, .profile = profile, .root = test.folder.path(), .out = &out, .err = &out}) {
            project.install(app());
            project.install(App("shop").with(orm::models<shop::Maker, shop::Label, shop::Item>()).with(resources)
                                .with(command<tell_makers>("count", "Counts makers.")));
        }
        int run(std::vector<std::string> arguments) {
            out.str({});
            return project.run(arguments);
        }
        std::ostringstream out;
        AppResources resources;
        Project project;
    };
    bool has(const std::string& name) { return std::filesystem::exists(folder.path() / "shop/migrations" / name); }
    std::string file(const std::string& name) {
        std::ifstream in(folder.path() / "shop/migrations" / name);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write(const std::string& name, const std::string& text) { std::ofstream(folder.path() / "shop/migrations" / name) << text; }

    void add(const std::string& name, const std::string& text) {
        write(name + ".json", text);
        write("latest", name + "\n");
    }
    Value value(const std::string& sql) {
        Project::Scope current(program.project);
        return *orm::connection().value({sql, {}});
    }
    void execute(const std::string& sql) {
        Project::Scope current(program.project);
        orm::connection().execute({sql, {}});
    }
    /// The initial migration, and one behind it that the models know nothing of.
    void migrate_twice() {
        program.run({"makemigrations"});
        add("0002_colour", with_colour);
        ASSERT_EQ(program.run({"migrate"}), 0) << program.out.str();
    }

    std::string make_app_folder() {
        std::filesystem::create_directory(folder.path() / "shop");
        return (folder.path() / "shop").string();
    }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::string app_folder = make_app_folder();
    Program program{*this};
};

}  // namespace portico::migrations
