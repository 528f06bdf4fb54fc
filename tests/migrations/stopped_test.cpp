/// Migrations that were stopped in the middle, and whose file says something else by now; and other programs that come between.
#include <portico/migrations/underway.hpp>

#include "blog_database.hpp"
#include "file_site.hpp"
#include "migrating_process.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string not_atomic = "\"atomic\": false, ";
std::string field(const std::string& name) { return R"({"op": "add_field", "model": "Post", "field": {"name": ")" + name + R"(", "type": "text", "fill": "new", "max_length": 20}})"; }
std::string operations(const std::vector<std::string>& all, const std::string& more = not_atomic) {
    std::string text = "{" + more + "\"operations\": [\n";
    for (const std::string& one : all) text += (&one == &all.front() ? "" : ",\n") + one;
    return text + "\n]}";
}
const std::string fails = R"({"op": "run_sql", "sql": "INSERT INTO nowhere DEFAULT VALUES", "reverse": ""})";

class Stopped : public FileSite {
protected:
    Stopped() {
        write("0001_initial", initial);
        write("0002_more", operations({field("a"), field("b"), field("c"), fails}));
        EXPECT_NE(run({"migrate"}), 0);
        EXPECT_THAT(applied(), ElementsAre("0001_initial"));
    }
    void expect_refused(const std::vector<std::string>& arguments, const std::string& why) {
        EXPECT_NE(run(arguments), 0);
        EXPECT_THAT(out.str(), HasSubstr(why));
        EXPECT_THAT(rows("SELECT done FROM portico_migrations_underway"), ElementsAre("3")) << "it stays as it is";
    }
};

TEST_F(Stopped, AShorterFileIsNotTakenBack) {
    write("0002_more", operations({field("a")}));
    expect_refused({"migrate", "shop", "0001"}, "the first 3 operations of \"shop.0002_more\" were applied from a file that said something else");
    expect_refused({"migrate"}, "were applied from a file that said something else");
    write("0002_more", operations({field("a"), field("b"), field("c"), fails}));
    EXPECT_EQ(run({"migrate", "shop", "0001"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
}

TEST_F(Stopped, AFileThatIsAtomicByNowIsRefusedBothWays) {
    write("0002_more", operations({field("a"), field("b"), field("c"), fails}, ""));
    const std::string why = "the first 3 operations of \"shop.0002_more\" were applied one by one, and the file doesn't say \"atomic\": false any more";
    expect_refused({"migrate"}, why);
    expect_refused({"migrate", "shop", "0001"}, why);
}

TEST_F(Stopped, GoingBackByOneTakesItBackAlone) {
    rows("INSERT INTO shop_post (title, a, b, c) VALUES ('kept', '', '', '') RETURNING title");
    EXPECT_EQ(run({"migrate", "shop", "--back", "1", "--plan"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("shop.0002_more (undone)"), Not(HasSubstr("0001_initial"))));
    EXPECT_EQ(run({"migrate", "shop", "--back", "3"}), 1);
    EXPECT_THAT(out.str(), HasSubstr("only 2 migrations are applied of \"shop\""));
    EXPECT_EQ(run({"migrate", "--back", "1"}), 0) << out.str();
    EXPECT_THAT(applied(), ElementsAre("0001_initial"));
    EXPECT_THAT(rows("SELECT title FROM shop_post"), ElementsAre("kept"));
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "shop", "--back", "1"}), 0) << out.str();
    EXPECT_THAT(applied(), IsEmpty()) << "the next one is the one before";
}

TEST_F(Stopped, WithoutItsFileNothingGoesBack) {
    std::filesystem::remove(migrations() / "0002_more.json");
    write("0001_initial", initial);
    expect_refused({"migrate", "shop", "--back", "1"}, "\"shop.0002_more\" was applied in part, but its file is gone, so it can't be undone");
}

TEST_F(Stopped, AFileThatIsGoneIsToldOf) {
    std::filesystem::remove(migrations() / "0002_more.json");
    write("0001_initial", initial);
    EXPECT_NE(run({"migrate"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Half applied: shop.0002_more: operation 4"), Not(HasSubstr("No migrations"))));
}

TEST_F(Stopped, ItsOperationsAreNotMadeFewer) {
    write("0002_more", operations({field("a"), field("b"), R"({"op": "rename_field", "model": "Post", "from": "b", "to": "c"})", fails}));
    expect_refused({"optimizemigration", "shop", "0002"}, "\"shop.0002_more\" is under way in the database \"default\" (operation 4), so its operations must stay as they are");
    expect_refused({"squashmigrations", "shop", "0002"}, "is under way in the database");
}

/// Two programs on one database; the other one is told to go on where this one says that it waits.
class Beside : public BlogDatabase {
protected:
    Beside() : BlogDatabase(impatient("sqlite:db.sqlite3")) {
        apply_all();
        add_posts();
    }
    const std::string migration = operations({field("a"), R"({"op": "backfill", "model": "Post", "code": "wait", "batch": 6})"});
    void run_beside(const std::function<std::vector<Step>(Executor&)>& plan, RunOptions options = {}) {
        MigratingProcess first(url(), migration);
        ASSERT_TRUE(first.says("inside"));
        codes.push_back({"wait", [](CodeContext&) {}});
        set = with(set_for(blog()), {parse_migration(migration, "blog", "0002_code", "0002_code.json")});
        std::vector<std::string> told;
        options.tell = [&](const std::string& what) {
            told.push_back(what);
            if (told.size() > 1) return;
            first.go_on();
            first.says("inside");
            first.go_on();
            first.says("done");
        };
        auto it = executor();
        it.run(plan(it), options);
        EXPECT_THAT(told, testing::Contains("another program migrates this database: waiting until it has finished"));
        EXPECT_EQ(first.end(), 0);
        EXPECT_THAT(underway(database()), IsEmpty());
        EXPECT_THAT(texts("SELECT count(*) FROM blog_tag"), ElementsAre("2")) << "both batches were done";
    }
};

TEST_F(Beside, WhoTakesItBackWaits) {
    run_beside([](Executor& it) { return it.plan_to("blog", "0001"); });
    EXPECT_FALSE(is_applied("0002_code"));
    EXPECT_THAT(error_of_applying(), IsEmpty()) << "the field is gone";
}

TEST_F(Beside, WhoGoesBackByOneTakesThatBackAlone) {
    run_beside([](Executor& it) { return it.plan_back("blog", 1); });
    EXPECT_FALSE(is_applied("0002_code"));
    EXPECT_TRUE(is_applied("0001_initial"));
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post"), ElementsAre("12"));
}

TEST_F(Beside, WhatStandsOnItWasBegunMeanwhile) {
    add("0002_half", {field("a"), fails}, false);
    auto it = executor();
    const auto plan = it.plan_back("blog", 1);
    EXPECT_THAT(error_of_applying(), HasSubstr("nowhere"));
    try {
        it.run(plan);
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), HasSubstr("\"blog.0001_initial\" can't be undone: \"blog.0002_half\", which needs it, was begun meanwhile by another program"));
    }
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post"), ElementsAre("12"));
}

TEST_F(Beside, WhatVanishedMeanwhileIsNotWrittenDown) {
    codes.push_back({"wait", [](CodeContext&) {}});
    set = with(set_for(blog()), {parse_migration(migration, "blog", "0002_code", "0002_code.json")});
    auto it = executor();
    try {
        it.run(it.plan(), {.operation = [&](const Operation&, std::size_t n, std::size_t) {
                   if (n == 2) sql("DELETE FROM portico_migrations_underway");
               }});
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), HasSubstr("\"blog.0002_code\" was not applied to its end: meanwhile another program has taken it back"));
    }
    EXPECT_FALSE(is_applied("0002_code"));
}

using PostgresqlBeside = Beside;

/// Killed while it builds: the next one drops what is there, and builds it.
TEST_F(PostgresqlBeside, AnIndexThatWasHalfBuiltIsBuiltAgain) {
    if (!orm::test::on_postgresql()) GTEST_SKIP() << "an index is whole, or not there";
    add("0002_index", {R"({"op": "add_index", "model": "Post", "index": {"name": "one_title", "columns": ["title"]}, "concurrently": true})",
                       R"({"op": "run_sql", "sql": "INSERT INTO nowhere DEFAULT VALUES", "reverse": ""})"}, false);
    EXPECT_THAT(error_of_applying(), HasSubstr("nowhere"));
    sql("UPDATE portico_migrations_underway SET done = 0, operations = ''");
    sql("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'one_title'::regclass");
    sql("CREATE TABLE nowhere (a integer)");
    apply_all();
    EXPECT_THAT(texts("SELECT indisvalid::integer FROM pg_index WHERE indexrelid = 'one_title'::regclass"), ElementsAre("1"));
    EXPECT_THAT(underway(database()), IsEmpty());
}

/// A build that was killed leaves an index that is kept up and never used.
TEST_F(PostgresqlBeside, AnIndexThatWasHalfBuiltGoesWithItsMigration) {
    if (!orm::test::on_postgresql()) GTEST_SKIP() << "an index is whole, or not there";
    add("0002_index", {R"({"op": "add_index", "model": "Post", "index": {"name": "one_title", "columns": ["title"]}, "concurrently": true})",
                       R"({"op": "run_sql", "sql": "INSERT INTO nowhere DEFAULT VALUES", "reverse": ""})"}, false);
    EXPECT_THAT(error_of_applying(), HasSubstr("nowhere"));
    sql("UPDATE portico_migrations_underway SET done = 0, operations = ''");
    sql("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'one_title'::regclass");
    go_to("0001");
    EXPECT_THAT(texts("SELECT relname FROM pg_class WHERE relname = 'one_title'"), IsEmpty());
    EXPECT_THAT(underway(database()), IsEmpty());
}

}  // namespace
}  // namespace portico::migrations
