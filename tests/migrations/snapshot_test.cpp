// Databases made in one step, from what the migrations add up to.
#include <portico/orm/models.hpp>
#include <portico/testing/test_hook.hpp>

#include "blog_database.hpp"
#include "file_site.hpp"

namespace shop_with_trigger {

struct Post : portico::orm::Model<Post> {
    portico::orm::Id<> id{};
    std::string title{};
    static void describe(portico::orm::Describe<Post>& post) { post.field(&Post::title).max_length(30); }
};

}  // namespace shop_with_trigger

namespace portico::migrations {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Snapshot : public test::FileSite {
protected:
    Snapshot() {
        write("0001_initial", initial);
        write("0002_a", adding("a"));
    }
    void write_sql(const std::string& more) {
        write("0003_sql", R"json({"operations": [{"op": "run_sql", "sql": "INSERT INTO shop_post (title, a) VALUES ('made', 'by SQL')", "reverse": "")json" + more + "}]}");
    }
};

class AtOnce : public test::BlogDatabase {};

TEST_F(Snapshot, AFreshDatabaseIsMadeAtOnce) {
    EXPECT_EQ(run({"migrate", "--at-once"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Made the tables of 1 models at once, which 2 migrations add up to"), Not(HasSubstr("Applying"))));
    EXPECT_THAT(applied(), ElementsAre("0001_initial", "0002_a"));
    EXPECT_EQ(run({"migrate", "--check"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "shop", "zero"}), 0) << out.str();
}

TEST_F(Snapshot, AMigrationWithSqlOfItsOwnForbidsIt) {
    write_sql("");
    EXPECT_EQ(run({"migrate", "--at-once"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("One by one: "), HasSubstr("0003_sql.json:1: run SQL may leave more behind than tables"), HasSubstr("Applying shop.0003_sql... OK")));
    EXPECT_THAT(rows("SELECT title || ' ' || a FROM shop_post"), ElementsAre("made by SQL"));
}

TEST_F(Snapshot, UnlessItSaysThatNothingIsLeftBehind) {
    write_sql(", \"elidable\": true");
    EXPECT_EQ(run({"migrate", "--at-once"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("at once"));
    EXPECT_THAT(rows("SELECT count(*) FROM shop_post"), ElementsAre("0"));
}

TEST_F(Snapshot, RulesThatAreValidatedLaterHoldAtOnce) {
    write("0002_a", R"json({"operations": [{"op": "add_check", "model": "Post", "check": {"name": "titled", "condition": "title <> ''", "not_valid": true}}]})json");
    write("0003_b", R"json({"operations": [{"op": "validate_constraint", "model": "Post", "check": "titled"}]})json");
    EXPECT_EQ(run({"migrate", "--at-once"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("at once, which 3 migrations add up to"));
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
}

TEST_F(Snapshot, ADatabaseWithTablesGoesOneByOne) {
    ASSERT_EQ(run({"migrate", "shop", "0001"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "--at-once"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("One by one: the database has migrations applied already"), HasSubstr("Applying shop.0002_a... OK")));
}

TEST_F(AtOnce, TheSlowerOfTwoMakesNothing) {
    auto first = executor(), second = executor();
    const auto plan = second.plan();
    EXPECT_EQ(first.make_at_once(first.plan()), set.state().models().size());
    EXPECT_EQ(second.make_at_once(plan), std::nullopt);
    EXPECT_NO_THROW(second.run(plan, {}));
}

TEST_F(Snapshot, TestsHaveWhatSqlOfMigrationsMakes) {
    write("0002_a", R"json({"operations": [{"op": "run_sql", "reverse": "", "sql": "CREATE VIEW loud AS SELECT title || '!' AS title FROM shop_post"}]})json");
    const std::string home = (folder.path() / "shop").string();
    Project project({.settings = {{"database.url", Value(database.url())}}, .profile = Profile::test, .root = folder.path(), .out = &out, .err = &out});
    project.install(app());
    project.install(App("shop").with(orm::models<shop_with_trigger::Post>()).with(AppResources{.label = "shop", .folder = home}));
    Project::Scope current(project);
    TestScope scope(project);
    orm::connection().execute({"INSERT INTO shop_post (title) VALUES ('Open')", {}});
    EXPECT_EQ(orm::connection().value({"SELECT title FROM loud", {}})->str(), "Open!");
}

}  // namespace
}  // namespace portico::migrations
