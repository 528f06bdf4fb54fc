/// What makemigrations --safe writes: each step is one that nobody waits for, together they lead to the same tables.
#include <portico/migrations/introspection.hpp>
#include <portico/migrations/safety.hpp>

#include "../../migrations/src/safe_series.hpp"
#include "blog_database.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SafeSeries : public BlogDatabase {
protected:
    SafeSeries() {
        apply_all();
        add_posts();
    }
    /// The series applied with rows in the tables, undone and applied again; the tables and the models are as with the one migration.
    void TearDown() override {
        EXPECT_THAT(detect_changes(set, wanted), IsEmpty());
        apply_all();
        EXPECT_THAT(differences(tables_of(database(), wanted), live_tables(database())), IsEmpty());
        go_to("0001");
        EXPECT_THAT(differences(tables_of(database(), blog()), live_tables(database())), IsEmpty());
        apply_all();
        EXPECT_THAT(differences(tables_of(database(), wanted), live_tables(database())), IsEmpty());
        EXPECT_THAT(waits, IsEmpty());
    }
    /// What each migration does, a line each, in the order of their numbers.
    std::vector<std::string> series() {
        std::vector<std::string> lines;
        const auto made = safe_series(set, detect_changes(set, wanted));
        ProjectState state = set.state();
        for (const Migration& migration : made) {
            std::string line = migration.name + (migration.atomic ? ":" : " (not atomic):") + (migration.comment.empty() ? "" : " (after the deploy)");
            for (const OperationPointer& operation : migration.operations) {
                line += " " + operation->describe() + ";";
                ProjectState after = state;
                operation->apply(after, "blog");
                for (const TableImpact& impact : safety_of(*operation, state, after, "blog", orm::postgresql_dialect()).tables)
                    if (!impact.is_brief() && impact.lock != "SHARE UPDATE EXCLUSIVE") waits.push_back(impact.str());
                state = std::move(after);
            }
            lines.push_back(line);
        }
        set = with(set, made);
        return lines;
    }
    FieldState& field(const std::string& name) { return *wanted.get("blog.Post").find(name); }

    ProjectState wanted = blog();
    std::vector<std::string> waits{};
};

TEST_F(SafeSeries, IndexesAreBuiltConcurrentlyTogether) {
    wanted.get("blog.Post").indexes = {{.name = "by_title", .columns = {"title"}}, {.name = "by_views", .columns = {"-views"}}};
    EXPECT_THAT(series(), ElementsAre("0002_by_title_by_views (not atomic): add index by_title to Post concurrently; add index by_views to Post concurrently;"));
}

TEST_F(SafeSeries, ChecksAreAddedAndValidated) {
    wanted.get("blog.Post").checks = {{"seen", {{{"sqlite", "views > 0"}, {"postgresql", "views > 0"}}}}};
    EXPECT_THAT(series(), ElementsAre("0002_seen: add check seen to Post;", "0003_validate_seen: validate check seen of Post;"));
}

TEST_F(SafeSeries, AReferenceComesInSteps) {
    wanted.get("blog.Post").fields.push_back(nullable(foreign_key("reviewer", "blog.Author")));
    EXPECT_THAT(series(), ElementsAre("0002_post_reviewer: add field reviewer to Post;", "0003_alter_post_reviewer (not atomic): alter field reviewer of Post concurrently;",
                                      "0004_validate_post_reviewer: validate field reviewer of Post;"));
}

TEST_F(SafeSeries, ARequiredFieldHasADefaultUntilTheDeploy) {
    wanted.get("blog.Post").fields.push_back(filled(text("subtitle", 50), Value("none")));
    EXPECT_THAT(series(), ElementsAre("0002_post_subtitle: add field subtitle to Post;", "0003_alter_post_subtitle: (after the deploy) alter field subtitle of Post;"));
    go_to("0002");
    sql("INSERT INTO blog_post (title, author_id, views) VALUES ('By the version before', 1, 1)");
    EXPECT_THAT(texts("SELECT DISTINCT subtitle FROM blog_post"), ElementsAre("none"));
}

TEST_F(SafeSeries, ARemovedFieldGoesAfterTheDeploy) {
    auto& fields = wanted.get("blog.Post").fields;
    std::erase_if(fields, [](const FieldState& one) { return one.name == "views"; });
    EXPECT_THAT(series(), ElementsAre("0002_alter_post_views: alter field views of Post;", "0003_remove_post_views: (after the deploy) remove field views from Post;"));
    go_to("0002");
    sql("INSERT INTO blog_post (title, author_id) VALUES ('By the version after', 1)");
    sql("INSERT INTO blog_post (title, author_id, views) VALUES ('By the version before', 1, 1)");
}

TEST_F(SafeSeries, UniquenessAndAnIndexAreBuiltConcurrently) {
    sql("UPDATE blog_post SET title = 'Post ' || id");
    field("title").unique = true;
    field("views").indexed = true;
    EXPECT_THAT(series(), ElementsAre("0002_alter_post_title_alter_post_views (not atomic): alter field title of Post concurrently; alter field views of Post concurrently;"));
}

TEST_F(SafeSeries, ChoicesAreLookedAtLater) {
    sql("UPDATE blog_post SET views = 1");
    field("views").choices = {Value(1), Value(2)};
    EXPECT_THAT(series(), ElementsAre("0002_alter_post_views: alter field views of Post;", "0003_validate_post_views: validate field views of Post;"));
}

TEST_F(SafeSeries, AFieldBecomesRequiredByWayOfACheckAndABackfill) {
    ProjectState before = blog();
    before.get("blog.Post").fields.push_back(nullable(text("subtitle", 50)));
    change_to(before);
    apply_all();
    wanted.get("blog.Post").fields.push_back(filled(text("subtitle", 50), Value("it's none")));
    EXPECT_THAT(series(), ElementsAre("0003_backfill_post (not atomic): backfill Post;", "0004_blog_post_subtitle_known: add check blog_post_subtitle_known to Post;",
                                      "0005_backfill_post (not atomic): backfill Post;", "0006_validate_blog_post_subtitle_known: validate check blog_post_subtitle_known of Post;",
                                      "0007_alter_post_subtitle_remove_blog_post_subtitle_known: alter field subtitle of Post; remove check blog_post_subtitle_known from Post;"));
    apply_all();
    EXPECT_THAT(texts("SELECT DISTINCT subtitle FROM blog_post"), ElementsAre("it's none"));
}

TEST_F(SafeSeries, WhatNobodyWaitsForStaysOneMigration) {
    wanted.get("blog.Post").fields.push_back(nullable(text("subtitle", 50)));
    field("title") = text("title", 300);
    EXPECT_THAT(series(), ElementsAre("0002_alter_post_title_post_subtitle: alter field title of Post; add field subtitle to Post;"));
}

TEST_F(SafeSeries, WhatHasNoStepsStaysAsItIs) {
    field("views") = plain("views", {.kind = Kind::text, .max_length = 9});
    EXPECT_THAT(series(), ElementsAre("0002_alter_post_views: alter field views of Post;"));
    EXPECT_THAT(waits, ElementsAre(HasSubstr("while every row is rewritten")));
    waits.clear();
}

TEST_F(SafeSeries, AppsThatWaitForEachOtherStillDo) {
    wanted.add(model("shop", "Order", {foreign_key("post", "blog.Post")}));
    wanted.get("blog.Post").indexes = {{.name = "by_title", .columns = {"title"}}};
    wanted.get("blog.Post").checks = {{"seen", {{{"sqlite", "views > 0"}, {"postgresql", "views > 0"}}}}};
    const auto made = safe_series(set, detect_changes(set, wanted));
    set = with(set, made);
    ASSERT_EQ(made.size(), 4U);
}

}  // namespace
}  // namespace portico::migrations
