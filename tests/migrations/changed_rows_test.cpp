/// Migrations that change rows and tables in one transaction, and rows that were wrong before.
#include <portico/orm/transaction.hpp>

#include "blog_database.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;

class ChangedRows : public BlogDatabase {
protected:
    ChangedRows() {
        apply_all();
        add_posts();
    }
    std::string count(const std::string& table) { return texts("SELECT count(*) FROM " + table).at(0); }
};

const std::string index = R"({"op": "add_index", "model": "Author", "index": {"name": "by_name", "columns": ["name"]}})";
const std::string check = R"({"op": "add_check", "model": "Author", "check": {"name": "named", "condition": "name <> ''"}})";
const std::string of_posts = R"({"op": "add_index", "model": "Post", "index": {"name": "by_views", "columns": ["views"]}})";

/// PostgreSQL has references of changed rows to look at when the transaction ends, and would alter no table of theirs until then.
TEST_F(ChangedRows, ComeBeforeIndexesAndChecksOfTheirTables) {
    sql("INSERT INTO blog_author (name, email) VALUES ('Bob', 'bob@example.org')");
    add("0002_rules", {R"({"op": "run_sql", "sql": "DELETE FROM blog_author WHERE name = 'Bob'", "reverse": ""})", index, check, of_posts,
                       R"({"op": "run_code", "code": "add_post", "reverse": "add_post"})", R"({"op": "remove_index", "model": "Post", "name": "by_views"})"});
    codes.push_back({"add_post", [](CodeContext& context) { context.database.execute({"INSERT INTO blog_post (title, author_id, views) VALUES ('New', 1, 0)", {}}); }});
    apply_all();
    EXPECT_EQ(count("blog_author"), "1");
    EXPECT_EQ(count("blog_post"), "13");
    go_to("0001");
    EXPECT_EQ(count("blog_post"), "14");
}

TEST_F(ChangedRows, ThatReferToNothingAreTheSqlsFault) {
    add("0002_rules", {R"j({"op": "run_sql", "sql": "INSERT INTO blog_post (title, author_id, views) VALUES ('Lost', 77, 0)"})j", of_posts});
    EXPECT_THAT(error_of_applying(), HasSubstr("0002_rules.json:3: can't run SQL: 1 row of \"blog_post\" refers by \"author_id\" to a row of \"blog_author\" that does not exist: id 13; nothing"));
}

using SqliteChangedRows = ChangedRows;

/// As another program leaves it that does not have references watched.
TEST_F(SqliteChangedRows, WhatWasBrokenBeforeStopsNoMigration) {
    {
        orm::Atomic unwatched(database(), {.foreign_keys = false});
        sql("UPDATE blog_post SET author_id = 77 WHERE id = 3");
        unwatched.commit();
    }
    add("0002_other", {R"({"op": "add_field", "model": "Tag", "field": {"name": "colour", "type": "text", "null": true}})"});
    add("0003_own", {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "text", "max_length": 300}})", R"({"op": "rename_model", "from": "Post", "to": "Article"})"});
    EXPECT_EQ(error_of_applying(), "");
    add("0004_more", {R"j({"op": "run_sql", "sql": "UPDATE blog_article SET author_id = 77 WHERE id IN (3, 4)"})j"});
    EXPECT_THAT(error_of_applying(), HasSubstr("\"blog_article\" refer by \"author_id\" to a row of \"blog_author\" that does not exist"));
    EXPECT_THAT(texts("SELECT id FROM blog_article WHERE author_id = 77"), ElementsAre("3"));
}

/// The table that is built anew counts its rows anew.
TEST_F(SqliteChangedRows, WhatWasBrokenIsKnownByItsKeyToo) {
    add("0002_code", {R"({"op": "create_model", "model": "Code", "fields": [{"name": "code", "type": "text", "max_length": 9, "primary_key": true}, {"name": "author", "type": "foreign_key", "to": "blog.Author"}]})"});
    apply_all();
    {
        orm::Atomic unwatched(database(), {.foreign_keys = false});
        sql("INSERT INTO blog_code (code, author_id) VALUES ('a', 1), ('b', 1), ('c', 77), ('d', 77)");
        sql("DELETE FROM blog_code WHERE code = 'a'");
        unwatched.commit();
    }
    add("0003_more", {R"({"op": "add_field", "model": "Code", "field": {"name": "note", "type": "text", "null": true}})"});
    EXPECT_EQ(error_of_applying(), "");
    add("0004_broken", {R"j({"op": "run_sql", "sql": "UPDATE blog_code SET author_id = 78 WHERE code = 'b'"})j"});
    EXPECT_THAT(error_of_applying(), HasSubstr("does not exist"));
}

/// When all operations are done, and it is to be written down that they are.
TEST_F(SqliteChangedRows, ADiskThatIsFullAtTheEndNamesTheMigration) {
    const std::string name = "0002_" + std::string(20'000, 'x');  // a row that needs pages of its own
    add(name, {R"({"op": "run_sql", "sql": ""})"});
    const std::string pages = texts("SELECT page_count FROM pragma_page_count").at(0);
    database().execute({"PRAGMA max_page_count = " + pages, {}});
    EXPECT_THAT(error_of_applying(), testing::AllOf(testing::StartsWith(name + ".json: no space left for the database"), testing::EndsWith("; nothing of \"blog." + name + "\" was applied")));
    database().execute({"PRAGMA max_page_count = 1073741823", {}});
    EXPECT_EQ(error_of_applying(), "");
}

}  // namespace
}  // namespace portico::migrations
