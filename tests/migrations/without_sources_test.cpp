/// A release build carries its migrations in the program: they are applied where there are no files.
#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include <embedded/embedded_shop.hpp>

#include <portico/migrations/app.hpp>
#include <portico/orm/databases.hpp>
#include <portico/project/project.hpp>

#include "database_fixture.hpp"

namespace portico::migrations {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class WithoutSources : public testing::Test {
protected:
    WithoutSources() {
        project.install(app());
        project.install(App("embedded_shop").with(embedded::embedded_shop));
    }
    int run(std::vector<std::string> arguments) {
        out.str({});
        return project.run(arguments);
    }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::ostringstream out;
    Project project{{.settings = {{"database.url", Value(database.url())}}, .profile = Profile::test, .root = folder.path(), .out = &out, .err = &out}};
};

TEST_F(WithoutSources, MigrationsAreApplied) {
    ASSERT_FALSE(project.resources().folder("embedded_shop"));
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Applying embedded_shop.0001_initial... OK"), HasSubstr("Applying embedded_shop.0002_post_colour... OK")));
    {
        Project::Scope current(project);
        EXPECT_EQ(orm::connection().value({"SELECT title FROM embedded_shop_post", {}})->str(), "»made« \"by\" \\ SQL");
    }
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
    EXPECT_EQ(run({"showmigrations"}), 0);
    EXPECT_THAT(out.str(), HasSubstr(" [X] 0002_post_colour"));
    EXPECT_EQ(run({"migrate", "embedded_shop", "zero"}), 0) << out.str();
}

}  // namespace
}  // namespace portico::migrations
