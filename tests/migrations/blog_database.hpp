/// A blog with rows in its tables, and migrations on top of it.
#pragma once
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include <portico/migrations/executor.hpp>
#include <portico/orm/dialect.hpp>

#include "database_fixture.hpp"
#include "states.hpp"

namespace portico::migrations::test {

class BlogDatabase : public orm::test::DatabaseTest {
protected:
    using DatabaseTest::DatabaseTest;

    void apply_all(const RunOptions& options = {}) {
        auto it = executor();
        it.run(it.plan(), options);
    }
    void go_to(const std::string& name) {
        auto it = executor();
        it.run(it.plan_to("blog", name));
    }
    Executor executor() { return Executor(database(), set, {{"blog", codes}}); }
    /// What the error of applying everything says; empty where there is none.
    std::string error_of_applying() {
        try {
            apply_all();
        } catch (const MigrationError& error) {
            return error.what();
        }
        return {};
    }
    /// Adds a migration of these operations, each on a line of its own.
    void add(const std::string& name, const std::vector<std::string>& operations, bool atomic = true) {
        std::string text = atomic ? "{\"operations\": [" : "{\"atomic\": false, \"operations\": [";
        for (std::size_t i = 0; i < operations.size(); ++i) text += (i ? ",\n" : "\n") + operations[i];
        set = with(set, {parse_migration(text + "\n]}", "blog", name, name + ".json")});
    }
    void change_to(const ProjectState& state) { set = with(set, detect_changes(set, state)); }

    void sql(const std::string& statement) { database().execute({statement, {}}); }
    std::vector<std::string> texts(const std::string& statement) {
        std::vector<std::string> found;
        database().query({statement, {}}, [&](const orm::Row& row) { found.emplace_back(row.text(0)); });
        return found;
    }
    /// Twelve posts: the even ones of "Open", the others of their own titles; by Ann, viewed as often as their number.
    void add_posts() {
        sql("INSERT INTO blog_author (name, email) VALUES ('Ann', 'ann@example.org')");
        for (int i = 1; i <= 12; ++i)
            sql("INSERT INTO blog_post (title, author_id, views) VALUES ('" + (i % 2 ? "Post " + std::to_string(i) : std::string("Open")) + "', 1, " +
                std::to_string(i) + ")");
    }
    /// For other processes.
    std::string url() const { return orm::test::on_postgresql() || own.url().find("sqlite:db") != 0 ? own.url() : "sqlite:" + (folder.path() / own.url().substr(7)).string(); }
    bool is_applied(const std::string& name) { return executor().applied().contains({"blog", name}); }

    MigrationSet set = set_for(blog());
    std::vector<Code> codes{};
};

}  // namespace portico::migrations::test
