#include "../../migrations/src/optimizer.hpp"

#include <gmock/gmock.h>

#include "states.hpp"

namespace portico::migrations::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> told(const std::vector<OperationPointer>& operations) {
    std::vector<std::string> lines;
    for (const OperationPointer& operation : operations) lines.push_back(operation->describe());
    return lines;
}
OperationPointer sql() { return operation_from({{"op", "run_sql"}, {"sql", "SELECT 1"}}, "blog"); }

TEST(Optimizer, FieldsAndRulesGoIntoTheModelsCreation) {
    const std::vector<OperationPointer> all{
        create_model(model("blog", "Tag", {text("name", 50)})), create_model(model("blog", "Post", {text("title", 100)})),
        add_field("Tag", text("slug", 50)), rename_field("Tag", "name", "label"), alter_field("Tag", text("label", 80)),
        add_index("Tag", {.name = "by_slug", .columns = {"slug"}}), remove_field("Post", "title"), rename_model("Tag", "Word")};
    const auto less = optimized(all, "blog", {});
    EXPECT_THAT(told(less), ElementsAre("create model Word", "create model Post"));
    ProjectState state;
    less[0]->apply(state, "blog");
    EXPECT_EQ(state.get("blog.Word").find("label")->type.max_length, 80U);
    EXPECT_EQ(state.get("blog.Word").indexes.size(), 1U);
}

TEST(Optimizer, WhatComesAndGoesVanishes) {
    EXPECT_THAT(optimized({create_model(model("blog", "Tag", {text("name", 50)})), add_field("Tag", text("slug", 50)), delete_model("Tag")}, "blog", {}), IsEmpty());
    EXPECT_THAT(optimized({add_field("Tag", text("slug", 50)), alter_field("Tag", text("slug", 60)), remove_field("Tag", "slug")}, "blog", blog()), IsEmpty());
    EXPECT_THAT(optimized({add_check("Tag", {"short", {{{"sqlite", "1"}}}}), remove_check("Tag", "short")}, "blog", blog()), IsEmpty());
}

TEST(Optimizer, WhatIsAddedNotValidAndValidatedIsAddedAsItIs) {
    FieldState author = nullable(foreign_key("author", "blog.Author")), views = integer("views");
    author.not_valid = views.not_valid = true;
    views.choices = {Value(1), Value(2)};
    const CheckState check{"short", {{{"sqlite", "1 = 1"}}}, true};
    const ProjectState before = state_of({model("blog", "Author", {}), model("blog", "Post", {integer("views")})});
    const auto less = optimized({alter_field("Post", views), add_field("Post", author), add_check("Post", check), validate_field("Post", "author"),
                                 validate_field("Post", "views"), validate_check("Post", "short")}, "blog", before);
    EXPECT_THAT(told(less), ElementsAre("alter field views of Post", "add field author to Post", "add check short to Post"));
    for (const auto& one : less) EXPECT_THAT(to_text(Migration{.operations = {one}}), testing::Not(testing::HasSubstr("not_valid")));
    EXPECT_THAT(told(optimized({create_model(model("blog", "Tag", {integer("size")})), add_check("Tag", check), validate_check("Tag", "short")}, "blog", before)), ElementsAre("create model Tag"));
}

TEST(Optimizer, NothingMovesOverSql) {
    const std::vector<OperationPointer> all{create_model(model("blog", "Word", {text("name", 50)})), sql(), add_field("Word", text("slug", 50)), alter_field("Word", text("slug", 60))};
    EXPECT_THAT(told(optimized(all, "blog", {})), ElementsAre("create model Word", "run SQL", "add field slug to Word"));
}

TEST(Optimizer, AFieldWaitsForWhatItRefersTo) {
    const std::vector<OperationPointer> all{create_model(model("blog", "Post", {text("title", 50)})), create_model(model("blog", "Author", {text("name", 50)})),
                                            add_field("Post", nullable(foreign_key("author", "blog.Author")))};
    EXPECT_THAT(told(optimized(all, "blog", {})), ElementsAre("create model Post", "create model Author", "add field author to Post"));
}

TEST(Optimizer, RowsGetWhatTheyWouldHaveGot) {
    const auto less = optimized({add_field("Tag", filled(text("slug", 50), Value("none"))), alter_field("Tag", text("slug", 60)), rename_field("Tag", "slug", "path")}, "blog", blog());
    ASSERT_THAT(told(less), ElementsAre("add field path to Tag"));
    EXPECT_EQ(less[0]->to_map().find("field")->as_map()->find("fill")->str(), "none");
}

/// One after the other they give rows something that no single one would.
TEST(Optimizer, WhatChangesRowsStaysAnOperationOfItsOwn) {
    const auto two = [](OperationPointer a, OperationPointer b) { return optimized({std::move(a), std::move(b)}, "blog", blog()).size(); };
    FieldState with_default = text("name", 50), other_default = with_default;
    with_default.db_default = Value("a"), other_default.db_default = Value("b");
    EXPECT_EQ(two(add_field("Tag", plain("slug", {.kind = Kind::text})), alter_field("Tag", plain("slug", {.kind = Kind::integer}))), 2U);
    FieldState slug = text("slug", 50), other = slug;
    slug.db_default = Value("a"), other.db_default = Value("b");
    EXPECT_EQ(two(add_field("Tag", slug), alter_field("Tag", other)), 2U);
    EXPECT_EQ(two(add_field("Tag", nullable(text("slug", 50))), alter_field("Tag", filled(text("slug", 50), Value("x")))), 2U);
    EXPECT_EQ(two(alter_field("Tag", with_default), alter_field("Tag", other_default)), 2U);
    EXPECT_EQ(two(alter_field("Tag", plain("name", {.kind = Kind::integer})), alter_field("Tag", text("name", 50))), 2U);
    FieldState computed = text("slug", 50);
    computed.generated = {{{"sqlite", "upper(name)"}, {"postgresql", "upper(name)"}}};
    EXPECT_EQ(two(add_field("Tag", computed), alter_field("Tag", text("slug", 50))), 2U);
    EXPECT_EQ(two(alter_field("Post", many_to_many("tags", "blog.Author", "blog_post", "post", "tag")), alter_field("Post", many_to_many("tags", "blog.Tag", "blog_post", "post", "tag"))), 2U);
}

TEST(Optimizer, WhatChangesNoRowsJoinsWhatDoes) {
    FieldState indexed = plain("name", {.kind = Kind::integer});
    indexed.indexed = true;
    const auto less = optimized({alter_field("Tag", filled(plain("name", {.kind = Kind::integer}), Value(7))), alter_field("Tag", indexed)}, "blog", blog());
    ASSERT_THAT(told(less), ElementsAre("alter field name of Tag"));
    EXPECT_EQ(*less[0]->to_map().find("field")->as_map()->find("fill"), Value(7));
    EXPECT_EQ(optimized({alter_field("Tag", text("name", 60)), alter_field("Tag", text("name", 90))}, "blog", blog()).size(), 1U);
}

TEST(Optimizer, ARenamedModelIsNotMovedOverThoseThatReferToIt) {
    const std::vector<OperationPointer> all{create_model(model("blog", "Author", {text("name", 50)})), create_model(model("blog", "Post", {foreign_key("author", "blog.Author")})),
                                            rename_model("Author", "Writer")};
    EXPECT_EQ(optimized(all, "blog", {}).size(), 3U);
}

}  // namespace
}  // namespace portico::migrations::test
