/// Rows that break a rule which a migration makes: the error names the migration, the operation and the rows, and nothing is applied.
#include <stdexcept>

#include <portico/migrations/introspection.hpp>
#include <portico/migrations/schema_editor.hpp>
#include <portico/orm/transaction.hpp>

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

std::string computed(const std::string& sql, const std::string& more = {}) {
    return R"({"op": "add_field", "model": "Post", "field": {"name": "ratio", "type": "integer", "generated": {"sqlite": ")" + sql + R"(", "postgresql": ")" + sql + "\"}" + more + "}}";
}

TEST_F(Violations, AComputedFieldNamesTheRowsThatHaveNone) {
    add("0002_ratio", {computed("views / (views - 2)")});
    const std::string none = orm::test::on_postgresql() ? "would have a \"ratio\" that can't be computed" : "would have no \"ratio\"";
    EXPECT_EQ(error_of_applying(), "0002_ratio.json:3: can't add field ratio to Post: 1 row of \"blog_post\" " + none + ": id 2; nothing of \"blog.0002_ratio\" was applied");
}

TEST_F(Violations, AComputedFieldNamesTheRowsThatHaveTheSame) {
    add("0002_ratio", {computed("views / 2", R"(, "unique": true)")});
    EXPECT_THAT(error_of_applying(), HasSubstr("10 rows of \"blog_post\" would have the same \"ratio\" as another: id 2, 3, 4, 5, 6, 7, 8, 9, 10, 11; nothing"));
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

TEST_F(Violations, AnotherTypeNamesTheRowsThatItCantHold) {
    sql("UPDATE blog_post SET title = '7' WHERE id > 2");
    add("0002_number", {harmless, R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "integer"}})"});
    EXPECT_EQ(error_of_applying(), "0002_number.json:4: can't alter field title of Post: 2 rows of \"blog_post\" have a \"title\" that is no bigint: id 1, 2; nothing of "
                                   "\"blog.0002_number\" was applied");
    sql("UPDATE blog_post SET title = '7'");
    apply_all();
    EXPECT_THAT(texts("SELECT DISTINCT title + 1 FROM blog_post"), testing::ElementsAre("8"));
    tables = live_tables(database());
}

TEST_F(Violations, FewerBitsNameTheRowsThatAreBeyond) {
    sql("UPDATE blog_post SET views = 32768 WHERE id IN (3, 5)");
    sql("UPDATE blog_post SET views = -32768 WHERE id = 4");
    add("0002_small", {R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "integer", "bits": 16}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("2 rows of \"blog_post\" have a \"views\" that is no smallint: id 3, 5; nothing"));
}

TEST_F(Violations, NumbersAreNotRoundedOnTheWay) {
    add("0002_weight", {R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "decimal", "digits": 9, "places": 2}})"});
    apply_all();
    tables = live_tables(database());
    sql("UPDATE blog_post SET views = 1.25 WHERE id = 4");
    add("0003_tenths", {R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "decimal", "digits": 9, "places": 1}})"});
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("1 row of \"blog_post\" has a \"views\" that is no "), HasSubstr("(9, 1): id 4; nothing")));
    try {
        go_to("0001");
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), HasSubstr("can't undo: alter field views of Post: 1 row of \"blog_post\" has a \"views\" that is no integer: id 4; nothing"));
    }
}

TEST_F(Violations, TimesAreNotCutOffOnTheWay) {
    add("0002_moment", {R"({"op": "add_field", "model": "Post", "field": {"name": "at", "type": "date_time", "null": true}})"});
    apply_all();
    tables = live_tables(database());
    sql("UPDATE blog_post SET at = '2024-02-29 00:00:00' WHERE id < 4");
    sql("UPDATE blog_post SET at = '2024-02-29 10:30:00' WHERE id = 2");
    add("0003_day", {R"({"op": "alter_field", "model": "Post", "field": {"name": "at", "type": "date", "null": true}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("1 row of \"blog_post\" has a \"at\" that is no date: id 2; nothing"));
    sql("UPDATE blog_post SET at = '2024-02-28 00:00:00' WHERE id = 2");
    apply_all();
    EXPECT_THAT(texts("SELECT DISTINCT CAST(at AS text) FROM blog_post WHERE at IS NOT NULL ORDER BY 1"), testing::ElementsAre("2024-02-28", "2024-02-29"));
    tables = live_tables(database());
}

TEST_F(Violations, ADayThatIsNoneIsNamed) {
    sql("UPDATE blog_post SET title = '2024-02-29'");
    sql("UPDATE blog_post SET title = '2024-02-30' WHERE id = 7");
    add("0002_day", {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "date"}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("1 row of \"blog_post\" has a \"title\" that is no date: id 7; nothing"));
}

TEST_F(Violations, ShorterDecimalsNameTheRowsThatAreGreater) {
    add("0002_weight", {R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "decimal", "digits": 3, "places": 2}})"});
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("3 rows of \"blog_post\" have a \"views\" that is no "), HasSubstr("(3, 2): id 10, 11, 12; nothing")));
}

TEST_F(Violations, AShorterTextNamesTheRowsThatAreLonger) {
    add("0002_shorter", {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "text", "max_length": 4}})"});
    // A cast to varchar(4) would cut them off; that's not what anybody wants to happen by itself.
    EXPECT_THAT(error_of_applying(), HasSubstr("6 rows of \"blog_post\" have a \"title\" longer than 4: id 1, 3, 5, 7, 9, 11; nothing"));
}

TEST_F(Violations, ARequiredFieldIsFilledOnlyWithWhatSomebodySaid) {
    add("0002_null", {R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "integer", "bits": 32, "null": true}})"});
    apply_all();
    sql("UPDATE blog_post SET views = NULL WHERE id IN (2, 7)");
    tables = live_tables(database());
    add("0003_required", {R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "integer", "bits": 32}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("0003_required.json:3: can't alter field views of Post: 2 rows of \"blog_post\" have no \"views\": id 2, 7; nothing"));
    go_to("0001");
    EXPECT_THAT(texts("SELECT id FROM blog_post WHERE views = 0 ORDER BY id"), testing::ElementsAre("2", "7")) << "nobody is kept from going back";
    tables = live_tables(database());
}

TEST_F(Violations, TransactionsAreTheMigrationsOwn) {
    add("0002_sql", {harmless, R"({"op": "run_sql", "sql": "DELETE FROM blog_post_tags; COMMIT; SELEC 1"})"});
    EXPECT_EQ(error_of_applying(), "0002_sql.json:4: can't run SQL: its SQL has a COMMIT, and transactions are the migration's own business; nothing of \"blog.0002_sql\" was applied");
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

TEST_F(Violations, WhatWouldBeFilledAlikeIsNamed) {
    add("0002_null", {R"({"op": "alter_field", "model": "Author", "field": {"name": "email", "type": "text", "max_length": 254, "unique": true, "null": true}})"});
    apply_all();
    sql("INSERT INTO blog_author (name, email) VALUES ('Bob', NULL), ('Cid', NULL)");
    tables = live_tables(database());
    add("0003_required", {R"({"op": "alter_field", "model": "Author", "field": {"name": "email", "type": "text", "max_length": 254, "unique": true, "fill": "-"}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("can't alter field email of Author: 2 rows of \"blog_author\" have no \"email\" and would get the same as another: id 2, 3; nothing"));
    sql("UPDATE blog_author SET email = '-' WHERE id = 3");
    EXPECT_THAT(error_of_applying(), HasSubstr("1 row of \"blog_author\" has no \"email\" and would get the same as another: id 2; nothing"));
    sql("UPDATE blog_author SET email = 'cid@example.org' WHERE id = 3");
    apply_all();
    tables = live_tables(database());
}

using PostgresqlViolations = Violations;

/// Each is somebody's, and no migration knows it.
TEST_F(PostgresqlViolations, WhatDependsOnAColumnIsNamedAndNotDropped) {
    const std::vector<std::pair<std::string, std::string>> dependents{
        {"CREATE VIEW seen AS SELECT id, views FROM blog_post", "view seen depends on column views of table blog_post"},
        {"CREATE POLICY seen ON blog_post USING (views > 0)", "policy seen on table blog_post depends on column views of table blog_post"},
        {"CREATE TRIGGER seen BEFORE UPDATE OF views ON blog_post FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
         "trigger seen on table blog_post depends on column views of table blog_post"}};
    add("0002_less", {R"({"op": "remove_field", "model": "Post", "field": "views"})"});
    for (const auto& [made, named] : dependents) {
        orm::Atomic kept(database(), {});
        sql(made);
        auto editor = make_schema_editor(database());
        ProjectState after = blog();
        remove_field("Post", "views")->apply(after, "blog");
        try {
            editor->remove_field(after, *blog().find("blog.Post"), after.get("blog.Post"), "views");
            ADD_FAILURE() << "dropped: " << made;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr(named));
        }
        kept.rollback();
    }
    sql("CREATE VIEW seen AS SELECT id, views FROM blog_post");
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("0002_less.json:3: can't remove field views from Post: "), HasSubstr(": view seen depends on column views of table blog_post; nothing")));
    set = set_for(blog());
    add("0002_longer", {R"({"op": "alter_field", "model": "Post", "field": {"name": "views", "type": "integer", "bits": 64}})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("rule _RETURN on view seen depends on column \"views\"; nothing"));
    sql("DROP VIEW seen");
    apply_all();
    tables = live_tables(database());
}

TEST_F(PostgresqlViolations, WhatDependsOnATableIsNamedAndNotDropped) {
    sql("CREATE VIEW links AS SELECT tag_id FROM blog_post_tags");
    add("0002_less", {R"({"op": "remove_field", "model": "Post", "field": "tags"})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("view links depends on table blog_post_tags; nothing"));
    sql("DROP VIEW links");
    apply_all();
    sql("CREATE TABLE others (tag bigint REFERENCES blog_tag (id))");
    tables = live_tables(database());
    add("0003_less", {R"({"op": "delete_model", "model": "Tag"})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("constraint others_tag_fkey on table others depends on table blog_tag; nothing"));
    sql("DROP TABLE others");
    apply_all();
    tables = live_tables(database());
}

TEST_F(PostgresqlViolations, AnExclusionNamesTheRowsThatMeet) {
    add("0002_apart", {R"j({"op": "add_exclusion", "model": "Post", "exclusion": {"name": "apart", "terms": [{"expression": {"postgresql": "int4range(views, views + 2)"}, "operator": "&&"}], "where": {"postgresql": "views > 10"}}})j"});
    EXPECT_THAT(error_of_applying(), HasSubstr("2 rows of \"blog_post\" meet another that the exclusion \"apart\" keeps them from: id 11, 12; nothing"));
}

}  // namespace
}  // namespace portico::migrations
