#include <portico/http/request.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/shortcuts.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;

namespace {

class Pages : public BlogTest {
protected:
    Pages() {
        std::vector<Tag> tags;
        for (int i = 10; i < 35; ++i) tags.push_back({.name = "t" + std::to_string(i)});
        Tag::objects.bulk_create(tags);
    }
    orm::Page page(const std::string& target) { return paginate(Request({.target = target}), Tag::objects.all(), 10); }
};

TEST_F(Pages, ThePageThatIsAskedFor) {
    auto second = page("/?page=2");
    EXPECT_EQ(second.number(), 2);
    EXPECT_EQ(second.size(), 10u);
    EXPECT_EQ(second.at(0)->str(), "t20");
    EXPECT_TRUE(second.has_next());
    EXPECT_TRUE(second.has_previous());
    EXPECT_EQ(second.start_index(), 11);
    EXPECT_EQ(second.end_index(), 20);
}

TEST_F(Pages, NonsenseIsTheFirstAndTooMuchTheLast) {
    EXPECT_EQ(page("/").number(), 1);
    EXPECT_EQ(page("/?page=x").number(), 1);
    EXPECT_EQ(page("/?page=-3").number(), 3);
    EXPECT_EQ(page("/?page=0").number(), 3);
    EXPECT_EQ(page("/?page=-").number(), 1);
    EXPECT_EQ(page("/?page=99").number(), 3);
    EXPECT_EQ(page("/?page=99999999999999999999999").number(), 3);
    EXPECT_EQ(page("/?page=last").number(), 3);
    EXPECT_EQ(page("/?page=3").size(), 5u);
    EXPECT_EQ(page("/?page=3").end_index(), 25);
}

TEST_F(Pages, AnEmptyListHasOneEmptyPage) {
    orm::Paginator none(Tag::objects.none(), 10);
    EXPECT_EQ(none.num_pages(), 1);
    EXPECT_EQ(none.page(1).size(), 0u);
    EXPECT_EQ(none.page(1).start_index(), 0);
    EXPECT_THROW(none.page(2), Error);
}

TEST_F(Pages, OrphansJoinTheLastPage) {
    orm::Paginator paginator(Tag::objects.all(), 10, 5);
    EXPECT_EQ(paginator.num_pages(), 2);
    EXPECT_EQ(paginator.page(2).size(), 15u);
}

TEST_F(Pages, TemplatesReadThem) {
    Value value{page("/?page=1")};
    EXPECT_EQ(value.attribute("paginator")->attribute("num_pages")->str(), "3");
    EXPECT_EQ(value.attribute("next_page_number")->str(), "2");
    EXPECT_FALSE(value.attribute("has_previous")->truthy());
    EXPECT_EQ(value.attribute("object_list")->size(), 10u);
    EXPECT_EQ(value.attribute("elided_range")->str(), "[1, 2, 3]");
}

TEST_F(Pages, LongListsOfPagesAreElided) {
    orm::Paginator paginator(Tag::objects.all(), 1);
    EXPECT_THAT(paginator.elided_range(12, 1, 1), ElementsAre(1, 0, 11, 12, 13, 0, 25));
    EXPECT_THAT(paginator.elided_range(3, 1, 1), ElementsAre(1, 2, 3, 4, 0, 25));
}

TEST_F(Pages, CountsOnce) {
    orm::QueryLog log;
    auto second = page("/?page=2");
    EXPECT_EQ(second.size(), 10u);
    EXPECT_TRUE(second.has_next());
    EXPECT_EQ(log.size(), 2u) << log.str();
}

TEST_F(Pages, GetOr404) {
    EXPECT_EQ(get_or_404(Tag::objects.filter(F(&Tag::name) == "t12")).name, "t12");
    EXPECT_THROW(get_or_404(Tag::objects.filter(F(&Tag::name) == "x")), orm::NotFound);
    EXPECT_THROW(get_list_or_404(Tag::objects.none()), orm::NotFound);
}

}  // namespace
