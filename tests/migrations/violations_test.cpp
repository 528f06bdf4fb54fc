/// Rows that break a rule which a migration makes: the error names the migration, the operation and the rows, and nothing is applied.
#include <stdexcept>

#include <portico/migrations/introspection.hpp>

#include "blog_database.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Violations : public BlogDatabase {
protected:
    Violations() {
        apply_all();
        add_posts();
        tables = live_tables(database());
    }
    /// Whatever was refused: the tables are as they were.
    void TearDown() override { EXPECT_THAT(differences(tables, live_tables(database())), IsEmpty()); }

    std::vector<LiveTable> tables;
};

const std::string harmless = R"({"op": "add_field", "model": "Tag", "field": {"name": "text", "type": "text", "null": true}})";

TEST_F(Violations, ACheckNamesTheRowsThatItRefuses) {
    add("0002_check", {harmless, R"({"op": "add_check", "model": "Post", "check": {"name": "seen", "condition": {"sqlite": "views > 3", "postgresql": "views > 3"}}})"});
    EXPECT_EQ(error_of_applying(), "0002_check.json:4: can't add check seen to Post: 3 rows of \"blog_post\" break the check \"seen\": id 1, 2, 3; "
                                   "nothing of \"blog.0002_check\" was applied");
    EXPECT_FALSE(is_applied("0002_check"));
}

TEST_F(Violations, OfManyRowsTenAreShown) {
    add("0002_check", {R"({"op": "add_check", "model": "Post", "check": {"name": "seen", "condition": {"sqlite": "views > 99", "postgresql": "views > 99"}}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("12 rows of \"blog_post\" break the check \"seen\": id 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 …"));
}

TEST_F(Violations, AUniqueIndexNamesTheRowsThatAreAlike) {
    add("0002_index", {R"({"op": "add_index", "model": "Post", "index": {"name": "one_title", "columns": ["author_id", "title"], "unique": true}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("0002_index.json:3: can't add unique index one_title to Post: 6 rows of \"blog_post\" have the same "
                                               "\"author_id\", \"title\" as another: id 2, 4, 6, 8, 10, 12; nothing"));
}

TEST_F(Violations, AUniqueIndexOfSomeRowsNamesOnlyThose) {
    add("0002_index", {R"j({"op": "add_index", "model": "Post", "index": {"name": "one_title", "columns": [""], "unique": true, "expressions": [{"sqlite": "lower(title)", "postgresql": "lower(title)"}], "where": {"sqlite": "views > 9", "postgresql": "views > 9"}}})j"});
    EXPECT_THAT(error_of_applying(), HasSubstr("2 rows of \"blog_post\" have the same (lower(title)) as another: id 10, 12; nothing"));
}

TEST_F(Violations, AUniqueFieldNamesTheRowsThatAreAlike) {
    add("0002_unique", {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "text", "max_length": 200, "unique": true}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("can't alter field title of Post: 6 rows of \"blog_post\" have the same \"title\" as another: id 2, 4, 6"));
}

TEST_F(Violations, ANewUniqueFieldWouldBeTheSameInAllRows) {
    add("0002_unique", {R"({"op": "add_field", "model": "Post", "field": {"name": "code", "type": "text", "max_length": 9, "unique": true}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("can't add field code to Post: 12 rows of \"blog_post\" would have the same \"code\" as another: id 1, 2"));
}

TEST_F(Violations, ChoicesNameTheRowsThatAreNone) {
    add("0002_choices", {R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "integer", "bits": 32, "values": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("2 rows of \"blog_post\" have a \"views\" that is not allowed: id 11, 12; nothing"));
}

TEST_F(Violations, AReferenceNamesTheRowsThatReferToNothing) {
    add("0002_refer", {harmless, R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "foreign_key", "to": "blog.Post", "columns": ["views"]}})",
                       R"({"op": "run_sql", "sql": "UPDATE blog_post SET views = 77 WHERE id > 10"})"});
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("0002_refer.json:4: can't alter field views of Post: 2 rows of \"blog_post\" refer by \"views\" to a row of "
                                                     "\"blog_post\" that does not exist: id 11, 12; nothing of \"blog.0002_refer\"")));
}

TEST_F(Violations, RowsThatSqlBrokeAreBlamedOnIt) {
    add("0002_sql", {harmless, R"({"op": "run_sql", "sql": "UPDATE blog_post SET author_id = 77 WHERE id = 5"})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("0002_sql.json:4: can't run SQL: 1 row of \"blog_post\" refers by \"author_id\" to a row of \"blog_author\" that does "
                                               "not exist: id 5; nothing"));
}

TEST_F(Violations, ARequiredReferenceThatNobodyFillsNamesTheRows) {
    add("0002_refer", {R"({"op": "add_field", "model": "Post", "field": {"name": "reviewer", "type": "foreign_key", "to": "blog.Author"}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("can't add field reviewer to Post: 12 rows of \"blog_post\" would have no \"reviewer_id\": id 1, 2"));
}

TEST_F(Violations, UndoingNamesTheRowsToo) {
    add("0002_index", {R"({"op": "alter_field", "model": "Author", "field": {"name": "email", "type": "text", "max_length": 254}})"});
    apply_all();
    sql("INSERT INTO blog_author (name, email) VALUES ('Bob', 'ann@example.org')");
    try {
        go_to("0001");
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("can't undo: alter field email of Author: 2 rows of \"blog_author\" have the same \"email\" as another: id 1, 2; "
                                                  "nothing of \"blog.0002_index\" was undone")));
    }
    sql("DELETE FROM blog_author WHERE name = 'Bob'");
    go_to("0001");
}

TEST_F(Violations, CodeThatFailsIsNamedWithItsMigration) {
    codes.push_back({"fill_slugs", [](CodeContext& context) {
                         context.database.execute({"UPDATE blog_post SET views = 0", {}});
                         throw std::runtime_error("no slug for \"Open\"");
                     }});
    add("0002_code", {harmless, R"({"op": "run_code", "code": "fill_slugs", "reverse": ""})"});
    EXPECT_EQ(error_of_applying(), "0002_code.json:4: can't run code fill_slugs: no slug for \"Open\"; nothing of \"blog.0002_code\" was applied");
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post WHERE views = 0"), testing::ElementsAre("0"));
}

/// A field that is longer than it may be: only PostgreSQL minds.
using PostgresqlViolations = Violations;

TEST_F(PostgresqlViolations, AShorterTextNamesTheRowsThatAreLonger) {
    add("0002_shorter", {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "text", "max_length": 4}})"});
    // A cast to varchar(4) would cut them off; that's not what anybody wants to happen by itself.
    EXPECT_THAT(error_of_applying(), HasSubstr("6 rows of \"blog_post\" have a \"title\" longer than 4: id 1, 3, 5, 7, 9, 11; nothing"));
}

TEST_F(PostgresqlViolations, AnExclusionNamesTheRowsThatMeet) {
    add("0002_apart", {R"j({"op": "add_exclusion", "model": "Post", "exclusion": {"name": "apart", "terms": [{"expression": {"postgresql": "int4range(views, views + 2)"}, "operator": "&&"}], "where": {"postgresql": "views > 10"}}})j"});
    EXPECT_THAT(error_of_applying(), HasSubstr("2 rows of \"blog_post\" meet another that the exclusion \"apart\" keeps them from: id 11, 12; nothing"));
}

}  // namespace
}  // namespace portico::migrations
