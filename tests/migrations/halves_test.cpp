/// Operations of which the one half is done, and the other in a later migration: many-to-many fields, whose tables nobody sees in the model's own.
#include <portico/migrations/introspection.hpp>
#include <portico/migrations/safety.hpp>

#include "blog_database.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

class Halves : public BlogDatabase {
protected:
    Halves() {
        apply_all();
        add_posts();
        sql("INSERT INTO blog_tag (name) VALUES ('cpp')");
        sql("INSERT INTO blog_post_tags (post_id, tag_id) VALUES (1, 1)");
    }
    /// The operation, without its closing brace, as two migrations; forth, back and forth again.
    void do_in_halves(const std::string& operation) {
        add("0002_first", {operation + R"(, "only": "database"})"});
        add("0003_second", {operation + R"(, "only": "state"})"});
        apply_all();
        expect_no_drift();
        go_to("0001");
        expect_no_drift();
        apply_all();
        expect_no_drift();
    }
    /// Of the files that have them the other way round.
    std::string error_behind_state(const std::string& operation) {
        const auto half = [&](const char* name, const char* only) {
            return parse_migration("{\"operations\": [\n\n" + operation + R"(, "only": ")" + only + "\"}]}", "blog", name, std::string(name) + ".json");
        };
        try {
            with(set_for(blog()), {half("0002_first", "state"), half("0003_second", "database")});
        } catch (const MigrationError& error) {
            return error.what();
        }
        return {};
    }
    void expect_no_drift() { EXPECT_THAT(differences(tables_of(database(), executor().applied_state()), live_tables(database())), IsEmpty()); }
};

const std::string likes = R"({"op": "add_field", "model": "Post", "field": {"name": "likes", "type": "many_to_many", "to": "blog.Author", "through": "blog_post_likes", "from_columns": ["post_id"], "to_columns": ["author_id"]})";
const std::string elsewhere = R"({"op": "alter_field", "model": "Post", "field": {"name": "tags", "type": "many_to_many", "to": "blog.Tag", "through": "labels", "from_columns": ["post"], "to_columns": ["tag"]})";
const std::string to_authors = R"({"op": "alter_field", "model": "Post", "field": {"name": "tags", "type": "many_to_many", "to": "blog.Author", "through": "blog_post_tags", "from_columns": ["post_id"], "to_columns": ["author_id"]})";
const std::string no_tags = R"({"op": "remove_field", "model": "Post", "field": "tags")";
const std::string labels = R"({"op": "rename_field", "model": "Post", "from": "tags", "to": "labels")";

TEST_F(Halves, OfAddedLinks) { do_in_halves(likes); }
TEST_F(Halves, OfRemovedLinks) { do_in_halves(no_tags); }
TEST_F(Halves, OfLinksToAnotherModel) { do_in_halves(to_authors); }
TEST_F(Halves, OfLinksThatMoveKeepThem) {
    do_in_halves(elsewhere);
    EXPECT_THAT(texts("SELECT post FROM labels"), ElementsAre("1"));
}
TEST_F(Halves, OfRenamedLinksKeepThem) {
    do_in_halves(labels);
    EXPECT_THAT(texts("SELECT post_id FROM blog_post_labels"), ElementsAre("1"));
}

/// Then nobody knows any more what the tables are: found before anything is applied, and never taken for done.
TEST_F(Halves, TheDatabasesComesFirst) {
    EXPECT_EQ(error_behind_state(likes), "0003_second.json:3: add field likes to Post (in the database only): the model \"blog.Post\" has a field \"likes\" already");
    EXPECT_EQ(error_behind_state(no_tags), "0003_second.json:3: remove field tags from Post (in the database only): the model \"blog.Post\" has no field \"tags\" at this point");
    EXPECT_EQ(error_behind_state(to_authors), "0003_second.json:3: alter field tags of Post (in the database only): the field is taken to be so already");
    EXPECT_EQ(error_behind_state(labels), "0003_second.json:3: rename field tags of Post to labels (in the database only): the model \"blog.Post\" has a field \"labels\" already");
}

/// Each is worked out from those before it: the index from the field, whichever half is named first.
TEST_F(Halves, InOneMigrationTheyComeInAnyOrder) {
    const std::string subtitle = R"({"op": "add_field", "model": "Post", "field": {"name": "subtitle", "type": "text", "null": true})";
    const std::string by_subtitle = R"({"op": "add_index", "model": "Post", "index": {"name": "by_subtitle", "columns": ["subtitle"]})";
    const std::string of_state = R"(, "only": "state"})", of_database = R"(, "only": "database"})";
    add("0002_state_first", {subtitle + of_state, by_subtitle + of_state, no_tags + of_state, subtitle + of_database, no_tags + of_database, by_subtitle + of_database});
    add("0003_database_first", {likes + of_database, likes + of_state});
    apply_all();
    expect_no_drift();
    EXPECT_THAT(texts("SELECT count(subtitle) FROM blog_post"), ElementsAre("0"));
    go_to("0001");
    expect_no_drift();
}

TEST_F(Halves, SomethingElseBetweenThemParts) {
    const std::string field = R"({"op": "add_field", "model": "Post", "field": {"name": "subtitle", "type": "text", "null": true})";
    EXPECT_THROW(add("0002_apart", {field + R"(, "only": "state"})", R"({"op": "run_sql", "sql": ""})", field + R"(, "only": "database"})"}), MigrationError);
}

TEST_F(Halves, PlansTellOfTheDatabases) {
    const MigrationSet half = with(set, {parse_migration("{\"operations\": [" + no_tags + R"(, "only": "database"}]})", "blog", "0002_first", "f")});
    const Safety safety = safety_of(*half.last_of("blog")->operations.front(), set.state(), half.state(), "blog", database().dialect());
    EXPECT_TRUE(safety.loses_data);
    EXPECT_THAT(safety.breaks, ElementsAre("reads and writes \"blog_post_tags\""));
}

TEST_F(Halves, OfAModelWithLinks) {
    const std::string post = R"({"op": "create_model", "model": "Page", "fields": [{"name": "id", "type": "integer", "automatic": true, "primary_key": true}, {"name": "tags", "type": "many_to_many", "to": "blog.Tag", "through": "blog_page_tags", "from_columns": ["page_id"], "to_columns": ["tag_id"]}])";
    do_in_halves(post);
}

/// A model of one's own for what was made by the field: its table stays with its rows.
TEST_F(Halves, ATableOfLinksBecomesAModels) {
    add("0002_model", {no_tags + R"(, "only": "state"})",
                       R"({"op": "create_model", "model": "Tagging", "table": "blog_post_tags", "fields": [{"name": "id", "type": "integer", "automatic": true, "primary_key": true},
                           {"name": "post", "type": "foreign_key", "to": "blog.Post"}, {"name": "tag", "type": "foreign_key", "to": "blog.Tag"}],
                           "indexes": [{"name": "blog_post_tags_post_id_tag_id_4925ec37_uniq", "columns": ["post_id", "tag_id"], "unique": true}], "only": "state"})",
                       R"({"op": "add_field", "model": "Tagging", "field": {"name": "why", "type": "text", "null": true}})"});
    apply_all();
    expect_no_drift();
    EXPECT_THAT(texts("SELECT tag_id FROM blog_post_tags WHERE why IS NULL"), ElementsAre("1"));
    go_to("0001");
    expect_no_drift();
}

}  // namespace
}  // namespace portico::migrations
