#include <portico/orm/tree.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using orm::ancestors_of;
using orm::descendants_of;
using testing::ElementsAre;

namespace {

class Trees : public BlogTest {
protected:
    Category all = Category::objects.create({.name = "all"});
    Category books = Category::objects.create({.name = "books", .parent = all});
    Category novels = Category::objects.create({.name = "novels", .parent = books});
    Category games = Category::objects.create({.name = "games", .parent = all});

    std::vector<std::string> names(const orm::Condition<Category>& condition) {
        return Category::objects.filter(condition).order_by(&Category::id).values_list(&Category::name);
    }
};

TEST_F(Trees, BelowAndAbove) {
    EXPECT_THAT(names(descendants_of(all, &Category::parent)), ElementsAre("books", "novels", "games"));
    EXPECT_THAT(names(descendants_of(books, &Category::parent)), ElementsAre("novels"));
    EXPECT_THAT(names(ancestors_of(novels, &Category::parent)), ElementsAre("all", "books"));
    EXPECT_THAT(names(!descendants_of(books, &Category::parent)), ElementsAre("all", "books", "games"));
}

TEST_F(Trees, ACircleEnds) {
    Category::objects.filter(F(&Category::id) == all.id).update(F(&Category::parent) = novels);
    EXPECT_EQ(names(descendants_of(all, &Category::parent)).size(), 4u);
}

TEST_F(Trees, ChildrenByTheirOwnSide) {
    EXPECT_EQ(all.related(&Category::parent).count(), 2);
    EXPECT_THAT(names(F(back(&Category::parent), &Category::name) == "novels"), ElementsAre("books"));
    EXPECT_THAT(names(F(&Category::parent, &Category::parent, &Category::name) == "all"), ElementsAre("novels"));
    EXPECT_EQ(Category::objects.get(F(&Category::name) == "novels").parent->parent->name, "all");
}

}  // namespace
