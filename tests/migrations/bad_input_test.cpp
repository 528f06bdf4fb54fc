// Files that are broken, missing or too many: named, and nothing is applied.
#include <portico/migrations/autodetector.hpp>

#include "file_site.hpp"
#include "states.hpp"

namespace portico::migrations {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class BadInput : public test::FileSite {
protected:
    /// What `migrate` says; no table was made.
    std::string refusal() {
        EXPECT_NE(run({"migrate"}), 0);
        EXPECT_THAT(out.str(), Not(HasSubstr("Applying")));
        const std::string tables = orm::test::on_postgresql() ? "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()" : "SELECT count(*) FROM sqlite_master";
        EXPECT_THAT(rows(tables), ElementsAre("0"));
        return out.str();
    }
};

TEST_F(BadInput, AFileThatEndsTooSoonIsNamedWithItsLine) {
    const std::string whole = to_text(*test::set_for(test::blog()).in_order().at(0));
    for (std::size_t size = 0; size + 2 < whole.size(); size += 11) {
        try {
            parse_migration(whole.substr(0, size), "blog", "0001_initial", "blog/migrations/0001_initial.json");
            ADD_FAILURE() << "the first " << size << " bytes were taken for whole";
        } catch (const MigrationError& error) {
            EXPECT_THAT(error.what(), StartsWith("blog/migrations/0001_initial.json:"));
        }
    }
    write("0001_initial", std::string(initial).substr(0, 120));
    EXPECT_THAT(refusal(), HasSubstr("0001_initial.json:2: "));
}

TEST_F(BadInput, AnAppWhoseFilesAreAllGoneIsTold) {
    write("0001_initial", initial);
    write("0002_subtitle", adding("subtitle"));
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    for (const std::string& name : files()) std::filesystem::remove(migrations() / name);
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"migrate"}, {"migrate", "--check"}, {"migrate", "shop"}, {"migrate", "--drift"}, {"migrate", "--sql"}}) {
        EXPECT_NE(run(arguments), 0);
        EXPECT_THAT(out.str(), AllOf(HasSubstr("has applied migrations of the app \"shop\" (0001_initial, 0002_subtitle), and there is no file of any"), HasSubstr("migrate shop --prune")));
    }
    run({"showmigrations"});
    EXPECT_THAT(out.str(), AllOf(HasSubstr("shop\n [!] 0001_initial"), HasSubstr(" [!] 0002_subtitle")));
    run({"showmigrations", "--plan"});
    EXPECT_THAT(out.str(), HasSubstr("[!] shop.0002_subtitle"));
    run({"check", "--database"});
    EXPECT_THAT(out.str(), AllOf(HasSubstr("migrations.W002"), HasSubstr("have no file: shop.0001_initial, shop.0002_subtitle")));
    EXPECT_EQ(run({"migrate", "shop", "--prune"}), 0) << out.str();
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
}

TEST_F(BadInput, WhatAHandHasSpoiltIsNamedWithItsLine) {
    const auto told = [&](const std::string& operation) {
        write("0001_initial", "{\n\"operations\": [\n" + operation + "\n]\n}");
        return refusal();
    };
    EXPECT_THAT(told(R"({"op": "create_model", "model": "Post", "fields": [{"name": "id", "type": "integer", "primary_key": "yes"}]})"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("must be true or false")));
    EXPECT_THAT(told(R"({"op": "create_model", "model": "Post", "fields": []})"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("primary key")));
    EXPECT_THAT(told(R"({"op": "add_field", "model": "Post", "field": {"name": "a", "type": "text"}})"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("there is no model \"shop.Post\"")));
    const auto field = [&](const std::string& entries) { return told(R"({"op": "create_model", "model": "Post", "fields": [{)" + entries + "}]}"); };
    EXPECT_THAT(field(R"("name": "a", "type": "text", "max_length": -5)"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("\"max_length\" is -5")));
    EXPECT_THAT(field(R"("name": "", "type": "text")"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("a field has no name")));
    EXPECT_THAT(field(R"("name": "a", "type": "integer", "bits": 7)"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("\"bits\" must be 8, 16, 32 or 64")));
    EXPECT_THAT(field(R"("name": "a", "type": "decimal", "digits": 2, "places": 3)"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("can't have 3 of them behind the point")));
    EXPECT_THAT(field(R"("name": "a", "type": "decimal", "digits": 2000, "places": 1)"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("a decimal of 2000 digits is more than a database has room for")));
    const auto check = [&](const std::string& condition) { return told(R"({"op": "add_check", "model": "Post", "check": {"name": "some", "condition": ")" + condition + "\"}}"); };
    EXPECT_THAT(check("1 = 1) OR (1 = 1"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("its SQL is no single expression: 1 = 1) OR (1 = 1")));
    EXPECT_THAT(check("views > 0 -- hm"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("its SQL ends in a comment: views > 0 -- hm")));
    EXPECT_THAT(told(R"({"op": "run_sql"})"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("\"sql\" must be a text")));
    EXPECT_THAT(field(R"("name": "a", "type": "integer", "fill": "abc")"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("\"fill\" is no integer: \"abc\"")));
    EXPECT_THAT(field(R"("name": "a", "type": "integer", "bits": 32, "db_default": 99999999999)"), HasSubstr("\"db_default\" is no integer of 32 bits: 99999999999"));
    EXPECT_THAT(field(R"("name": "a", "type": "integer", "fill": 1.5)"), HasSubstr("\"fill\" is no integer: 1.5"));
    EXPECT_THAT(field(R"("name": "a", "type": "decimal", "digits": 3, "places": 1, "fill": "1.25")"), HasSubstr("\"fill\" has more digits than the 3, 1 of them behind the point"));
    EXPECT_THAT(field(R"("name": "a", "type": "text", "max_length": 3, "fill": "four")"), HasSubstr("\"fill\" is longer than 3: \"four\""));
    EXPECT_THAT(field(R"("name": "a", "type": "date", "fill": "yesterday")"), HasSubstr("\"fill\" is no date: \"yesterday\""));
    EXPECT_THAT(field(R"("name": "a", "type": "time", "db_default": 5)"), HasSubstr("\"db_default\" is no time: 5"));
    EXPECT_THAT(field(R"("name": "a", "type": "date_time", "db_default": "2026-02-30T00:00:00Z")"), HasSubstr("\"db_default\" is no date with a time: \"2026-02-30T00:00:00Z\""));
    EXPECT_THAT(field(R"("name": "a", "type": "duration", "fill": 5)"), HasSubstr("\"fill\" is no duration: 5"));
    EXPECT_THAT(field(R"("name": "a", "type": "uuid", "fill": "x")"), HasSubstr("\"fill\" is no UUID: \"x\""));
    EXPECT_THAT(field(R"("name": "a", "type": "float", "fill": "x")"), HasSubstr("\"fill\" is no number: \"x\""));
    EXPECT_THAT(field(R"("name": "a", "type": "bytes", "fill": 5)"), HasSubstr("\"fill\" is no text, as which a file has bytes: 5"));
    EXPECT_THAT(field(R"("name": "a", "type": "text", "fill": {"a": 1})"), HasSubstr("\"fill\" is no text: {\"a\":1}"));
    EXPECT_THAT(field(R"("name": "a", "type": "text", "fill": [1])"), HasSubstr("\"fill\" is no text: [1]"));
    EXPECT_THAT(field(R"("name": "x';--", "type": "text")"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("\"x';--\" is no name for a field")));
    EXPECT_THAT(field(R"("name": "a", "type": "text", "columns": [""])"), HasSubstr("a column has no name: \"columns\" has an empty text"));
    const auto model = [&](const std::string& entries) { return told(R"({"op": "create_model", )" + entries + R"(, "fields": [{"name": "id", "type": "integer", "automatic": true, "primary_key": true}]})"); };
    EXPECT_THAT(model(R"("model": "")"), AllOf(HasSubstr("0001_initial.json:3: "), HasSubstr("\"\" is no name for a model")));
    EXPECT_THAT(model(R"("model": "shop.Post")"), HasSubstr("\"shop.Post\" is no name for a model"));
    EXPECT_THAT(model(R"("model": "Post", "table": "")"), HasSubstr("a table has no name: \"table\" is empty"));
    EXPECT_THAT(told(R"({"op": "rename_model", "from": "Post", "to": "1"})"), HasSubstr("\"1\" is no name for a model"));
    EXPECT_THAT(told(R"({"op": "alter_table", "model": "Post", "table": ""})"), HasSubstr("a table has no name"));
    EXPECT_THAT(told(R"({"op": "run_sql", "sql": "SELECT 1"},)" "\n null"), HasSubstr("0001_initial.json:4: an operation is an object"));
    EXPECT_THAT(told("\"\xff\xfe\""), HasSubstr("0001_initial.json:"));
    EXPECT_THAT(told(R"({"op": "run_sql", "sql": "SELECT 1"}], "operations": [)"), HasSubstr("0001_initial.json:3: \"operations\" stands twice in one object"));
    EXPECT_THAT(told(R"({"op": "run_sql", "sql": "SELECT 1",
        "op": "run_code"})"), HasSubstr("0001_initial.json:4: \"op\" stands twice in one object"));
    EXPECT_THAT(told(std::string(100000, '[')), HasSubstr("0001_initial.json:"));
    write("0001_initial", "");
    EXPECT_THAT(refusal(), HasSubstr("0001_initial.json:1: "));
}

TEST_F(BadInput, ADependencyThatIsMissingIsNamed) {
    write("0001_initial", initial);
    write("0002_more", adding("more", "\n\"dependencies\": {\"shop\": \"0001_initial\",\n\"store\": \"0001_initial\"}, "));
    EXPECT_THAT(refusal(), AllOf(HasSubstr("0002_more.json:3: it depends on \"store.0001_initial\", which does not exist"), HasSubstr("is the app \"store\" installed?")));
    write("0002_more", adding("more", R"("dependencies": {"shop": "0003_later"}, )"));
    write("0003_later", adding("later"));
    EXPECT_THAT(refusal(), HasSubstr("it depends on itself"));
}

/// Behind one that could be applied: nothing is, and the plan says it as well.
TEST_F(BadInput, WhatCantBeDoneIsFoundBeforeAnythingIs) {
    write("0001_initial", initial);
    const auto told = [&](const std::string& operation, const std::string& more = {}) {
        write("0002_later", "{" + more + "\n\"operations\": [\n" + operation + "\n]}");
        EXPECT_NE(run({"migrate", "--plan"}), 0);
        EXPECT_THAT(out.str(), HasSubstr("0002_later.json:3: "));
        return refusal();
    };
    const auto relation = [&](const std::string& to) { return told(R"({"op": "add_field", "model": "Post", "field": {"name": "link", "type": "foreign_key", "null": true, "to": )" + to + "}}"); };
    EXPECT_THAT(relation(R"("shop.Pots")"), AllOf(HasSubstr("0002_later.json:3: \"shop.Post.link\" refers to the model \"shop.Pots\", which there is not behind this migration"), HasSubstr("did you mean \"shop.Post\"")));
    EXPECT_THAT(relation(R"("shop.Post", "to_field": "code")"), HasSubstr("0002_later.json:3: \"shop.Post.link\" refers to \"shop.Post.code\", which there is not"));
    EXPECT_THAT(told(R"({"op": "run_code", "code": "nosuch"})"), HasSubstr("0002_later.json:3: can't run code nosuch: the app \"shop\" has no code \"nosuch\""));
    EXPECT_THAT(told(R"({"op": "backfill", "model": "Post", "code": "nosuch"})", "\"atomic\": false,"), HasSubstr("0002_later.json:3: can't backfill Post by nosuch: the app \"shop\" has no code"));
    EXPECT_THAT(told(R"({"op": "backfill", "model": "Nope", "set": {"title": "'x'"}})", "\"atomic\": false,"), HasSubstr("0002_later.json:3: there is no model \"shop.Nope\""));
    EXPECT_THAT(told(R"({"op": "run_sql", "sql": "DELETE FROM shop_post; COMMIT"})"), HasSubstr("0002_later.json:3: can't run SQL: its SQL has a COMMIT"));
    EXPECT_THAT(told(R"({"op": "run_sql", "sql": {"oracle": "SELECT 1"}})"), HasSubstr("0002_later.json:3: can't run SQL: a run_sql has no SQL for \""));
    write("0003_last", R"({"operations": [{"op": "run_code", "code": "nosuch"}]})");
    EXPECT_THAT(refusal(), AllOf(HasSubstr("2 migrations of the plan can't be done:"), HasSubstr("0002_later.json:3: "), HasSubstr("0003_last.json:1: can't run code nosuch")));
}

TEST_F(BadInput, AFolderIsNoMigration) {
    write("0001_initial", initial);
    write("0002_later", adding("a"));
    std::filesystem::remove(migrations() / "0002_later.json");
    std::filesystem::create_directory(migrations() / "0002_later.json");
    EXPECT_THAT(refusal(), HasSubstr("0002_later.json: that is no file which can be read"));
}

TEST_F(BadInput, DriftIsOfTheWholeDatabase) {
    write("0001_initial", initial);
    EXPECT_NE(run({"migrate", "nope", "--drift"}), 0);
    EXPECT_THAT(out.str(), HasSubstr("--drift compares the whole database, and not only what \"nope\" has in it"));
}

TEST_F(BadInput, TwoFilesOfOneNumberAreNamed) {
    write("0001_initial", initial);
    write("0002_a", adding("a"));
    write("0002_b", adding("b"));
    EXPECT_THAT(refusal(), AllOf(HasSubstr("0002_b.json: there is another migration of that number: 0002_a"), HasSubstr("migrate --rebase")));
}

TEST_F(BadInput, AnAppliedMigrationWithoutFileStopsItsAppAlone) {
    write("0001_initial", initial);
    write("0002_a", adding("a"));
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    std::filesystem::remove(migrations() / "0002_a.json");
    write("0001_initial", initial);
    EXPECT_EQ(run({"migrate"}), 0) << "nothing is to be done";
    EXPECT_THAT(out.str(), HasSubstr("Note: the database has applied \"shop.0002_a\", and there is no such migration"));
    write("0003_b", adding("b"));
    EXPECT_NE(run({"migrate"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("has applied \"shop.0002_a\""), HasSubstr("give its file back")));
    EXPECT_THAT(applied(), ElementsAre("0001_initial", "0002_a"));
}

TEST_F(BadInput, OperationsThatFailLeaveTheWholeMigrationOut) {
    write("0001_initial", initial);
    write("0002_two", R"json({"operations": [
        {"op": "add_field", "model": "Post", "field": {"name": "a", "type": "text", "fill": ""}},
        {"op": "run_sql", "sql": "INSERT INTO nowhere VALUES (1)"}]})json");
    EXPECT_NE(run({"migrate"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("0002_two.json:3: can't run SQL"), HasSubstr("nowhere")));
    EXPECT_THAT(applied(), ElementsAre("0001_initial"));
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
}

TEST_F(BadInput, ACodesFailureLeavesTheWholeMigrationOut) {
    codes.push_back({"explode", [](CodeContext& context) {
                         context.database.execute({"DELETE FROM shop_post", {}});
                         throw std::runtime_error("the code's own words");
                     }});
    write("0001_initial", initial);
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    rows("INSERT INTO shop_post (title) VALUES ('Open') RETURNING id");
    write("0002_code", R"({"operations": [{"op": "run_code", "code": "explode"}]})");
    EXPECT_NE(run({"migrate"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("0002_code.json:1: can't run code explode"), HasSubstr("the code's own words")));
    EXPECT_THAT(rows("SELECT title FROM shop_post"), ElementsAre("Open"));
}

}  // namespace
}  // namespace portico::migrations
