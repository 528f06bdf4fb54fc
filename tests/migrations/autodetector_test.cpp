#include <gmock/gmock.h>

#include "states.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::string> described(const Migration& migration) {
    std::vector<std::string> lines;
    for (const auto& operation : migration.operations) lines.push_back(operation->describe());
    return lines;
}

/// The one migration that leads from the first state to the second.
Migration change(const ProjectState& from, const ProjectState& to) {
    const MigrationSet set = set_for(from);
    auto changes = detect_changes(set, to);
    EXPECT_EQ(changes.size(), 1U);
    const MigrationSet after = with(set, changes);
    EXPECT_THAT(detect_changes(after, to), IsEmpty()) << "the second run finds nothing";
    return changes.empty() ? Migration{} : changes[0];
}

TEST(Autodetector, FirstMakesAllModelsThoseReferredToFirst) {
    ProjectState state = state_of({model("blog", "Post", {foreign_key("author", "blog.Author")}), model("blog", "Author", {})});
    auto changes = detect_changes(MigrationSet::of({}), state);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].name, "0001_initial");
    EXPECT_THAT(described(changes[0]), ElementsAre("create model Author", "create model Post"));
}

TEST(Autodetector, FindsNothingTheSecondTime) { EXPECT_THAT(detect_changes(set_for(blog()), blog()), IsEmpty()); }

TEST(Autodetector, FindsAnAddedField) {
    ProjectState to = blog();
    to.get("blog.Post").fields.push_back(filled(text("subtitle", 200), Value(std::string())));
    Migration migration = change(blog(), to);
    EXPECT_EQ(migration.name, "0002_post_subtitle");
    EXPECT_THAT(described(migration), ElementsAre("add field subtitle to Post"));
}

TEST(Autodetector, FindsRemovedAndAlteredFields) {
    ProjectState to = blog();
    std::erase_if(to.get("blog.Post").fields, [](auto& field) { return field.name == "views"; });
    *to.get("blog.Author").find("name") = text("name", 120);
    EXPECT_THAT(described(change(blog(), to)), ElementsAre("alter field name of Author", "remove field views from Post"));
}

TEST(Autodetector, RenamesAFieldThatSaysWhatItWas) {
    ProjectState to = blog();
    *to.get("blog.Post").find("title") = was(text("headline", 250), "title");
    EXPECT_THAT(described(change(blog(), to)), ElementsAre("rename field title of Post to headline", "alter field headline of Post"));
}

TEST(Autodetector, RenamesAModelThatSaysWhatItWas) {
    ProjectState to = blog();
    ModelState& label = to.get("blog.Tag");
    label.name = "Label", label.table = "blog_label", label.was = "Tag";
    FieldState& tags = *to.get("blog.Post").find("tags");
    tags.to = "blog.Label", tags.through_to = {"label_id"};
    EXPECT_THAT(described(change(blog(), to)), ElementsAre("rename model Tag to Label", "alter field tags of Post"));
}

TEST(Autodetector, DeletesWhatRefersFirst) {
    EXPECT_THAT(described(change(blog(), state_of({model("blog", "Tag", {text("name", 50)})}))),
                ElementsAre("delete model Post", "delete model Author"));
}

TEST(Autodetector, CutsACircleOfModelsThatAllGo) {
    ProjectState from = state_of({model("blog", "Author", {nullable(foreign_key("best", "blog.Post"))}),
                                  model("blog", "Post", {foreign_key("author", "blog.Author")})});
    EXPECT_THAT(described(change(from, ProjectState())),
                ElementsAre("remove field author from Post", "delete model Author", "delete model Post"));
}

TEST(Autodetector, DeletesAModelOnlyAfterOtherAppsLetItGo) {
    ProjectState from = state_of({model("auth", "User", {}), model("blog", "Post", {foreign_key("user", "auth.User")})});
    const MigrationSet set = set_for(from);
    auto changes = detect_changes(set, state_of({model("blog", "Post", {})}));
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_THAT(described(changes[0]), ElementsAre("remove field user from Post"));
    EXPECT_EQ(changes[1].app, "auth");
    EXPECT_THAT(changes[1].dependencies, ElementsAre(Pair("blog", changes[0].name)));
}

TEST(Autodetector, FindsIndexes) {
    ProjectState with_index = blog();
    with_index.get("blog.Post").indexes.push_back({"blog_post_by_views", {"-views", "title"}, false});
    EXPECT_THAT(described(change(blog(), with_index)), ElementsAre("add index blog_post_by_views to Post"));
    EXPECT_THAT(described(change(with_index, blog())), ElementsAre("remove index blog_post_by_views from Post"));
}

TEST(Autodetector, FindsChecksAndChangedConditions) {
    auto text = [](const char* sql) { return SqlTexts{{{"sqlite", sql}}}; };
    ProjectState few = blog(), fewer = blog();
    few.get("blog.Post").checks.push_back({"few_views", text("\"views\" < 100")});
    fewer.get("blog.Post").checks.push_back({"few_views", text("\"views\" < 10")});
    EXPECT_THAT(described(change(blog(), few)), ElementsAre("add check few_views to Post"));
    EXPECT_THAT(described(change(few, fewer)), ElementsAre("remove check few_views from Post", "add check few_views to Post"));
    EXPECT_THAT(detect_changes(set_for(few), few), IsEmpty());
}

TEST(Autodetector, DependsOnTheMigrationOfTheAppReferredTo) {
    ProjectState state = state_of({model("blog", "Post", {foreign_key("user", "auth.User")}), model("auth", "User", {})});
    auto changes = detect_changes(MigrationSet::of({}), state);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].app, "auth");
    EXPECT_THAT(changes[1].dependencies, ElementsAre(Pair("auth", "0001_initial")));
}

TEST(Autodetector, BringsAppsAlongThatAreReferredTo) {
    ProjectState state = state_of({model("blog", "Post", {foreign_key("user", "auth.User")}), model("auth", "User", {}), model("shop", "Item", {})});
    auto changes = detect_changes(MigrationSet::of({}), state, {"blog"});
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].app, "auth");
    EXPECT_EQ(changes[1].app, "blog");
}

TEST(Autodetector, CutsACircleWithinAnApp) {
    ProjectState state = state_of({model("blog", "Author", {nullable(foreign_key("best", "blog.Post"))}),
                                   model("blog", "Post", {foreign_key("author", "blog.Author")})});
    auto changes = detect_changes(MigrationSet::of({}), state);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_THAT(described(changes[0]), ElementsAre("create model Author", "create model Post", "add field best to Author"));
    EXPECT_THAT(detect_changes(with(MigrationSet::of({}), changes), state), IsEmpty());
}

TEST(Autodetector, CutsACircleBetweenApps) {
    ProjectState state = state_of({model("a", "One", {foreign_key("two", "b.Two")}), model("b", "Two", {foreign_key("one", "a.One")})});
    auto changes = detect_changes(MigrationSet::of({}), state);
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[2].label(), "a.0002_one_two");
    EXPECT_THAT(changes[2].dependencies, ElementsAre(Pair("b", "0001_initial")));
    EXPECT_THAT(detect_changes(with(MigrationSet::of({}), changes), state), IsEmpty());
}

TEST(Autodetector, SeesChangedChoices) {
    FieldState status = plain("status", {.kind = Kind::enumeration, .max_length = 9});
    status.choices = {Value("draft"), Value("published")};
    ProjectState from = state_of({model("blog", "Post", {status})});
    status.choices.push_back(Value("gone"));
    EXPECT_THAT(described(change(from, state_of({model("blog", "Post", {status})}))), ElementsAre("alter field status of Post"));
}

TEST(Autodetector, RefusesANameThatIsNoFileName) {
    EXPECT_THROW(detect_changes(MigrationSet::of({}), blog(), {}, "../x"), Error);
}

}  // namespace
}  // namespace portico::migrations
