/// Locks that others hold, and two programs that migrate at once.
#include <portico/orm/transaction.hpp>

#include "blog_database.hpp"
#include "migrating_process.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::chrono_literals;

const std::string subtitle = R"({"op": "add_field", "model": "Post", "field": {"name": "subtitle", "type": "text", "null": true}})";

class Locks : public BlogDatabase {
protected:
    Locks() : BlogDatabase(impatient("sqlite:db.sqlite3")) {
        apply_all();
        add_posts();
        add("0002_subtitle", {subtitle});
        others.add("default", impatient(own.url()));
    }
    orm::Databases others{folder.path()};
};
using PostgresqlLocks = Locks;
using SqliteLocks = Locks;

TEST_F(Locks, AreWaitedForShortlyAndTriedAgain) {
    std::optional<orm::Atomic> open(std::in_place, others.connection(), orm::AtomicOptions{});
    others.connection().execute({"UPDATE blog_post SET views = 100 WHERE id = 1", {}});
    std::vector<std::string> told;
    apply_all({.lock_timeout = 20ms, .tell = [&](const std::string& what) {
                   told.push_back(what);
                   if (open) open->commit();
                   open.reset();
               }});
    ASSERT_EQ(told.size(), 1U);
    EXPECT_THAT(told[0], HasSubstr("trying again in 4 ms, 2 of 5"));
    EXPECT_TRUE(is_applied("0002_subtitle"));
    EXPECT_THAT(texts("SELECT views FROM blog_post WHERE id = 1"), ElementsAre("100"));
}

TEST_F(PostgresqlLocks, GivingUpNamesWhoHoldsIt) {
    orm::Atomic open(others.connection(), {});
    const auto process = others.connection().value({"SELECT pg_backend_pid()", {}})->str();
    others.connection().query({"SELECT views FROM blog_post WHERE id = 7", {}}, [](const orm::Row&) {});
    try {
        apply_all({.lock_timeout = 20ms, .lock_attempts = 2});
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("0002_subtitle.json:3: can't add field subtitle to Post"), HasSubstr("was not free within 20 ms; "), HasSubstr("tried 2 times: the lock is held by process " + process + " ("),
                                        HasSubstr("idle in transaction for "), HasSubstr("SELECT views FROM blog_post"), HasSubstr("which has ACCESS SHARE on \"blog_post\"")));
        EXPECT_THAT(error.hint(), HasSubstr("pg_terminate_backend(" + process + ")"));
    }
    EXPECT_FALSE(is_applied("0002_subtitle"));
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post"), ElementsAre("12")) << "nobody waits behind it any more";
}

TEST_F(SqliteLocks, GivingUpSaysThatAnotherProgramHasIt) {
    orm::Atomic open(others.connection(), {});
    others.connection().execute({"UPDATE blog_post SET views = 100 WHERE id = 1", {}});
    try {
        apply_all({.lock_timeout = 20ms, .lock_attempts = 2});
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("is locked by another program"), HasSubstr("tried 2 times")));
        EXPECT_THAT(error.hint(), HasSubstr("waited 20 ms"));
    }
}

std::string waits(bool atomic) {
    return std::string("{\"atomic\": ") + (atomic ? "true" : "false") + ", \"operations\": [{\"op\": \"run_code\", \"code\": \"wait\"}]}";
}

TEST_F(Locks, OfTwoProcessesOneWaits) {
    set = set_for(blog());
    MigratingProcess first(url(), waits(true));
    ASSERT_TRUE(first.says("inside"));
    MigratingProcess second(url(), waits(true));
    ASSERT_TRUE(second.says("waiting"));
    first.go_on();
    EXPECT_TRUE(first.says("done"));
    EXPECT_TRUE(second.says("done"));
    EXPECT_EQ(first.end(), 0);
    EXPECT_EQ(second.end(), 0);
    EXPECT_THAT(texts("SELECT name FROM blog_tag"), ElementsAre("made"));
}

/// Outside of transactions as well: by a lock of its own. On SQLite what runs outside of transactions may be run by both.
TEST_F(PostgresqlLocks, OfTwoProcessesOneWaitsWithoutTransactionsToo) {
    MigratingProcess first(url(), waits(false));
    ASSERT_TRUE(first.says("inside"));
    MigratingProcess second(url(), waits(false));
    ASSERT_TRUE(second.says("waiting"));
    first.go_on();
    EXPECT_TRUE(first.says("done"));
    EXPECT_TRUE(second.says("done"));
    EXPECT_EQ(first.end(), 0);
    EXPECT_EQ(second.end(), 0);
    EXPECT_THAT(texts("SELECT name FROM blog_tag"), ElementsAre("made"));
}

}  // namespace
}  // namespace portico::migrations
