/// SQLite builds a table anew to change it: what somebody has made by hand stays, or the migration is refused.
#include <portico/migrations/introspection.hpp>

#include "blog_database.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class SqliteHandMade : public BlogDatabase {
protected:
    SqliteHandMade() {
        apply_all();
        add_posts();
    }
    void make_titles_longer() {
        add("0002_longer", {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "text", "max_length": 300}})"});
    }
    /// Builds the table anew as somebody might by hand, its columns written so.
    void make_posts_of(const std::string& columns) {
        sql("PRAGMA foreign_keys = OFF");
        sql("PRAGMA legacy_alter_table = ON");
        sql("ALTER TABLE blog_post RENAME TO old_post");
        sql("DROP INDEX blog_post_author_id_dd7a8485");
        sql("CREATE TABLE blog_post (" + columns + ")");
        sql("CREATE INDEX blog_post_author_id_dd7a8485 ON blog_post (author_id)");
        sql("INSERT INTO blog_post SELECT id, title, author_id, views FROM old_post");
        sql("DROP TABLE old_post");
        sql("PRAGMA legacy_alter_table = OFF");
        sql("PRAGMA foreign_keys = ON");
    }
    /// Nothing has changed by the refused one.
    void expect_refused(const std::string& what) {
        const auto before = live_tables(database());
        make_titles_longer();
        EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("0002_longer.json:3: can't alter field title of Post: the table \"blog_post\" has to be built anew, and would "
                                                         "lose what no migration knows: " + what + "; nothing of \"blog.0002_longer\" was applied")));
        EXPECT_THAT(differences(before, live_tables(database())), testing::IsEmpty());
    }
    const std::string author = "author_id bigint NOT NULL REFERENCES blog_author (id) DEFERRABLE INITIALLY DEFERRED";
    const std::string key = "id integer NOT NULL PRIMARY KEY AUTOINCREMENT";
};

TEST_F(SqliteHandMade, AColumnIsNotLost) {
    sql("ALTER TABLE blog_post ADD COLUMN extra text");
    sql("UPDATE blog_post SET extra = 'mine'");
    sql("CREATE INDEX of_extra ON blog_post (extra)");
    expect_refused("the column \"extra\", the index \"of_extra\"");
    EXPECT_THAT(texts("SELECT DISTINCT extra FROM blog_post"), ElementsAre("mine"));
}

TEST_F(SqliteHandMade, WhatIsDeadAlreadyIsKeptAndTold) {
    sql("CREATE TABLE gone (a)");
    sql("CREATE TRIGGER dead AFTER INSERT ON blog_post BEGIN INSERT INTO gone VALUES (new.id); END");
    sql("DROP TABLE gone");
    make_titles_longer();
    std::vector<std::string> told;
    apply_all({.tell = [&](const std::string& what) { told.push_back(what); }});
    EXPECT_THAT(told, ElementsAre("a trigger of \"blog_post\" on INSERT does not work, as before this migration: no such table: main.gone"));
    EXPECT_THAT(texts("SELECT name FROM sqlite_master WHERE type = 'trigger'"), ElementsAre("dead"));
}

TEST_F(SqliteHandMade, ATriggerOfAColumnThatGoesIsNotLeftDead) {
    sql("CREATE TRIGGER heard AFTER UPDATE OF title, views ON blog_post BEGIN SELECT 1; END");
    add("0002_less", {R"({"op": "remove_field", "model": "Post", "field": "views"})"});
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("can't remove field views from Post: the trigger \"heard\" would no longer work: it waits for updates of \"views\", which \"blog_post\" has not; nothing")));
}

TEST_F(SqliteHandMade, NothingIsRenamedBesideABrokenView) {
    sql("CREATE VIEW dead AS SELECT * FROM gone");
    add("0002_renamed", {R"({"op": "rename_field", "model": "Post", "from": "views", "to": "hits"})"});
    try {
        apply_all();
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), HasSubstr("SQLite renames nothing while a view or a trigger is broken: error in view dead: no such table: main.gone"));
        EXPECT_THAT(error.hint(), HasSubstr("have a run_sql before this operation drop it"));
    }
}

TEST_F(SqliteHandMade, ChecksCollationsAndDefaultsAreNotLost) {
    make_posts_of(key + ", title varchar(200) NOT NULL COLLATE NOCASE, " + author + ", views integer NOT NULL DEFAULT 7 CHECK (views < 100), UNIQUE (id, title)");
    expect_refused("COLLATE NOCASE of \"title\", DEFAULT 7 of \"views\", the check (views < 100), UNIQUE (id, title)");
}

TEST_F(SqliteHandMade, AReferenceIsNotLost) {
    make_posts_of(key + ", title varchar(200) NOT NULL, " + author + ", views integer NOT NULL REFERENCES blog_tag (id)");
    sql("INSERT INTO blog_tag (id, name) SELECT views, 'tag ' || views FROM blog_post");
    expect_refused("the foreign key (views) to \"blog_tag\"");
}

TEST_F(SqliteHandMade, IndexesStayWhereTheirColumnsDo) {
    sql("CREATE INDEX mine ON blog_post (views) WHERE title <> 'x'");
    sql("CREATE INDEX doubled ON blog_post (author_id)");
    sql("CREATE INDEX loud ON blog_post (upper(title))");
    make_titles_longer();
    apply_all();
    EXPECT_THAT(texts("SELECT sql FROM sqlite_master WHERE name IN ('mine', 'doubled', 'loud') ORDER BY name"),
                ElementsAre("CREATE INDEX doubled ON blog_post (author_id)", "CREATE INDEX loud ON blog_post (upper(title))",
                            "CREATE INDEX mine ON blog_post (views) WHERE title <> 'x'"));
    EXPECT_THAT(texts("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql LIKE '%(\"author_id\")'"), ElementsAre("1")) << "and those of the models";
}

TEST_F(SqliteHandMade, AnIndexOfAColumnThatGoesIsNotLost) {
    sql("CREATE INDEX loud ON blog_post (upper(title), id)");
    add("0002_gone", {R"({"op": "remove_field", "model": "Post", "field": "title"})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("can't remove field title from Post: the table \"blog_post\" has to be built anew, and would lose what no migration knows: the index \"loud\""));
    sql("DROP INDEX loud");
    apply_all();
}

TEST_F(SqliteHandMade, AViewOfAColumnThatGoesIsNotLost) {
    sql("CREATE VIEW loud AS SELECT upper(title) AS name FROM blog_post");
    sql("CREATE VIEW broken AS SELECT * FROM nowhere");
    add("0002_gone", {R"({"op": "remove_field", "model": "Post", "field": "title"})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("0002_gone.json:3: can't remove field title from Post: the view \"loud\" would no longer work: no such column: title; nothing of"));
    EXPECT_THAT(texts("SELECT name FROM loud LIMIT 1"), ElementsAre("POST 1"));
    sql("DROP VIEW loud");
    apply_all();
}

TEST_F(SqliteHandMade, ATriggerThatNamesWhatGoesIsNotLost) {
    sql("CREATE TRIGGER fresh AFTER INSERT ON blog_author BEGIN INSERT INTO blog_post (title, author_id, views) VALUES (new.name, new.id, 0); END");
    add("0002_gone", {R"({"op": "remove_field", "model": "Post", "field": "title"})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("a trigger of \"blog_author\" on INSERT would no longer work: "));
    sql("DROP TRIGGER fresh");
    sql("CREATE TRIGGER watch AFTER UPDATE OF views ON blog_post WHEN old.title <> 'Open' BEGIN SELECT 1; END");
    EXPECT_THAT(error_of_applying(), HasSubstr("a trigger of \"blog_post\" on UPDATE would no longer work: "));
    sql("DROP TRIGGER watch");
    apply_all();
}

TEST_F(SqliteHandMade, AViewOfAModelThatGoesIsNotLost) {
    sql("CREATE VIEW loud AS SELECT upper(name) AS name FROM blog_tag");
    add("0002_gone", {R"({"op": "remove_field", "model": "Post", "field": "tags"})", R"({"op": "delete_model", "model": "Tag"})"});
    EXPECT_THAT(error_of_applying(), HasSubstr("0002_gone.json:4: can't delete model Tag: the view \"loud\" would no longer work: no such table: "));
}

TEST_F(SqliteHandMade, WhatIsDoneInAConflictIsNotLost) {
    make_posts_of("id integer NOT NULL PRIMARY KEY AUTOINCREMENT, title varchar(200) NOT NULL ON CONFLICT IGNORE, " + author + ", views integer NOT NULL");
    expect_refused("ON CONFLICT IGNORE of \"title\"");
}

TEST_F(SqliteHandMade, RowsWithoutWhatWasLoosenedAreNamed) {
    make_posts_of(key + ", title varchar(200) NOT NULL, " + author + ", views integer");
    sql("UPDATE blog_post SET views = NULL WHERE id IN (3, 5)");
    make_titles_longer();
    EXPECT_THAT(error_of_applying(), HasSubstr("can't alter field title of Post: 2 rows of \"blog_post\" have no \"views\": id 3, 5; nothing of"));
}

TEST_F(SqliteHandMade, GoingBackLosesNothingEither) {
    make_titles_longer();
    apply_all();
    sql("ALTER TABLE blog_post ADD COLUMN extra text");
    try {
        go_to("0001");
        FAIL() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("can't undo: alter field title of Post"), HasSubstr("lose what no migration knows: the column \"extra\"; nothing of")));
        EXPECT_THAT(error.hint(), HasSubstr(R"(an add_field that says "only": "state")"));
    }
}

TEST_F(SqliteHandMade, AColumnComesIntoTheModelsByAState) {
    sql("ALTER TABLE blog_post ADD COLUMN extra text");
    sql("UPDATE blog_post SET extra = 'mine'");
    add("0002_known", {R"({"op": "add_field", "model": "Post", "field": {"name": "extra", "type": "text", "null": true}, "only": "state"})",
                       R"({"op": "alter_field", "model": "Post", "field": {"name": "title", "type": "text", "max_length": 300}})"});
    apply_all();
    EXPECT_THAT(texts("SELECT DISTINCT extra FROM blog_post"), ElementsAre("mine"));
    EXPECT_THAT(differences(tables_of(database(), executor().applied_state()), live_tables(database())), testing::IsEmpty());
}

TEST_F(SqliteHandMade, ACheckComesIntoTheModelsByAMigration) {
    make_posts_of(key + ", title varchar(200) NOT NULL, " + author + ", views integer NOT NULL CHECK (views < 100)");
    add("0002_few", {R"({"op": "add_check", "model": "Post", "check": {"name": "few_views", "condition": {"sqlite": "\"views\" < 100", "postgresql": "\"views\" < 100"}}})"});
    apply_all();
    EXPECT_THAT(differences(tables_of(database(), executor().applied_state()), live_tables(database())), testing::IsEmpty());
}

/// Tables between many-to-many are built anew when a key changes its type.
TEST_F(SqliteHandMade, TablesBetweenKeepWhatIsTheirs) {
    ProjectState state = blog();
    state.get("blog.Tag").find("id")->types = {{.kind = Kind::integer, .bits = 32, .automatic = true}};
    state.get("blog.Tag").find("id")->type = state.get("blog.Tag").find("id")->types[0];
    sql("CREATE TRIGGER watch AFTER DELETE ON blog_post_tags BEGIN UPDATE blog_tag SET name = name; END");
    sql("ALTER TABLE blog_post_tags ADD COLUMN weight integer");
    change_to(state);
    EXPECT_THAT(error_of_applying(), HasSubstr("the table \"blog_post_tags\" has to be built anew, and would lose what no migration knows: the column \"weight\""));
    sql("ALTER TABLE blog_post_tags DROP COLUMN weight");
    apply_all();
    EXPECT_THAT(texts("SELECT name FROM sqlite_master WHERE type = 'trigger'"), ElementsAre("watch"));
}

}  // namespace
}  // namespace portico::migrations
