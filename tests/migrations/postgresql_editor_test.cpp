/// What tables look like on PostgreSQL.
#include <gmock/gmock.h>

#include <portico/migrations/executor.hpp>
#include <portico/migrations/schema_editor.hpp>
#include <portico/orm/transaction.hpp>

#include "database_fixture.hpp"
#include "states.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class PostgresqlEditor : public orm::test::DatabaseTest {
protected:
    std::vector<std::string> texts(const std::string& statement) {
        std::vector<std::string> found;
        database().query({statement, {}}, [&](const orm::Row& row) { found.emplace_back(row.text(0)); });
        return found;
    }
    void make(const ProjectState& state) {
        orm::Atomic transaction;
        auto editor = make_schema_editor(database());
        for (const ModelState& one : state.models()) editor->create_model(state, one);
        editor->finish();
        transaction.commit();
    }
    std::vector<std::string> constraints(const std::string& table) {
        return texts("SELECT conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '" + table +
                     "'::regclass ORDER BY conname");
    }
    std::vector<std::string> columns(const std::string& table) {
        return texts("SELECT column_name || ' ' || data_type || coalesce(' ' || identity_generation, '') FROM information_schema.columns "
                     "WHERE table_schema = current_schema() AND table_name = '" + table + "' ORDER BY ordinal_position");
    }
};

TEST_F(PostgresqlEditor, MakesTablesAsDjangoDoes) {
    make(blog());
    EXPECT_THAT(columns("blog_post"), ElementsAre("id bigint BY DEFAULT", "title character varying", "author_id bigint", "views integer"));
    EXPECT_THAT(constraints("blog_post"),
                ElementsAre("blog_post_author_id_dd7a8485_fk_blog_author_id: FOREIGN KEY (author_id) REFERENCES blog_author(id) DEFERRABLE INITIALLY DEFERRED",
                            "blog_post_pkey: PRIMARY KEY (id)"));
    EXPECT_THAT(constraints("blog_author"), Contains("blog_author_email_key: UNIQUE (email)"));
    EXPECT_THAT(constraints("blog_post_tags"), Contains(HasSubstr("REFERENCES blog_tag(id)")));
    EXPECT_THAT(texts("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename LIKE 'blog_post%' ORDER BY 1"),
                ElementsAre("blog_post_author_id_dd7a8485", "blog_post_pkey", "blog_post_tags_pkey", "blog_post_tags_post_id_a1c71c8a",
                            "blog_post_tags_post_id_tag_id_4925ec37_uniq", "blog_post_tags_tag_id_0875c551"));
}

TEST_F(PostgresqlEditor, ExtensionsComeByAnOperation) {
    const MigrationSet set = MigrationSet::of({parse_migration(R"({"operations": [{"op": "create_extension", "name": "bloom"},
        {"op": "create_model", "model": "Part", "fields": [{"name": "id", "type": "integer", "primary_key": true}, {"name": "width", "type": "integer", "bits": 32}, {"name": "height", "type": "integer", "bits": 32}],
         "indexes": [{"name": "sizes", "columns": ["width", "height"], "type": "bloom"}]}]})", "shop", "0001_initial", "0001_initial.json"),
        parse_migration(R"({"operations": [{"op": "create_extension", "name": "no_such"}]})", "shop", "0002_odd", "0002_odd.json")});
    Executor executor(database(), set);
    executor.run(executor.plan_to("shop", "0001"));
    EXPECT_THAT(texts("SELECT indexdef FROM pg_indexes WHERE indexname = 'sizes'"), ElementsAre(HasSubstr("USING bloom (width, height)")));
    try {
        executor.run(executor.plan());
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), HasSubstr("0002_odd.json:1: can't create extension no_such: extension \"no_such\" is not available"));
    }
    executor.run(executor.plan_to("shop", "zero"));
    EXPECT_THAT(texts("SELECT extname FROM pg_extension WHERE extname = 'bloom'"), ElementsAre());
}

TEST_F(PostgresqlEditor, TablesMayReferToLaterOnesAndToEachOther) {
    ProjectState state = state_of({model("blog", "Hen", {foreign_key("egg", "blog.Egg")}), model("blog", "Egg", {foreign_key("hen", "blog.Hen")})});
    make(state);
    EXPECT_THAT(constraints("blog_hen"), Contains(HasSubstr("REFERENCES blog_egg(id)")));
    auto shown = make_schema_editor(database(), true);
    shown->delete_model(state, state.get("blog.Egg"));
    EXPECT_THAT(shown->statements(), ElementsAre(testing::MatchesRegex("ALTER TABLE \"blog_hen\" DROP CONSTRAINT IF EXISTS \"blog_hen_egg_id_[0-9a-f]+_fk_blog_egg_id\";"), "DROP TABLE \"blog_egg\";"));
    orm::atomic([&] {
        auto editor = make_schema_editor(database());
        editor->delete_model(state, state.get("blog.Hen"));
        editor->delete_model(state, state.get("blog.Egg"));
    });
    EXPECT_THROW(columns("blog_hen").at(0), std::out_of_range);
}

TEST_F(PostgresqlEditor, ChecksAndDefaultsFollowTheField) {
    ProjectState before = blog();
    before.get("blog.Post").find("views")->types[0].is_unsigned = true;
    make(before);
    ProjectState after = before;
    FieldState& views = *after.get("blog.Post").find("views");
    views.types[0] = {.kind = Kind::integer};
    views.db_default = Value(7);
    orm::atomic([&] { make_schema_editor(database())->alter_field(after, before.get("blog.Post"), after.get("blog.Post"), "views"); });
    EXPECT_THAT(columns("blog_post"), Contains("views bigint"));
    EXPECT_THAT(constraints("blog_post"), testing::Not(Contains(HasSubstr("CHECK"))));
    EXPECT_THAT(texts("SELECT column_default FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'views'"),
                ElementsAre("7"));
    orm::atomic([&] { make_schema_editor(database())->alter_field(before, after.get("blog.Post"), before.get("blog.Post"), "views"); });
    EXPECT_THAT(constraints("blog_post"), Contains("blog_post_views_check: CHECK ((views >= 0))"));
}

TEST_F(PostgresqlEditor, AKeyTakesThoseThatReferToItAlong) {
    make(blog());
    ProjectState before = blog(), after = blog();
    FieldState& id = *after.get("blog.Author").find("id");
    id.types[0] = {.kind = Kind::text, .max_length = 20};
    orm::atomic([&] {
        auto editor = make_schema_editor(database());
        editor->alter_field(after, before.get("blog.Author"), after.get("blog.Author"), "id");
        editor->finish();
    });
    EXPECT_THAT(columns("blog_author"), Contains("id character varying"));
    EXPECT_THAT(columns("blog_post"), Contains("author_id character varying"));
    EXPECT_THAT(constraints("blog_post"), Contains(HasSubstr("REFERENCES blog_author(id)")));
}

TEST_F(PostgresqlEditor, LongNamesAreShortenedToDifferentOnes) {
    const std::string common(50, 'x');
    ProjectState state = blog();
    state.get("blog.Post").indexes = {{common + "_with_a_long_name_one", {"views"}, false}, {common + "_with_a_long_name_two", {"title"}, false}};
    make(state);
    EXPECT_EQ(texts("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE 'xxx%'").size(), 2U);
    make_schema_editor(database())->remove_index(state.get("blog.Post"), state.get("blog.Post").indexes[0]);
    EXPECT_EQ(texts("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE 'xxx%'").size(), 1U);
}

TEST_F(PostgresqlEditor, ShowsWhatNobodyWaitsForWithoutRunningIt) {
    const std::string reviewer = R"({"name": "reviewer", "type": "foreign_key", "to": "blog.Author", "null": true, "not_valid": true})";
    MigrationSet set = with(set_for(blog()), {parse_migration(R"({"operations": [{"op": "add_field", "model": "Post", "field": )" + reviewer + "}]}", "blog", "0002_reviewer", "f"),
                                              parse_migration(R"({"operations": [{"op": "validate_constraint", "model": "Post", "field": "reviewer"}]})", "blog", "0003_validate", "f"),
                                              parse_migration(R"({"atomic": false, "operations": [{"op": "add_index", "model": "Post", "index": {"name": "by_title", "columns": ["title"]}, "concurrently": true},
                                                  {"op": "backfill", "model": "Post", "set": {"views": "0"}, "where": "views < 0"}]})", "blog", "0004_index", "f")});
    auto sql = [&](const char* name) { return Executor(database(), set).sql_of({set.find({"blog", name}), false}); };
    const std::string reference = "\"blog_post_reviewer_id_eab0bd61_fk_blog_author_id\"";
    EXPECT_THAT(sql("0002_reviewer"), Contains(testing::AllOf(HasSubstr("ADD CONSTRAINT " + reference), HasSubstr("NOT VALID"))));
    EXPECT_THAT(sql("0003_validate"), ElementsAre("ALTER TABLE \"blog_post\" VALIDATE CONSTRAINT " + reference + ";"));
    EXPECT_THAT(sql("0004_index"), testing::AllOf(Contains("CREATE INDEX CONCURRENTLY \"by_title\" ON \"blog_post\" (\"title\");"),
                                                  Contains(HasSubstr("UPDATE \"blog_post\" SET \"views\" = 0 WHERE … AND … AND (views < 0)"))));
}

TEST_F(PostgresqlEditor, ShowsItsSqlWithoutRunningIt) {
    auto editor = make_schema_editor(database(), true);
    const ProjectState state = blog();
    for (const ModelState& one : state.models()) editor->create_model(state, one);
    editor->finish();
    EXPECT_THAT(editor->statements(), Contains(HasSubstr(R"(ADD CONSTRAINT "blog_post_author_id_dd7a8485_fk_blog_author_id" FOREIGN KEY ("author_id"))")));
    EXPECT_THAT(columns("blog_post"), testing::IsEmpty());
}

}  // namespace
}  // namespace portico::migrations
