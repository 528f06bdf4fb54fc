#include <gmock/gmock.h>

#include <thread>

#include <portico/base/date_time.hpp>
#include <portico/migrations/executor.hpp>
#include <portico/migrations/introspection.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

#include "database_fixture.hpp"
#include "states.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::IsEmpty;

class ExecutorTest : public orm::test::DatabaseTest {
protected:
    /// Whatever was done: the tables are what the migrations that were applied add up to.
    void TearDown() override {
        if (HasFailure() || strays) return;
        EXPECT_THAT(differences(tables_of(database(), executor().applied_state()), live_tables(database())), IsEmpty());
    }
    bool strays = false;  // a test that changes tables behind the migrations' back

    void apply_all() { run(executor().plan()); }
    void go_to(const std::string& name) { run(executor().plan_to("blog", name)); }
    void run(const std::vector<Step>& plan) {
        auto it = executor();
        it.run(plan);
    }
    Executor executor() { return Executor(database(), set, {{"blog", codes}}); }

    /// Adds the migration that leads to the state.
    void change_to(const ProjectState& state) { set = with(set, detect_changes(set, state)); }
    void add_by_hand(const std::string& name, const std::string& operations) {
        std::vector<Migration> all;
        for (const Migration* one : set.in_order()) all.push_back(*one);
        all.push_back(parse_migration("{\"operations\": [\n" + operations + "\n]}", "blog", name, name + ".json"));
        set = MigrationSet::of(std::move(all));
    }
    void sql(const std::string& statement) { database().execute({statement, {}}); }
    std::vector<std::string> texts(const std::string& statement) {
        std::vector<std::string> found;
        database().query({statement, {}}, [&](const orm::Row& row) { found.emplace_back(row.text(0)); });
        return found;
    }
    std::string made(const std::string& name) {
        auto found = texts("SELECT sql FROM sqlite_master WHERE name = '" + name + "'");
        return found.empty() ? "" : found[0];
    }
    /// Is there a table or an index of that name?
    bool exists(const std::string& name) {
        if (!orm::test::on_postgresql()) return made(name) != "";
        return *database().value({"SELECT count(*) FROM pg_class WHERE oid = to_regclass($1)", {Value("\"" + name + "\"")}})->as_integer() == 1;
    }
    std::vector<std::string> tables() { return texts(std::string(database().dialect().table_names_query())); }
    void add_rows() {
        sql("INSERT INTO blog_author (name, email) VALUES ('Ann', 'ann@example.org')");
        sql("INSERT INTO blog_post (title, author_id, views) VALUES ('Open', 1, 3), ('Second', 1, 4)");
        sql("INSERT INTO blog_tag (name) VALUES ('cpp')");
        sql("INSERT INTO blog_post_tags (post_id, tag_id) VALUES (1, 1)");
    }
    void add_rows_with(const std::string& status, const std::string& data) {
        sql("INSERT INTO blog_author (id, name, email) VALUES (1, 'Ann', 'ann@example.org') ON CONFLICT DO NOTHING");
        sql("INSERT INTO blog_post (title, author_id, views, status, data) VALUES ('Open', 1, 3, " + status + ", " + data + ")");
    }
    ProjectState with_subtitle() {
        ProjectState state = blog();
        state.get("blog.Post").fields.push_back(filled(text("subtitle", 200), Value("none yet")));
        return state;
    }

    MigrationSet set = set_for(blog());
    std::vector<Code> codes;
};

class SqliteExecutorTest : public ExecutorTest {};

TEST_F(SqliteExecutorTest, MakesTablesAsDjangoDoes) {
    apply_all();
    EXPECT_EQ(made("blog_author"),
              R"(CREATE TABLE "blog_author" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL, "email" varchar(254) NOT NULL UNIQUE))");
    EXPECT_THAT(made("blog_post"), HasSubstr(R"("author_id" bigint NOT NULL REFERENCES "blog_author" ("id") DEFERRABLE INITIALLY DEFERRED)"));
    EXPECT_THAT(texts("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"),
                ElementsAre("blog_post_author_id_dd7a8485", "blog_post_tags_post_id_a1c71c8a",
                            "blog_post_tags_post_id_tag_id_4925ec37_uniq", "blog_post_tags_tag_id_0875c551"));
}

TEST_F(ExecutorTest, RemembersWhatWasApplied) {
    EXPECT_EQ(executor().unapplied().size(), 1U);
    apply_all();
    EXPECT_THAT(executor().plan(), IsEmpty());
    EXPECT_THAT(texts("SELECT app || '.' || name FROM django_migrations"), ElementsAre("blog.0001_initial"));
}

TEST_F(ExecutorTest, AddingAFieldKeepsRowsForthAndBackAndForth) {
    apply_all();
    add_rows();
    change_to(with_subtitle());
    apply_all();
    EXPECT_THAT(texts("SELECT title || '/' || subtitle || '/' || views FROM blog_post"), ElementsAre("Open/none yet/3", "Second/none yet/4"));
    go_to("0001");
    EXPECT_THAT(texts("SELECT title || '/' || views FROM blog_post"), ElementsAre("Open/3", "Second/4"));
    EXPECT_THROW(texts("SELECT subtitle FROM blog_post"), orm::NoSuchTable);
    apply_all();
    EXPECT_THAT(texts("SELECT subtitle FROM blog_post"), ElementsAre("none yet", "none yet"));
    EXPECT_THAT(texts("SELECT post_id || '-' || tag_id FROM blog_post_tags"), ElementsAre("1-1"));
    EXPECT_TRUE(exists("blog_post_author_id_dd7a8485"));
}

TEST_F(ExecutorTest, ZeroUndoesEverything) {
    apply_all();
    add_rows();
    go_to("zero");
    EXPECT_THAT(tables(), ElementsAre("django_migrations"));
    EXPECT_THAT(executor().applied(), IsEmpty());
}

TEST_F(SqliteExecutorTest, RebuildingDoesNotCascade) {
    apply_all();
    add_rows();
    ProjectState state = blog();
    *state.get("blog.Author").find("name") = text("name", 30);
    change_to(state);
    apply_all();
    EXPECT_THAT(made("blog_author"), HasSubstr("varchar(30)"));
    EXPECT_THAT(texts("SELECT title FROM blog_post"), ElementsAre("Open", "Second"));
    EXPECT_THROW(sql("DELETE FROM blog_author"), orm::IntegrityError) << "foreign keys are watched again";
}

TEST_F(SqliteExecutorTest, RebuildingKeepsForeignTriggersIndexesAndTheLastKey) {
    strays = true;
    apply_all();
    add_rows();
    sql("CREATE INDEX mine ON blog_post (views)");
    sql("CREATE TRIGGER watch AFTER DELETE ON blog_post BEGIN UPDATE blog_author SET name = name; END");
    sql("CREATE VIEW titles AS SELECT title || '!' AS loud FROM blog_post");
    sql("CREATE TRIGGER through_it INSTEAD OF DELETE ON titles BEGIN DELETE FROM blog_post WHERE title || '!' = old.loud; END");
    sql("DELETE FROM blog_post WHERE id = 2");
    change_to(with_subtitle());
    apply_all();
    EXPECT_NE(made("mine"), "");
    EXPECT_NE(made("watch"), "");
    EXPECT_THAT(texts("SELECT loud FROM titles"), ElementsAre("Open!"));
    EXPECT_NE(made("through_it"), "");
    sql("INSERT INTO blog_post (title, subtitle, author_id, views) VALUES ('Third', '', 1, 0)");
    EXPECT_THAT(texts("SELECT id FROM blog_post ORDER BY id"), ElementsAre("1", "3"));
}

TEST_F(ExecutorTest, ChangesTypesAndKeepsRows) {
    apply_all();
    add_rows();
    ProjectState state = blog();
    *state.get("blog.Author").find("name") = text("name", 30);
    *state.get("blog.Post").find("views") = plain("views", {.kind = Kind::text, .max_length = 9});
    change_to(state);
    apply_all();
    EXPECT_THAT(texts("SELECT title || views FROM blog_post"), ElementsAre("Open3", "Second4"));
    EXPECT_THROW(sql("DELETE FROM blog_author"), orm::IntegrityError) << "foreign keys are watched";
    go_to("0001");
    EXPECT_THAT(texts("SELECT title FROM blog_post WHERE views + 1 = 4"), ElementsAre("Open"));
}

TEST_F(ExecutorTest, UniqueComesAndGoes) {
    apply_all();
    ProjectState state = blog();
    state.get("blog.Tag").find("name")->unique = true;
    state.get("blog.Author").find("email")->unique = false;
    change_to(state);
    apply_all();
    const std::string tag = "INSERT INTO blog_tag (name) VALUES ('cpp')", author = "INSERT INTO blog_author (name, email) VALUES ('Ann', 'a@b.c')";
    sql(tag), sql(author), sql(author);
    EXPECT_THROW(sql(tag), orm::IntegrityError);
    sql("DELETE FROM blog_author");
    go_to("0001");
    sql(tag), sql(author);
    EXPECT_THROW(sql(author), orm::IntegrityError);
}

TEST_F(ExecutorTest, ForeignKeysMayPointElsewhere) {
    apply_all();
    ProjectState state = blog();
    *state.get("blog.Post").find("author") = foreign_key("author", "blog.Tag");
    change_to(state);
    apply_all();
    sql("INSERT INTO blog_tag (name) VALUES ('cpp')");
    sql("INSERT INTO blog_post (title, author_id, views) VALUES ('Open', 1, 3)");
    EXPECT_THROW(sql("DELETE FROM blog_tag"), orm::IntegrityError);
    sql("DELETE FROM blog_post");
    sql("DELETE FROM blog_tag");
}

TEST_F(ExecutorTest, RowsMayBeWrittenBeforeTheirTableIsChanged) {
    apply_all();
    add_rows();
    add_by_hand("0002_both", R"({"op": "run_sql", "sql": "UPDATE blog_post SET author_id = author_id", "reverse": ""},
        {"op": "add_field", "model": "Post", "field": {"name": "b", "type": "text", "null": true}},
        {"op": "run_sql", "sql": "DELETE FROM blog_post WHERE views = 4", "reverse": ""},
        {"op": "alter_field", "model": "Post", "field": {"name": "b", "type": "text", "fill": ""}})");
    apply_all();
    EXPECT_THAT(texts("SELECT title || b FROM blog_post"), ElementsAre("Open"));
}

TEST_F(ExecutorTest, TwoAtOnceApplyEachMigrationOnce) {
    const orm::DatabaseSettings patient{.url = own.url(), .timeout = std::chrono::seconds(60)};
    std::vector<std::thread> programs;
    for (int i = 0; i < 3; ++i) {
        programs.emplace_back([&] {
            orm::Databases another(folder.path());
            another.add("default", patient);
            orm::UseDatabases use_it(another);
            Executor executor(another.connection(), set);
            executor.run(executor.plan());
        });
    }
    for (auto& program : programs) program.join();
    EXPECT_THAT(texts("SELECT app || '.' || name FROM django_migrations"), ElementsAre("blog.0001_initial"));
}

TEST_F(ExecutorTest, NullBecomesTheFillWhereItIsNoLongerAllowed) {
    ProjectState before = blog();
    before.get("blog.Post").fields.push_back(nullable(text("subtitle", 200)));
    change_to(before);
    apply_all();
    add_rows();
    change_to(with_subtitle());
    apply_all();
    EXPECT_THAT(texts("SELECT subtitle FROM blog_post"), ElementsAre("none yet", "none yet"));
}

TEST_F(ExecutorTest, FillsColumnsAsTheOrmStoresThem) {
    apply_all();
    add_rows();
    ProjectState state = blog();
    std::vector<FieldState>& fields = state.get("blog.Post").fields;
    fields.push_back(filled(plain("made_at", {.kind = Kind::date_time}), Value("2026-11-21T12:30:00.5+01:00")));
    fields.push_back(filled(plain("code", {.kind = Kind::uuid}), Value("12345678-1234-5678-1234-567812345678")));
    fields.push_back(filled(plain("note", {.kind = Kind::json}), Value("a text")));
    change_to(state);
    apply_all();
    const orm::Dialect& dialect = database().dialect();
    const Value made_at(*parse_date_time("2026-11-21T11:30:00.5Z"));
    database().query({"SELECT made_at, code, note FROM blog_post", {}}, [&](const orm::Row& row) {
        EXPECT_EQ(dialect.loaded(row, 0, Kind::date_time).str(), made_at.str());
        EXPECT_EQ(dialect.loaded(row, 1, Kind::uuid).str(), "12345678-1234-5678-1234-567812345678");
        EXPECT_EQ(dialect.loaded(row, 2, Kind::json).str(), "a text");
    });
    // A text in another form would be read as well, but not found by a comparison.
    const std::string place = dialect.placeholder(1);
    EXPECT_EQ(*database().value({"SELECT count(*) FROM blog_post WHERE made_at = " + place, {made_at}})->as_integer(), 2);
}

TEST_F(ExecutorTest, RenamesFieldsWithTheirRowsAndIndexes) {
    apply_all();
    add_rows();
    ProjectState state = blog();
    FieldState writer = foreign_key("writer", "blog.Author");
    *state.get("blog.Post").find("author") = was(writer, "author");
    change_to(state);
    apply_all();
    EXPECT_THAT(texts("SELECT writer_id FROM blog_post"), ElementsAre("1", "1"));
    EXPECT_FALSE(exists("blog_post_author_id_dd7a8485"));
    EXPECT_TRUE(exists(index_name("blog_post", {"writer_id"})));
    go_to("0001");
    EXPECT_THAT(texts("SELECT author_id FROM blog_post"), ElementsAre("1", "1"));
}

TEST_F(ExecutorTest, RenamesModelsWithTheTablesThatReferToThem) {
    apply_all();
    add_rows();
    ProjectState state = blog();
    ModelState& label = state.get("blog.Tag");
    label.name = "Label", label.table = "blog_label", label.was = "Tag";
    FieldState& tags = *state.get("blog.Post").find("tags");
    tags.to = "blog.Label", tags.through_to = {"label_id"};
    change_to(state);
    apply_all();
    EXPECT_THAT(texts("SELECT name FROM blog_label JOIN blog_post_tags ON label_id = blog_label.id"), ElementsAre("cpp"));
    go_to("0001");
    EXPECT_THAT(texts("SELECT name FROM blog_tag JOIN blog_post_tags ON tag_id = blog_tag.id"), ElementsAre("cpp"));
}

/// The same text for both.
SqlTexts on_both(const std::string& text) { return SqlTexts{{{"sqlite", text}, {"postgresql", text}}}; }

TEST_F(ExecutorTest, IndexesMayBePartialAndOverExpressions) {
    ProjectState state = blog();
    state.get("blog.Post").indexes = {{.name = "by_lower",
                                       .columns = {"", "-views"},
                                       .unique = true,
                                       .expressions = {on_both(R"(LOWER("title"))")},
                                       .condition = on_both(R"("views" > 3)"),
                                       .include = {"author_id"}}};
    change_to(state);
    apply_all();
    add_rows();
    sql("INSERT INTO blog_post (title, author_id, views) VALUES ('OPEN', 1, 3)");
    EXPECT_THROW(sql("INSERT INTO blog_post (title, author_id, views) VALUES ('SECOND', 1, 4)"), orm::IntegrityError);
    if (!orm::test::on_postgresql()) {
        EXPECT_EQ(made("by_lower"), R"(CREATE UNIQUE INDEX "by_lower" ON "blog_post" ((LOWER("title")), "views" DESC) WHERE "views" > 3)");
    }
}

TEST_F(ExecutorTest, ColumnsMayBeComputedFromOthers) {
    apply_all();
    add_rows();
    ProjectState state = blog();
    FieldState field = integer("twice");
    field.generated = on_both(R"("views" * 2)");
    state.get("blog.Post").fields.push_back(field);
    change_to(state);
    apply_all();
    EXPECT_THAT(texts("SELECT twice FROM blog_post ORDER BY id"), ElementsAre("6", "8"));
}

TEST_F(ExecutorTest, AddsAndRemovesChecks) {
    ProjectState state = blog();
    state.get("blog.Post").checks = {{"few_views", on_both(R"("views" < 100)")}};
    change_to(state);
    apply_all();
    add_rows();
    EXPECT_THROW(sql("UPDATE blog_post SET views = 100"), orm::IntegrityError);
    go_to("0001");
    sql("UPDATE blog_post SET views = 100");
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post WHERE views = 100"), ElementsAre("2"));
}

TEST_F(ExecutorTest, AddsAndRemovesIndexes) {
    ProjectState state = blog();
    state.get("blog.Post").indexes = {{.name = "by_views", .columns = {"-views", "title"}},
                                      {.name = "one_title", .columns = {"author_id", "title"}, .unique = true}};
    change_to(state);
    apply_all();
    EXPECT_TRUE(exists("by_views"));
    add_rows();
    EXPECT_THROW(sql("INSERT INTO blog_post (title, author_id, views) VALUES ('Open', 1, 3)"), orm::IntegrityError);
    go_to("0001");
    EXPECT_FALSE(exists("by_views"));
}

TEST_F(ExecutorTest, ChecksWhatMayBeStored) {
    ProjectState state = blog();
    FieldState status = filled(plain("status", {.kind = Kind::enumeration, .max_length = 9}), Value("draft"));
    status.choices = {Value("draft"), Value("published")};
    FieldState data = filled(plain("data", {.kind = Kind::json}), Value("{}"));
    state.get("blog.Post").fields.push_back(status);
    state.get("blog.Post").fields.push_back(data);
    change_to(state);
    apply_all();
    add_rows_with("'draft'", "'{}'");
    EXPECT_THROW(add_rows_with("'gone'", "'{}'"), orm::IntegrityError);
    EXPECT_THROW(add_rows_with("'draft'", "'{'"), orm::DatabaseError);
}

TEST_F(ExecutorTest, AFailingOperationLeavesNothingOfItsMigration) {
    apply_all();
    add_rows();
    add_by_hand("0002_two", "{\"op\": \"run_sql\", \"sql\": \"UPDATE blog_post SET views = 100\", \"reverse\": \"\"},\n"
                            "{\"op\": \"run_sql\", \"sql\": \"UPDATE nowhere SET a = 1\"}");
    try {
        apply_all();
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("0002_two.json:3: can't run SQL"), HasSubstr("nowhere")));
    }
    EXPECT_THAT(texts("SELECT views FROM blog_post"), ElementsAre("3", "4"));
    EXPECT_EQ(executor().unapplied().size(), 1U);
}

TEST_F(ExecutorTest, ForeignKeysAreCheckedBeforeTheCommit) {
    apply_all();
    add_rows();
    add_by_hand("0002_bad", R"({"op": "run_sql", "sql": "UPDATE blog_post SET author_id = 77"})");
    EXPECT_THROW(apply_all(), MigrationError);
    EXPECT_THAT(texts("SELECT author_id FROM blog_post"), ElementsAre("1", "1"));
}

TEST_F(ExecutorTest, SqlIsRunPerDatabaseAndUndoneByItsReverse) {
    apply_all();
    add_rows();
    add_by_hand("0002_sql", R"({"op": "run_sql", "sql": {"sqlite": "UPDATE blog_post SET views = 100; UPDATE blog_tag SET name = 'x'", "postgresql": "UPDATE blog_post SET views = 100"}, "reverse": "UPDATE blog_post SET views = 0"})");
    apply_all();
    EXPECT_THAT(texts("SELECT views FROM blog_post"), ElementsAre("100", "100"));
    go_to("0001");
    EXPECT_THAT(texts("SELECT views FROM blog_post"), ElementsAre("0", "0"));
}

TEST_F(ExecutorTest, WhatCannotBeUndoneIsRefusedBeforeAnythingIs) {
    add_by_hand("0002_sql", R"({"op": "run_sql", "sql": "SELECT 1"})");
    add_by_hand("0003_sql", R"({"op": "run_sql", "sql": "SELECT 1", "reverse": ""})");
    apply_all();
    EXPECT_THROW(go_to("0001"), MigrationError);
    EXPECT_THAT(executor().unapplied(), IsEmpty());
}

TEST_F(ExecutorTest, CodeRunsByItsName) {
    codes.push_back({"fill", [](CodeContext& context) {
                         EXPECT_NE(context.state.find("blog.Post"), nullptr);
                         context.database.execute({"INSERT INTO blog_tag (name) VALUES ('made')", {}});
                     }});
    add_by_hand("0002_code", R"({"op": "run_code", "code": "fill", "reverse": ""})");
    apply_all();
    EXPECT_THAT(texts("SELECT name FROM blog_tag"), ElementsAre("made"));
}

TEST_F(ExecutorTest, UnknownCodeIsNamed) {
    add_by_hand("0002_code", R"({"op": "run_code", "code": "fill"})");
    EXPECT_THROW(apply_all(), MigrationError);
}

TEST_F(ExecutorTest, OnlyTheStateOrOnlyTheDatabase) {
    strays = true;
    add_by_hand("0002_half", R"({"op": "add_field", "model": "Tag", "field": {"name": "a", "type": "text", "null": true}, "only": "state"},
        {"op": "add_field", "model": "Tag", "field": {"name": "b", "type": "text", "null": true}, "only": "database"})");
    apply_all();
    EXPECT_NE(set.state().get("blog.Tag").find("a"), nullptr);
    EXPECT_EQ(set.state().get("blog.Tag").find("b"), nullptr);
    go_to("0001");
}

TEST_F(ExecutorTest, FakesWhereTheTablesAreThereAlready) {
    strays = true;
    sql("CREATE TABLE blog_author (id integer PRIMARY KEY)");
    sql("CREATE TABLE blog_tag (id integer PRIMARY KEY)");
    sql("CREATE TABLE blog_post (id integer PRIMARY KEY)");
    auto it = executor();
    it.run(it.plan(), {.fake_initial = true});
    EXPECT_THAT(executor().unapplied(), IsEmpty());
}

TEST_F(SqliteExecutorTest, ShowsItsSqlWithoutRunningIt) {
    change_to(with_subtitle());
    auto statements = executor().sql_of({set.find({"blog", "0002_post_subtitle"}), false});
    EXPECT_THAT(statements, testing::Contains(HasSubstr(R"(CREATE TABLE "new__blog_post")")));
    EXPECT_EQ(made("blog_author"), "");
}

}  // namespace
}  // namespace portico::migrations
