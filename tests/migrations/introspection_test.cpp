#include <gmock/gmock.h>

#include <portico/migrations/introspection.hpp>
#include <portico/orm/dialect.hpp>

#include "database_fixture.hpp"
#include "states.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Introspection : public orm::test::DatabaseTest {
protected:
    void sql(const std::string& statement) { database().script(statement); }
    LiveTable table(const std::string& name) {
        for (LiveTable& one : live_tables(database()))
            if (one.name == name) return one;
        ADD_FAILURE() << "no table " << name;
        return {};
    }
    std::vector<std::string> against(const ProjectState& state) { return differences(tables_of(database(), state), live_tables(database())); }
};

using SqliteIntrospection = Introspection;
using PostgresqlIntrospection = Introspection;

TEST_F(Introspection, TellsColumnsKeysIndexesAndConstraints) {
    sql("CREATE TABLE author (id integer PRIMARY KEY, name varchar(100) NOT NULL DEFAULT 'nobody', born date)");
    sql("CREATE TABLE post (author_id integer NOT NULL REFERENCES author (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, "
        "number integer, title varchar(50) UNIQUE, CONSTRAINT positive CHECK (number > 0), PRIMARY KEY (author_id, number))");
    sql("CREATE INDEX newest ON post (title DESC, author_id) WHERE number > 3");

    const LiveTable author = table("author");
    ASSERT_EQ(author.columns.size(), 3U);
    EXPECT_THAT(author.columns[1].type, testing::AnyOf("varchar(100)", "character varying(100)"));
    EXPECT_FALSE(author.columns[1].nullable);
    EXPECT_THAT(author.columns[1].default_sql, HasSubstr("'nobody'"));
    EXPECT_TRUE(author.columns[2].nullable);
    EXPECT_THAT(author.key, ElementsAre("id"));

    const LiveTable post = table("post");
    EXPECT_THAT(post.key, ElementsAre("author_id", "number"));
    ASSERT_EQ(post.foreign_keys.size(), 1U);
    EXPECT_THAT(post.foreign_keys[0].columns, ElementsAre("author_id"));
    EXPECT_EQ(post.foreign_keys[0].table, "author");
    EXPECT_THAT(post.foreign_keys[0].to, ElementsAre("id"));
    EXPECT_EQ(post.foreign_keys[0].on_delete, "CASCADE");
    EXPECT_TRUE(post.foreign_keys[0].deferred);
    ASSERT_EQ(post.checks.size(), 1U);
    EXPECT_EQ(post.checks[0].name, "positive");
    EXPECT_THAT(post.checks[0].condition, HasSubstr("number > 0"));
    ASSERT_EQ(post.indexes.size(), 2U);
    const LiveIndex& newest = post.indexes[0].name == "newest" ? post.indexes[0] : post.indexes[1];
    EXPECT_THAT(newest.parts, ElementsAre("title DESC", "author_id"));
    EXPECT_THAT(newest.condition, HasSubstr("number > 3"));
    EXPECT_FALSE(newest.unique);
}

TEST_F(Introspection, TellsWhatIsNotAsTheModelsSay) {
    const ProjectState wanted = state_of({model("blog", "Author", {text("name", 100), unique(text("email", 254))}), model("blog", "Tag", {text("name", 50)})});
    sql("CREATE TABLE blog_author (id integer PRIMARY KEY, name varchar(90) NULL, born date)");
    EXPECT_THAT(against(wanted),
                AllOf(Contains("missing: table \"blog_tag\""), Contains("\"blog_author\": missing: column \"email\""),
                      Contains("\"blog_author\": not in the models: column \"born\""),
                      Contains("\"blog_author\": missing: unique index over (email)"),
                      Contains("\"blog_author\": column \"name\" is NULL, expected NOT NULL"),
                      Contains(AllOf(HasSubstr("\"blog_author\": column \"name\" is "), HasSubstr("(90), expected "), HasSubstr("(100)")))));
}

TEST_F(Introspection, FindsNothingWhereAllIsAsItShouldBe) {
    EXPECT_THAT(against(ProjectState{}), IsEmpty());
    sql("CREATE TABLE somebody_elses (id integer)");
    EXPECT_THAT(against(ProjectState{}), IsEmpty());
    EXPECT_THAT(against(blog()), UnorderedElementsAre("missing: table \"blog_author\"", "missing: table \"blog_post\"",
                                                      "missing: table \"blog_post_tags\"", "missing: table \"blog_tag\""));
}

/// Names in every kind of quotes, comments, commas and parentheses inside of texts.
TEST_F(SqliteIntrospection, ReadsWhatOthersHaveWritten) {
    sql("CREATE TABLE [odd] (`a,b` text -- a comment, with (a\n CHECK (\"a,b\" <> 'it''s (, )'), \"c\"\"d\" integer /* , */ CHECK([c\"d] in (1,2)), "
        "e integer GENERATED ALWAYS AS (\"c\"\"d\" * 2) STORED, FOREIGN KEY (e) REFERENCES odd (\"c\"\"d\") DEFERRABLE INITIALLY DEFERRED)");
    const LiveTable odd = table("odd");
    ASSERT_EQ(odd.columns.size(), 3U);
    EXPECT_EQ(odd.columns[0].name, "a,b");
    EXPECT_EQ(odd.columns[1].name, "c\"d");
    EXPECT_EQ(odd.columns[2].generated, "c\"d * 2");
    ASSERT_EQ(odd.checks.size(), 2U);
    EXPECT_EQ(odd.checks[0].condition, "a,b <> 'it''s (, )'");
    ASSERT_EQ(odd.foreign_keys.size(), 1U);
    EXPECT_TRUE(odd.foreign_keys[0].deferred);
}

TEST_F(SqliteIntrospection, TellsOfCollationsAndStrictTables) {
    const ProjectState state = state_of({model("blog", "Tag", {plain("name", {.kind = Kind::text})})});
    sql("CREATE TABLE blog_tag (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name text NOT NULL COLLATE NOCASE) STRICT");
    EXPECT_THAT(against(state), UnorderedElementsAre("\"blog_tag\": column \"name\" is collation NOCASE, expected without collation", "\"blog_tag\": is STRICT, expected plain"));
}

TEST_F(PostgresqlIntrospection, TellsOfCollationsIdentitiesAndDisabledTriggers) {
    sql("CREATE TABLE blog_author (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(100) COLLATE \"C\" NOT NULL)");
    sql("CREATE TABLE blog_post (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, author_id bigint NOT NULL REFERENCES blog_author (id) DEFERRABLE INITIALLY DEFERRED)");
    sql("CREATE INDEX ON blog_post (author_id)");
    const ProjectState state = state_of({model("blog", "Author", {text("name", 100)}), model("blog", "Post", {foreign_key("author", "blog.Author")})});
    EXPECT_THAT(against(state), UnorderedElementsAre("\"blog_author\": column \"id\" is GENERATED ALWAYS, expected GENERATED BY DEFAULT",
                                                     "\"blog_author\": column \"name\" is collation C, expected without collation"));
    sql("ALTER TABLE blog_post DISABLE TRIGGER ALL");
    EXPECT_THAT(against(state), Contains("\"blog_post\": not in the models: foreign key (author_id) to \"blog_author\" (id), on delete no action, deferred, its triggers disabled"));
}

}  // namespace
}  // namespace portico::migrations
