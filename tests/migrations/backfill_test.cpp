/// Rows changed batch by batch, each committed by itself; a run that is stopped goes on where it was.
#include <stdexcept>

#include <portico/base/json.hpp>
#include <portico/migrations/underway.hpp>

#include "blog_database.hpp"
#include "migrating_process.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Backfill : public BlogDatabase {
protected:
    Backfill() : BlogDatabase(impatient("sqlite:db.sqlite3")) {
        apply_all();
        add_posts();
        codes.push_back({"note", [this](CodeContext& context) {
                             batches.push_back(to_json(Value(context.keys)));
                             if (batches.size() == fails_at) throw std::runtime_error("stopped");
                             for (const Value& key : context.keys)
                                 context.database.execute({"UPDATE blog_post SET title = 'done' WHERE id = " + placeholder(1), {key}});
                         }});
    }
    std::vector<std::string> batches{};
    std::size_t fails_at = 0;
};

TEST_F(Backfill, FillsAColumnFromOthers) {
    add("0002_subtitle", {R"({"op": "add_field", "model": "Post", "field": {"name": "subtitle", "type": "text", "null": true}})"});
    apply_all();
    sql("UPDATE blog_post SET subtitle = 'mine' WHERE id = 7");
    add("0003_fill", {R"({"op": "backfill", "model": "Post", "set": {"subtitle": "title || '!'"}, "where": "subtitle IS NULL", "batch": 5})"}, false);
    std::vector<std::string> told;
    apply_all({.tell = [&](const std::string& what) { told.push_back(what); }});
    EXPECT_THAT(texts("SELECT subtitle FROM blog_post WHERE id > 5 ORDER BY id"), ElementsAre("Open!", "mine", "Open!", "Post 9!", "Open!", "Post 11!", "Open!"));
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.back(), "blog_post: 12 rows");  // before it one for each second that it took
    go_to("0001");
}

TEST_F(Backfill, GoesByTheKeyInBatches) {
    add("0002_fill", {R"({"op": "backfill", "model": "Post", "code": "note", "batch": 5, "pause": "1ms"})"}, false);
    apply_all();
    EXPECT_THAT(batches, ElementsAre("[1,2,3,4,5]", "[6,7,8,9,10]", "[11,12]"));
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post WHERE title = 'done'"), ElementsAre("12"));
}

TEST_F(Backfill, StoppedItGoesOnWithTheBatchThatFailed) {
    add("0002_fill", {R"({"op": "backfill", "model": "Post", "code": "note", "batch": 5})"}, false);
    fails_at = 2;
    EXPECT_THAT(error_of_applying(), HasSubstr("0002_fill.json:4: can't backfill Post by note: stopped"));
    EXPECT_THAT(texts("SELECT id FROM blog_post WHERE title = 'done' ORDER BY id"), ElementsAre("1", "2", "3", "4", "5"));
    EXPECT_FALSE(is_applied("0002_fill"));
    batches.clear(), fails_at = 0;
    apply_all();
    EXPECT_THAT(batches, ElementsAre("[6,7,8,9,10]", "[11,12]"));
    EXPECT_TRUE(is_applied("0002_fill"));
}

TEST_F(Backfill, TheErrorSaysThatBatchesStay) {
    sql("CREATE UNIQUE INDEX one_of_each ON blog_post (views)");
    add("0002_fill", {R"({"op": "backfill", "model": "Post", "set": {"views": "CASE WHEN id > 8 THEN 1000 ELSE views + 100 END"}, "batch": 5})"}, false);
    EXPECT_THAT(error_of_applying(), HasSubstr("; the batches before this one stay changed, and the next \"migrate\" goes on with this one"));
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post WHERE views > 100"), ElementsAre("5"));
}

TEST_F(Backfill, KilledItGoesOnWhereItWas) {
    const std::string migration = R"({"atomic": false, "operations": [{"op": "backfill", "model": "Post", "code": "wait", "batch": 5}]})";
    MigratingProcess process(url(), migration);
    ASSERT_TRUE(process.says("inside"));
    process.go_on();
    ASSERT_TRUE(process.says("inside"));
    process.kill();
    EXPECT_EQ(process.end(), -1);
    EXPECT_THAT(texts("SELECT name FROM blog_tag"), ElementsAre("made")) << "the first batch was committed, the second was not";
    ASSERT_EQ(underway(database()).size(), 1u);
    EXPECT_THAT(underway(database()).front().str(), testing::StartsWith("blog.0002_code: operation 1, 5 "));
    codes.push_back({"wait", [&](CodeContext& context) { batches.push_back(to_json(Value(context.keys))); }});
    set = with(set_for(blog()), {parse_migration(migration, "blog", "0002_code", "0002_code.json")});
    apply_all({.lock_attempts = 100});
    EXPECT_THAT(batches, ElementsAre("[6,7,8,9,10]", "[11,12]"));
    EXPECT_THAT(underway(database()), testing::IsEmpty());
}

TEST_F(Backfill, TwoProcessesChangeEachRowOnce) {
    sql("INSERT INTO blog_post (title, author_id, views) SELECT 'More', 1, 0 FROM blog_post a, blog_post b, blog_post c");
    sql("UPDATE blog_post SET views = 0");
    const std::string migration = R"({"atomic": false, "operations": [{"op": "backfill", "model": "Post", "set": {"views": "views + 1"}, "batch": 20},
                                                                      {"op": "backfill", "model": "Post", "set": {"views": "views + 10"}, "batch": 20}]})";
    MigratingProcess first(url(), migration), second(url(), migration);
    EXPECT_TRUE(first.says("done"));
    EXPECT_TRUE(second.says("done"));
    EXPECT_EQ(first.end(), 0);
    EXPECT_EQ(second.end(), 0);
    EXPECT_THAT(texts("SELECT DISTINCT views FROM blog_post"), ElementsAre("11"));
}

TEST_F(Backfill, KeysMayBeBytes) {
    ProjectState state = set.state();
    FieldState key = text("mark", 9);
    key.type = {.kind = Kind::bytes};
    key.types = {key.type};
    key.primary_key = true;
    ModelState crate = model("blog", "Crate", {key, integer("places")});
    crate.fields.erase(crate.fields.begin());
    state.add(crate);
    change_to(state);
    apply_all();
    const bool on_postgresql = database().dialect().name() == "postgresql";
    for (int i = 0; i < 12; ++i) sql("INSERT INTO blog_crate (mark, places) VALUES (" + std::string(on_postgresql ? "'\\x" : "x'") + (i < 10 ? "0" : "f") + std::to_string(i % 10) + "00', 0)");
    add("0003_fill", {R"({"op": "backfill", "model": "Crate", "set": {"places": "places + 1"}, "batch": 5})"}, false);
    apply_all();
    EXPECT_THAT(texts("SELECT DISTINCT places FROM blog_crate"), ElementsAre("1"));
}

TEST_F(Backfill, WhatIsPutIntoTheStatementStaysWhereItIs) {
    sql("UPDATE blog_post SET views = 0");
    add("0002_fill", {R"({"op": "backfill", "model": "Post", "set": {"views": "views + 1 -- one more"}, "where": "id < 3 -- the first", "batch": 5})"}, false);
    apply_all();
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post WHERE views = 1"), ElementsAre("2"));
    EXPECT_THAT(texts("SELECT max(views) FROM blog_post"), ElementsAre("1"));
}

TEST_F(Backfill, KeysMayHaveSeveralColumnsAndBeTexts) {
    ProjectState state = set.state();
    ModelState berth = model("blog", "Berth", {text("deck", 5), integer("number"), integer("places")});
    berth.fields.erase(berth.fields.begin());
    berth.fields[0].primary_key = berth.fields[1].primary_key = true;
    state.add(berth);
    change_to(state);
    apply_all();
    sql("INSERT INTO blog_berth (deck, number, places) VALUES ('A', 1, 0), ('A', 2, 0), ('B', 1, 0), ('B', 2, 0), ('C', 1, 0)");
    add("0003_fill", {R"({"op": "backfill", "model": "Berth", "set": {"places": "number * 2"}, "batch": 2})"}, false);
    apply_all();
    EXPECT_THAT(texts("SELECT places FROM blog_berth ORDER BY deck, number"), ElementsAre("2", "4", "2", "4", "2"));
}

TEST_F(Backfill, MistakesInItAreNamed) {
    auto error_of = [&](const std::string& operation) -> std::string {
        try {
            add("0002_fill", {operation}, false);
        } catch (const MigrationError& error) {
            return error.what();
        }
        return {};
    };
    EXPECT_THAT(error_of(R"({"op": "backfill", "model": "Post"})"), HasSubstr("it has a \"set\" or a \"code\""));
    EXPECT_THAT(error_of(R"({"op": "backfill", "model": "Post", "set": {"tilte": "''"}})"), HasSubstr("the column \"tilte\", which \"blog.Post\" does not have"));
    EXPECT_THAT(error_of(R"({"op": "backfill", "model": "Post", "set": {"id": "id + 1000"}})"), HasSubstr("\"set\" changes \"id\", which is the key of \"blog.Post\""));
    EXPECT_THAT(error_of(R"({"op": "backfill", "model": "Post", "set": {"views": "1"}, "where": "1 = 1) OR (1 = 1"})"), HasSubstr("\"where\" is no single expression"));
    EXPECT_THAT(error_of(R"({"op": "backfill", "model": "Post", "set": {"views": "1; DELETE FROM blog_post"}})"), HasSubstr("\"set\" is no single expression"));
    EXPECT_THAT(error_of(R"({"op": "backfill", "model": "Post", "code": "note", "pause": "soon"})"), HasSubstr("\"pause\" must be a time"));
}

}  // namespace
}  // namespace portico::migrations
