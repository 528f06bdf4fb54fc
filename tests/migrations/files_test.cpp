#include <gmock/gmock.h>

#include "states.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

template <class Work> std::string message_of(Work work) {
    try {
        work();
    } catch (const MigrationError& error) {
        return error.full();
    }
    return "nothing was thrown";
}

std::string parse_error(std::string_view text) {
    return message_of([&] { parse_migration(text, "blog", "0001_initial", "blog/migrations/0001_initial.json"); });
}

TEST(MigrationFile, HasAnOperationALineAndAFieldALine) {
    auto changes = detect_changes(MigrationSet::of({}), state_of({model("blog", "Tag", {unique(text("name", 50))})}));
    EXPECT_EQ(to_text(changes.at(0)), R"({
  "operations": [
    {"op": "create_model", "model": "Tag", "fields": [
      {"name": "id", "type": "integer", "automatic": true, "primary_key": true},
      {"name": "name", "type": "text", "max_length": 50, "unique": true}
    ]}
  ]
}
)");
}

TEST(MigrationFile, IsReadAsItWasWritten) {
    const MigrationSet set = set_for(blog());
    const Migration& first = *set.in_order().at(0);
    EXPECT_EQ(to_text(parse_migration(to_text(first), "blog", first.name, "file")), to_text(first));
}

TEST(MigrationFile, KeepsConditionsExpressionsAndChecks) {
    ProjectState state = blog();
    state.get("blog.Post").indexes.push_back({.name = "by_lower", .columns = {"", "views"}, .expressions = {SqlTexts{{{"sqlite", "LOWER(\"title\")"}}}},
                                              .condition = SqlTexts{{{"sqlite", "\"views\" > 3"}}}, .include = {"author_id"}});
    state.get("blog.Post").checks.push_back({"few", SqlTexts{{{"sqlite", "\"views\" < 100"}}}});
    const MigrationSet set = set_for(state);
    const Migration& first = *set.in_order().at(0);
    EXPECT_THAT(to_text(first), HasSubstr(R"("where": "\"views\" > 3")"));
    EXPECT_EQ(to_text(parse_migration(to_text(first), "blog", first.name, "file")), to_text(first));
}

TEST(MigrationFile, ErrorsNameFileAndLine) {
    EXPECT_THAT(parse_error("{\n  \"operations\": [\n    {\"op\": \"create_modle\", \"model\": \"Post\"}\n  ]\n}"),
                AllOf(StartsWith("blog/migrations/0001_initial.json:3: "), HasSubstr("did you mean \"create_model\"")));
    EXPECT_THAT(parse_error("{\n\"operations\": [\n{]}"), StartsWith("blog/migrations/0001_initial.json:3: "));
    EXPECT_THAT(parse_error("[]"), HasSubstr("a migration is an object"));
}

TEST(MigrationFile, ErrorsNameWhatIsWrongInAField) {
    const std::string before = R"({"operations": [{"op": "add_field", "model": "Post", "field": )", after = "}]}";
    EXPECT_THAT(parse_error(before + R"({"name": "a", "type": "txet"})" + after),
                AllOf(HasSubstr("the field \"a\""), HasSubstr("did you mean \"text\"")));
    EXPECT_THAT(parse_error(before + R"({"name": "a", "type": "text", "max_lenght": 3})" + after),
                AllOf(HasSubstr("\"max_lenght\" is unknown"), HasSubstr("did you mean \"max_length\"")));
    EXPECT_THAT(parse_error(before + R"({"name": "a"})" + after), HasSubstr("\"type\" is missing"));
    EXPECT_THAT(parse_error(before + R"({"name": "a", "type": "text", "null": 1})" + after), HasSubstr("must be true or false"));
}

TEST(MigrationFile, AMergeConflictIsCalledOne) {
    EXPECT_THAT(parse_error("{\n\"operations\": [\n<<<<<<< HEAD\n]}"), HasSubstr("merge conflict"));
}

TEST(MigrationFile, LinesAreFoundBehindTextsWithBrackets) {
    Migration migration = parse_migration("{\"comment\": \"[{ \\\" \", \"operations\": [\n{\"op\": \"run_sql\", \"sql\": \"a [{\"},\n\n{\"op\": \"run_sql\", \"sql\": \"b\"}]}",
                                          "blog", "0001_x", "f");
    EXPECT_THAT(migration.lines, testing::ElementsAre(2U, 4U));
}

TEST(MigrationSet, RefusesOperationsThatDontFitTheState) {
    Migration bad = parse_migration("{\"operations\": [\n{\"op\": \"remove_field\", \"model\": \"Post\", \"field\": \"titel\"}]}", "blog",
                                    "0002_bad", "0002_bad.json");
    std::vector<Migration> all{*set_for(blog()).in_order().at(0), bad};
    EXPECT_THAT(message_of([&] { MigrationSet::of(all); }), AllOf(StartsWith("0002_bad.json:2: "), HasSubstr("did you mean \"title\"")));
}

TEST(MigrationSet, RefusesMissingAndCircularDependencies) {
    auto migration = [](const std::string& app, const std::string& dependencies) {
        return parse_migration("{\"dependencies\": " + dependencies + ", \"operations\": []}", app, "0001_initial", app + "/0001");
    };
    EXPECT_THAT(message_of([&] { MigrationSet::of({migration("a", R"({"b": "0001_initial"})")}); }),
                HasSubstr("depends on \"b.0001_initial\", which does not exist"));
    EXPECT_THAT(message_of([&] {
                    MigrationSet::of({migration("a", R"({"b": "0001_initial"})"), migration("b", R"({"a": "0001_initial"})")});
                }),
                HasSubstr("depends on itself"));
}

TEST(MigrationSet, FindsByTheBeginningOfAName) {
    const MigrationSet set = set_for(blog());
    EXPECT_EQ(set.get("blog", "0001").name, "0001_initial");
    EXPECT_THAT(message_of([&] { set.get("blog", "0009"); }), HasSubstr("has no migration \"0009\""));
}

}  // namespace
}  // namespace portico::migrations
