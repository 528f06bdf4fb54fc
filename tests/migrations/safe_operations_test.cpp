/// Changes that a running site does not wait for: they are in the files, the state and the drift like all others, on both databases.
#include <sstream>
#include <thread>

#include <portico/migrations/introspection.hpp>
#include <portico/orm/transaction.hpp>

#include "../../migrations/src/commands/plan_report.hpp"
#include "blog_database.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string index_title = R"({"op": "add_index", "model": "Post", "index": {"name": "by_title", "columns": ["title"]}, "concurrently": true})";
const std::string one_title = R"({"op": "add_index", "model": "Post", "index": {"name": "one_title", "columns": ["title"], "unique": true}, "concurrently": true})";
const std::string seen = R"({"op": "add_check", "model": "Post", "check": {"name": "seen", "condition": "views > 3", "not_valid": true}})";
const std::string validate_seen = R"({"op": "validate_constraint", "model": "Post", "check": "seen"})";

class SafeOperations : public BlogDatabase {
protected:
    SafeOperations() {
        apply_all();
        add_posts();
    }
    /// Whatever was done: the tables are what the migrations that were applied add up to.
    void TearDown() override { EXPECT_THAT(drift(), IsEmpty()); }
    std::vector<std::string> drift() { return differences(tables_of(database(), executor().applied_state()), live_tables(database())); }
    std::vector<std::string> indexes() {
        std::vector<std::string> names;
        for (const LiveTable& table : live_tables(database()))
            if (table.name == "blog_post")
                for (const LiveIndex& index : table.indexes) names.push_back(index.name + (index.valid ? "" : " (not valid)"));
        return names;
    }
};
using PostgresqlSafeOperations = SafeOperations;
using SqliteSafeOperations = SafeOperations;

TEST_F(SafeOperations, AnIndexIsBuiltConcurrentlyAndTakenAwaySo) {
    add("0002_index", {index_title}, false);
    apply_all();
    EXPECT_THAT(indexes(), Contains("by_title"));
    go_to("0001");
    EXPECT_THAT(indexes(), testing::Not(Contains("by_title")));
    apply_all();
    add("0003_none", {R"({"op": "remove_index", "model": "Post", "name": "by_title", "concurrently": true})"}, false);
    apply_all();
    EXPECT_THAT(indexes(), testing::Not(Contains("by_title")));
    go_to("0002");
    EXPECT_THAT(indexes(), Contains("by_title"));
}

TEST_F(SafeOperations, WhatCanNotBeInATransactionIsRefusedThere) {
    try {
        add("0002_index", {index_title});
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), HasSubstr("to add index by_title to Post concurrently is nothing for a transaction"));
        EXPECT_THAT(error.hint(), HasSubstr("\"atomic\": false"));
    }
}

TEST_F(SafeOperations, AUniqueIndexThatRowsBreakNamesThemAndLeavesNothing) {
    add("0002_index", {one_title}, false);
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("can't add unique index one_title to Post concurrently: 6 rows of \"blog_post\" have the same \"title\" as another: id 2, 4"),
                                           HasSubstr("nothing of \"blog.0002_index\" was applied")));
    EXPECT_THAT(indexes(), testing::Not(Contains(HasSubstr("one_title"))));
    sql("UPDATE blog_post SET title = 'Post ' || id");
    apply_all();
    EXPECT_THROW(sql("UPDATE blog_post SET title = 'same'"), orm::IntegrityError);
}

TEST_F(PostgresqlSafeOperations, WhatAFailedBuildHasLeftIsBuiltAgain) {
    EXPECT_THROW(sql("CREATE UNIQUE INDEX CONCURRENTLY by_title ON blog_post (title)"), orm::IntegrityError);
    ASSERT_THAT(indexes(), Contains("by_title (not valid)"));
    add("0002_index", {index_title}, false);
    apply_all();
    EXPECT_THAT(indexes(), Contains("by_title"));
}

/// It waits for a transaction that has written to the table. Meanwhile others read and write, and its strongest lock is the one claimed.
class PostgresqlConcurrently : public SafeOperations {
protected:
    void expect_that_nobody_waits_while(const std::string& statement) {
        orm::Databases another, builders;
        another.add("default", {.url = own.url()});
        builders.add("default", {.url = own.url()});
        orm::Atomic open(another.connection(), {});
        another.connection().execute({"UPDATE blog_post SET views = 100 WHERE id = 1", {}});
        std::thread builder([&] {
            Executor it(builders.connection(), set);
            it.run(it.plan());
        });
        std::vector<std::string> locks;
        while (locks.empty())
            locks = texts("SELECT DISTINCT l.mode FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.relation = 'blog_post'::regclass AND l.granted "
                          "AND a.query LIKE '" + statement + "%' AND a.wait_event_type = 'Lock'");
        EXPECT_THAT(locks, ElementsAre("ShareUpdateExclusiveLock"));
        sql("UPDATE blog_post SET views = 200 WHERE id = 2");
        EXPECT_THAT(texts("SELECT views FROM blog_post WHERE id = 2"), ElementsAre("200"));
        open.commit();
        builder.join();
    }
};

TEST_F(PostgresqlConcurrently, AnIndexIsBuilt) {
    add("0002_index", {index_title}, false);
    expect_that_nobody_waits_while("CREATE INDEX CONCURRENTLY");
    EXPECT_THAT(indexes(), Contains("by_title"));
}

TEST_F(PostgresqlConcurrently, AnIndexIsTakenAway) {
    add("0002_index", {index_title}, false);
    apply_all();
    add("0003_none", {R"({"op": "remove_index", "model": "Post", "name": "by_title", "concurrently": true})"}, false);
    expect_that_nobody_waits_while("DROP INDEX CONCURRENTLY");
    EXPECT_THAT(indexes(), testing::Not(Contains("by_title")));
}

TEST_F(PostgresqlConcurrently, AFieldBecomesUnique) {
    sql("UPDATE blog_post SET title = 'Post ' || id");
    add("0002_unique", {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "text", "max_length": 200, "unique": true}, "concurrently": true})"}, false);
    expect_that_nobody_waits_while("CREATE UNIQUE INDEX CONCURRENTLY");
    EXPECT_THROW(sql("UPDATE blog_post SET title = 'same'"), orm::IntegrityError);
}

TEST_F(SafeOperations, AFieldsUniquenessAndIndexComeConcurrently) {
    add("0002_email", {R"({"op": "alter_field", "model": "Tag", "field": {"name": "name", "type": "text", "max_length": 50, "unique": true, "index": true}, "concurrently": true})"}, false);
    apply_all();
    sql("INSERT INTO blog_tag (name) VALUES ('cpp')");
    EXPECT_THROW(sql("INSERT INTO blog_tag (name) VALUES ('cpp')"), orm::IntegrityError);
    go_to("0001");
    sql("INSERT INTO blog_tag (name) VALUES ('cpp')");
}

TEST_F(PostgresqlSafeOperations, OfAFieldNothingElseIsDoneConcurrently) {
    add("0002_title", {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "text", "max_length": 99, "index": true}, "concurrently": true})"}, false);
    EXPECT_THAT(error_of_applying(), HasSubstr("changes a field's index, and whether it is unique, and nothing else"));
}

TEST_F(PostgresqlSafeOperations, ACheckMayHoldForNewRowsFirst) {
    add("0002_check", {seen});
    apply_all();
    EXPECT_THROW(sql("INSERT INTO blog_post (title, author_id, views) VALUES ('Few', 1, 2)"), orm::IntegrityError);
    EXPECT_THAT(drift(), IsEmpty());
    add("0003_validate", {validate_seen});
    EXPECT_THAT(error_of_applying(), HasSubstr("can't validate check seen of Post: 3 rows of \"blog_post\" break the check \"seen\": id 1, 2, 3; nothing"));
    EXPECT_THAT(drift(), IsEmpty());
    sql("UPDATE blog_post SET views = 4 WHERE views < 4");
    apply_all();
    EXPECT_THAT(texts("SELECT convalidated FROM pg_constraint WHERE conname = 'seen'"), ElementsAre("1"));
    go_to("0002");
    EXPECT_THAT(drift(), IsEmpty());
}

TEST_F(PostgresqlSafeOperations, WhatAnOperationLocksStaysLockedWhileTheNextOneReads) {
    std::ostringstream out;
    PlanReport report(out, set.state(), database().dialect());
    add("0002_both", {seen, validate_seen});
    report.add(*set.find({"blog", "0002_both"}));
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Validate check seen of Post\n        \"blog_post\": SHARE UPDATE EXCLUSIVE while every row is read: nobody waits\n"),
                                 HasSubstr("UNSAFE: \"blog_post\" stays locked (ACCESS EXCLUSIVE, by an operation before) meanwhile\n"
                                           "        instead: put this operation into a migration of its own")));
    sql("UPDATE blog_post SET views = 9");
}

TEST_F(SqliteSafeOperations, ThereAChecksRowsAreLookedAtAtOnce) {
    add("0002_check", {seen});
    add("0003_validate", {validate_seen});
    EXPECT_THAT(error_of_applying(), HasSubstr("can't add check seen to Post: 3 rows of \"blog_post\" break the check \"seen\": id 1, 2, 3"));
    sql("UPDATE blog_post SET views = 4 WHERE views < 4");
    apply_all();
    EXPECT_THROW(sql("UPDATE blog_post SET views = 1"), orm::IntegrityError);
}

TEST_F(SafeOperations, WhatIsNotValidYetIsWhatMakemigrationsFinds) {
    sql("UPDATE blog_post SET views = 4 WHERE views < 4");
    add("0002_check", {seen});
    ProjectState wanted = set.state();
    wanted.get("blog.Post").checks[0].not_valid = false;
    const auto changes = detect_changes(set, wanted);
    ASSERT_EQ(changes.size(), 1U);
    ASSERT_EQ(changes[0].operations.size(), 1U);
    EXPECT_EQ(changes[0].name, "0003_validate_seen");
    EXPECT_EQ(changes[0].operations[0]->describe(), "validate check seen of Post");
    set = with(set, changes);
    EXPECT_THAT(detect_changes(set, wanted), IsEmpty());
    apply_all();
    go_to("0001");
}

TEST_F(PostgresqlSafeOperations, AReferenceMayHoldForNewRowsFirst) {
    add("0002_column", {R"({"op": "add_field", "model": "Post", "field": {"name": "reviewer", "type": "foreign_key", "to": "blog.Author", "null": true, "index": false, "db_constraint": false}})"});
    apply_all();
    sql("UPDATE blog_post SET reviewer_id = 77 WHERE id = 3");
    add("0003_reference", {R"({"op": "alter_field", "model": "Post", "field": {"name": "reviewer", "type": "foreign_key", "to": "blog.Author", "null": true, "index": false, "not_valid": true}})"});
    apply_all();
    EXPECT_THROW(sql("UPDATE blog_post SET reviewer_id = 78 WHERE id = 4"), orm::IntegrityError);
    EXPECT_THAT(drift(), IsEmpty());
    add("0004_validate", {R"({"op": "validate_constraint", "model": "Post", "field": "reviewer"})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("can't validate field reviewer of Post: 1 row of \"blog_post\" refers by \"reviewer_id\" to a row of \"blog_author\" that does not exist: id 3"));
    sql("UPDATE blog_post SET reviewer_id = 1 WHERE id = 3");
    apply_all();
    EXPECT_THAT(drift(), IsEmpty());
    go_to("0003");
    EXPECT_THAT(drift(), IsEmpty());
    go_to("0001");
}

TEST_F(SafeOperations, AFieldBecomesRequiredByWayOfACheck) {
    add("0002_column", {R"({"op": "add_field", "model": "Post", "field": {"name": "subtitle", "type": "text", "null": true}})"});
    add("0003_check", {R"({"op": "run_sql", "sql": "UPDATE blog_post SET subtitle = 'none'", "reverse": ""})",
                       R"({"op": "add_check", "model": "Post", "check": {"name": "subtitle_known", "condition": "\"subtitle\" IS NOT NULL", "not_valid": true}})"});
    add("0004_validate", {R"({"op": "validate_constraint", "model": "Post", "check": "subtitle_known"})"});
    add("0005_required", {R"({"op": "alter_field", "model": "Post", "field": {"name": "subtitle", "type": "text"}})", R"({"op": "remove_check", "model": "Post", "name": "subtitle_known"})"});
    apply_all();
    EXPECT_THROW(sql("UPDATE blog_post SET subtitle = NULL"), orm::IntegrityError);
    go_to("0001");
    apply_all();
}

TEST_F(SafeOperations, AMigrationThatIsNotAtomicGoesOnWhereItFailed) {
    add("0002_bits", {R"({"op": "add_field", "model": "Post", "field": {"name": "subtitle", "type": "text", "null": true}})", one_title,
                      R"({"op": "add_field", "model": "Tag", "field": {"name": "text", "type": "text", "null": true}})"}, false);
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("0002_bits.json:5: can't add unique index one_title"), HasSubstr("the operations before it stay applied, and the next \"migrate\" goes on")));
    EXPECT_FALSE(is_applied("0002_bits"));
    sql("UPDATE blog_post SET title = 'Post ' || id, subtitle = 'kept'");
    apply_all();
    EXPECT_TRUE(is_applied("0002_bits"));
    EXPECT_THAT(texts("SELECT DISTINCT subtitle FROM blog_post"), ElementsAre("kept"));
    EXPECT_THAT(texts("SELECT count(*) FROM portico_migrations_underway"), ElementsAre("0"));
    go_to("0001");
}

class HalfWay : public SafeOperations {
protected:
    HalfWay() {
        write({note_x, note_y, bad});
        EXPECT_THAT(error_of_applying(), HasSubstr("the operations before it stay applied"));
        EXPECT_THAT(columns(), AllOf(Contains("x"), Contains("y")));
    }
    void write(const std::vector<std::string>& operations, const std::string& name = "0002_bits") {
        set = set_for(blog());
        add(name, operations, false);
    }
    std::vector<std::string> columns() {
        for (const LiveTable& table : live_tables(database())) {
            std::vector<std::string> names;
            for (const LiveColumn& column : table.columns) names.push_back(column.name);
            if (table.name == "blog_tag") return names;
        }
        return {};
    }
    const std::string note_x = R"({"op": "add_field", "model": "Tag", "field": {"name": "x", "type": "text", "null": true}})",
                      note_y = R"({"op": "add_field", "model": "Tag", "field": {"name": "y", "type": "text", "null": true}})",
                      bad = R"({"op": "run_sql", "sql": "SELECT no_such", "reverse": ""})";
};

TEST_F(HalfWay, AnotherFileDoesNotGoOnFromThere) {
    write({note_y});
    EXPECT_THAT(error_of_applying(), HasSubstr("0002_bits.json: the first 2 operations of \"blog.0002_bits\" were applied from a file that said something else"));
    EXPECT_FALSE(is_applied("0002_bits"));
    write({note_x, note_y});
    apply_all();
    EXPECT_TRUE(is_applied("0002_bits"));
}

TEST_F(HalfWay, WhatIsDoneCanBeTakenBack) {
    go_to("0001");
    EXPECT_THAT(columns(), Not(AnyOf(Contains("x"), Contains("y"))));
    write({note_y});
    apply_all();
    EXPECT_THAT(columns(), AllOf(Contains("y"), Not(Contains("x"))));
}

TEST_F(HalfWay, WrittenDownByHandItIsForgotten) {
    apply_all({.fake = true});
    write({note_x, note_y});
    go_to("0001");
    EXPECT_THAT(columns(), Not(Contains("x")));
    apply_all();
    EXPECT_THAT(columns(), AllOf(Contains("x"), Contains("y")));
}

TEST_F(HalfWay, UnderAnotherNumberItGoesOn) {
    write({note_x, note_y}, "0003_bits");
    apply_all();
    EXPECT_TRUE(is_applied("0003_bits"));
    EXPECT_THAT(columns(), AllOf(Contains("x"), Contains("y")));
    EXPECT_THAT(texts("SELECT count(*) FROM portico_migrations_underway"), ElementsAre("0"));
}

TEST_F(SafeOperations, APlanThatIsOverIsRefused) {
    add("0002_x", {R"({"op": "add_field", "model": "Tag", "field": {"name": "x", "type": "text", "null": true}})"});
    add("0003_y", {R"({"op": "add_field", "model": "Tag", "field": {"name": "y", "type": "text", "null": true}})"});
    go_to("0002");
    auto it = executor();
    const auto back = it.plan_to("blog", "0001");
    apply_all();  // another program
    try {
        it.run(back);
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), HasSubstr("\"blog.0002_x\" can't be undone: \"blog.0003_y\", which needs it, was applied meanwhile"));
    }
    EXPECT_TRUE(is_applied("0002_x"));
}

TEST_F(SafeOperations, RebuildingInBitsKeepsRowsThatReferToTheTable) {
    add("0002_bits", {R"({"op": "alter_field", "model": "Author", "field": {"name": "name", "type": "text", "max_length": 300}})"}, false);
    apply_all();
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post"), ElementsAre("12"));
    EXPECT_THROW(sql("DELETE FROM blog_author"), orm::IntegrityError);
}

}  // namespace
}  // namespace portico::migrations
