#include <gmock/gmock.h>

#include <portico/fibers/offload.hpp>
#include <portico/orm/app.hpp>
#include <portico/orm/query_log.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/project.hpp>

#include "database_fixture.hpp"

namespace portico::orm {
namespace {

using test::DatabaseTest;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ConnectionTest : public DatabaseTest {};

template <class Work> std::string message_of(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error.full();
    }
    return "nothing was thrown";
}

TEST_F(ConnectionTest, HandsOutRowsInOrder) {
    make_notes();
    add_note("one");
    add_note("two");
    std::vector<std::string> texts;
    database().query({"SELECT id, text FROM note ORDER BY id", {}}, [&](const Row& row) { texts.emplace_back(row.text(1)); });
    EXPECT_THAT(texts, ElementsAre("one", "two"));
}

TEST_F(ConnectionTest, ACallbackMayAskTheDatabaseItself) {
    make_notes();
    add_note("one");
    add_note("two");
    std::vector<std::string> texts;
    database().query({"SELECT id FROM note ORDER BY id", {}}, [&](const Row& row) {
        texts.push_back(database().value({"SELECT text FROM note WHERE id = " + placeholder(1), {row.integer(0)}})->str());
        add_note("copy of " + texts.back());
    });
    EXPECT_THAT(texts, ElementsAre("one", "two"));
    EXPECT_EQ(count_notes(), 4);
}

TEST_F(ConnectionTest, TellsHowManyRowsChanged) {
    make_notes();
    EXPECT_EQ(database().execute({"INSERT INTO note (text) VALUES ('a'), ('b')", {}}).rows_affected, 2);
    EXPECT_EQ(database().execute({"UPDATE note SET text = text || '!'", {}}).rows_affected, 2);
    EXPECT_EQ(database().execute({"CREATE TABLE other (a integer)", {}}).rows_affected, 0);
}

TEST_F(ConnectionTest, ReturningGivesRowsOfAWrite) {
    make_notes();
    std::vector<std::int64_t> keys;
    database().returning({"INSERT INTO note (text) VALUES ('a'), ('b') RETURNING id", {}},
                         [&](const Row& row) { keys.push_back(row.integer(0)); });
    EXPECT_THAT(keys, ElementsAre(1, 2));
}

TEST_F(ConnectionTest, QuerySendsWhatWritesToTheWriter) {
    make_notes();
    auto key = database().value({"INSERT INTO note (text) VALUES ('a') RETURNING id", {}});
    EXPECT_EQ(*key->as_integer(), 1);
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(ConnectionTest, NamesWhatIsUnique) {
    make_notes();
    add_note("a");
    try {
        add_note("a");
        FAIL() << "no error";
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.kind(), IntegrityError::Kind::unique);
        EXPECT_EQ(error.table(), "note");
        EXPECT_THAT(error.columns(), ElementsAre("text"));
    }
}

TEST_F(ConnectionTest, NamesWhatMayNotBeNull) {
    make_notes();
    try {
        database().execute({"INSERT INTO note (text) VALUES (NULL)", {}});
        FAIL() << "no error";
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.kind(), IntegrityError::Kind::not_null);
        EXPECT_THAT(error.columns(), ElementsAre("text"));
    }
}

TEST_F(ConnectionTest, WatchesForeignKeysAndChecks) {
    make_notes();
    database().execute({"CREATE TABLE c (n integer CHECK (n > 0), note_id bigint REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)", {}});
    EXPECT_THROW(database().execute({"INSERT INTO c VALUES (0, NULL)", {}}), IntegrityError);
    try {
        database().execute({"INSERT INTO c VALUES (1, 77)", {}});
        FAIL() << "no error";
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.kind(), IntegrityError::Kind::foreign_key);
    }
}

TEST_F(ConnectionTest, AMissingTableHintsAtMigrations) {
    EXPECT_THROW(count_notes(), NoSuchTable);
    EXPECT_THAT(message_of([&] { count_notes(); }), HasSubstr("run \"makemigrations\" and \"migrate\""));
}

TEST_F(ConnectionTest, RefusesSeveralStatementsAndWrongParameters) {
    make_notes();
    EXPECT_THAT(message_of([&] { database().execute({"DELETE FROM note; DELETE FROM note", {}}); }),
                HasSubstr("more than one statement"));
    EXPECT_THAT(message_of([&] { database().execute({"DELETE FROM note WHERE id = " + placeholder(1), {}}); }),
                AllOf(HasSubstr("0 parameters"), HasSubstr("1")));
}

TEST_F(ConnectionTest, AScriptIsAllOrNothing) {
    make_notes();
    EXPECT_THROW(database().script("INSERT INTO note (text) VALUES ('a'); -- one\nINSERT INTO nowhere VALUES (1);"), NoSuchTable);
    EXPECT_EQ(count_notes(), 0);
    database().script("INSERT INTO note (text) VALUES ('a'); -- one\n INSERT INTO note (text) VALUES ('b'); ");
    EXPECT_EQ(count_notes(), 2);
}

TEST_F(ConnectionTest, SeveralStatementsAreAllOrNothing) {
    make_notes();
    const std::string insert = "INSERT INTO note (text) VALUES (" + placeholder(1) + ") RETURNING text";
    std::vector<std::string> texts;
    QueryLog log;
    database().execute_all({{insert, {"a"}}, {"UPDATE note SET text = 'b'", {}}, {insert, {"c"}}},
                           [&](const Row& row) { texts.emplace_back(row.text(0)); });
    EXPECT_THAT(texts, ElementsAre("a", "c"));
    EXPECT_EQ(log.size(), 3U);
    EXPECT_THROW(database().execute_all({{insert, {"d"}}, {insert, {"d"}}, {insert, {"e"}}}), IntegrityError);
    EXPECT_EQ(count_notes(), 2);
    atomic([&] { database().execute_all({{insert, {"d"}}, {insert, {"e"}}}); });
    EXPECT_EQ(count_notes(), 4);
}

TEST_F(ConnectionTest, LogsEachStatement) {
    make_notes();
    QueryLog log;
    add_note("a");
    count_notes();
    EXPECT_THROW(add_note("a"), IntegrityError);
    ASSERT_EQ(log.size(), 3U);
    EXPECT_EQ(log.queries()[0].rows, 1U);
    EXPECT_THAT(log.queries()[0].parameters, ElementsAre("a"));
    EXPECT_TRUE(log.queries()[2].failed);
    ASSERT_EQ(log.repeated().size(), 1U);
    EXPECT_EQ(log.repeated()[0].times, 2U);
}

TEST_F(ConnectionTest, AnInnerLogDoesNotHideQueriesFromTheOuter) {
    make_notes();
    QueryLog outer;
    {
        QueryLog inner;
        count_notes();
        EXPECT_EQ(inner.size(), 1U);
    }
    count_notes();
    EXPECT_EQ(outer.size(), 2U);
}

TEST_F(ConnectionTest, UnknownAliasesAndUrlsSayWhatIsKnown) {
    EXPECT_THAT(message_of([&] { connection("defualt"); }), HasSubstr("did you mean \"default\""));
    EXPECT_THAT(message_of([&] { databases.add("x", {.url = "mysql://bob:sesam@localhost/db"}); }),
                AllOf(HasSubstr("\"mysql\" begins no database URL"), Not(HasSubstr("sesam"))));
    EXPECT_THAT(message_of([&] { databases.add("x", {.synchronous = "sometimes"}); }), HasSubstr("one of OFF, NORMAL, FULL"));
}

TEST(Databases, AreMissedWithAHintWhereThereIsNoProject) {
    EXPECT_THAT(message_of([] { connection(); }), HasSubstr("no current project"));
}

TEST(Databases, InMemoryIsOneForEach) {
    Databases first, second;
    first.add("default", {.url = "sqlite::memory:"});
    second.add("default", {.url = "sqlite::memory:"});
    first.connection().execute({"CREATE TABLE t (a integer)", {}});
    first.connection().execute({"INSERT INTO t VALUES (1)", {}});
    EXPECT_EQ(*first.connection().value({"SELECT count(*) FROM t", {}})->as_integer(), 1);
    EXPECT_THROW(second.connection().value({"SELECT count(*) FROM t", {}}), NoSuchTable);
}

ProjectOptions with_database(const test::Folder& folder, std::string url) {
    return {.settings = {{"database.url", Value(std::move(url))}}, .root = folder.path()};
}

TEST(Databases, AreTheProjectsAsItsSettingsSay) {
    test::Folder folder;
    Project project(with_database(folder, "sqlite:data.sqlite3"));
    project.install(app());
    Project::Scope current(project);
    connection().execute({"CREATE TABLE t (a integer)", {}});
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "data.sqlite3"));
}

TEST(Databases, ChecksTellWhatIsWrongWithTheSettings) {
    test::Folder folder;
    Project project(with_database(folder, "oracle:data"));
    project.install(app());
    auto messages = project.check();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].id, "orm.E001");
}

TEST(Databases, ChecksTellWhenAFileCannotBeOpened) {
    test::Folder folder;
    Project project(with_database(folder, "sqlite:nowhere/data.sqlite3"));
    project.install(app());
    auto messages = project.check({CheckStage::database});
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].id, "orm.E002");
    EXPECT_THAT(messages[0].message, HasSubstr("folder does not exist"));
}

}  // namespace
}  // namespace portico::orm
