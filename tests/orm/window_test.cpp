#include <portico/orm/window.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using orm::unbounded;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class Windows : public BlogTest {
protected:
    Author ann = make_author("Ann"), bob = make_author("Bob");
    void SetUp() override {
        int views[] = {10, 30, 20, 5, 5};
        for (int i = 0; i < 5; ++i) {
            std::string slug(1, static_cast<char>('a' + i));
            Post::objects.create({.title = slug, .slug = slug, .author = i < 3 ? ann : bob, .views = views[i]});
        }
    }
    orm::Window<Post> by_views = orm::Window<Post>().order_by(-F(&Post::views));
    orm::Window<Post> of_author = orm::Window<Post>().partition_by(&Post::author).order_by(-F(&Post::views), &Post::id);
    template <class E> auto of_all(const E& expression) { return Post::objects.order_by(&Post::id).values_list(expression); }
};

TEST_F(Windows, Ranks) {
    EXPECT_THAT(of_all(of_author.row_number()), ElementsAre(3, 1, 2, 1, 2));
    EXPECT_THAT(of_all(by_views.rank()), ElementsAre(3, 1, 2, 4, 4));
    EXPECT_THAT(of_all(by_views.dense_rank()), ElementsAre(3, 1, 2, 4, 4));
    EXPECT_THAT(of_all(by_views.percent_rank()), ElementsAre(0.5, 0, 0.25, 0.75, 0.75));
    EXPECT_THAT(of_all(by_views.cume_dist()), ElementsAre(0.6, 0.2, 0.4, 1, 1));
    EXPECT_THAT(of_all(of_author.ntile(2)), ElementsAre(2, 1, 1, 1, 2));
}

TEST_F(Windows, NeighboursAndEnds) {
    EXPECT_THAT(of_all(of_author.lag(&Post::views)), ElementsAre(20, std::nullopt, 30, std::nullopt, 5));
    EXPECT_THAT(of_all(of_author.lead(&Post::title, 2)), ElementsAre(std::nullopt, "a", std::nullopt, std::nullopt, std::nullopt));
    EXPECT_THAT(of_all(of_author.first_value(&Post::title)), ElementsAre("b", "b", "b", "d", "d"));
    EXPECT_THAT(of_all(of_author.whole_partition().last_value(&Post::title)), ElementsAre("a", "a", "a", "e", "e"));
    EXPECT_THAT(of_all(of_author.whole_partition().nth_value(&Post::title, 2)), ElementsAre("c", "c", "c", "e", "e"));
    EXPECT_EQ(of_all(of_author.first_value(&Post::status)).at(0), Status::draft);
}

TEST_F(Windows, AggregatesOverFrames) {
    auto by_id = orm::Window<Post>().order_by(&Post::id);
    EXPECT_THAT(of_all(by_id.over(sum(&Post::views))), ElementsAre(10, 40, 60, 65, 70));
    EXPECT_THAT(of_all(by_id.rows(1, 0).over(sum(&Post::views))), ElementsAre(10, 40, 50, 25, 10));
    EXPECT_THAT(of_all(by_id.rows(1, 1).exclude_current_row().over(sum(&Post::views))), ElementsAre(30, 30, 35, 25, 5));
    EXPECT_THAT(of_all(by_id.rows(unbounded, unbounded).over(count(&Post::id))), ElementsAre(5, 5, 5, 5, 5));
    EXPECT_THAT(of_all(by_views.groups(0, 0).over(count(&Post::id))), ElementsAre(1, 1, 1, 2, 2));
    EXPECT_THROW(by_id.exclude_group(), Error);
}

TEST_F(Windows, AFilterOverAWindowLooksAtAllRowsThatTheOthersLeave) {
    auto best = Post::objects.filter(of_author.row_number() <= 1, F(&Post::views) < 30).order_by(&Post::id);
    std::vector<std::string> titles;
    for (const Post& post : best) titles.push_back(post.title);
    EXPECT_THAT(titles, ElementsAre("c", "d"));
    EXPECT_EQ(best.count(), 2);
    EXPECT_TRUE(best.exists());
    EXPECT_THAT(best.values_list(&Post::title), ElementsAre("c", "d"));
    EXPECT_EQ(best.aggregate(sum(&Post::views)), 25);
    EXPECT_EQ(best.limit(1).get().title, "c");
    EXPECT_EQ(Post::objects.filter(F(&Post::id).in(best)).count(), 2);
}

TEST_F(Windows, AFilterOverAWindowKeepsAnnotationsAndRelations) {
    auto best = Post::objects.select_related(&Post::author).annotate("place", by_views.rank());
    auto rows = best.filter(orm::annotation<Post, std::int64_t>("place") > 3).order_by("-place", -F(&Post::id));
    orm::QueryLog log;
    ASSERT_EQ(rows[0].title, "e");
    EXPECT_EQ(rows[0].annotation("place"), Value(4));
    EXPECT_EQ(rows[1].author->name, "Bob");
    EXPECT_EQ(log.size(), 1u);
}

TEST_F(Windows, AConditionMayNameWindowsAndFields) {
    auto either = Post::objects.filter(by_views.rank() == 1 || F(&Post::title) == "a").order_by(&Post::id);
    EXPECT_THAT(either.values_list(&Post::title), ElementsAre("a", "b"));
}

TEST_F(Windows, AnUpdateUnderAWindowTouchesThoseRowsAlone) {
    EXPECT_EQ(Post::objects.filter(of_author.row_number() <= 1).update(F(&Post::body) = "best"), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::body) == "best").order_by(&Post::id).values_list(&Post::title), (std::vector<std::string>{"b", "d"}));
    EXPECT_EQ(Post::objects.order_by(&Post::author, &Post::id).distinct(&Post::author).update(F(&Post::body) = "first"), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::body) == "first").order_by(&Post::id).values_list(&Post::title), (std::vector<std::string>{"a", "d"}));
    auto placed = Post::objects.annotate("place", by_views.rank());
    EXPECT_EQ(placed.filter(orm::annotation<Post, std::int64_t>("place") > 3).update(F(&Post::body) = "last"), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::body) == "last").count(), 2);
}

TEST_F(Windows, ADeletionUnderAWindowTouchesThoseRowsAlone) {
    Post post = Post::objects.get(F(&Post::slug) == "a");
    for (const char* name : {"x", "y", "z"}) Comment::objects.create({.post = post, .name = name, .text = name});
    auto of_post = orm::Window<Comment>().partition_by(&Comment::post).order_by(&Comment::id);
    EXPECT_EQ(Comment::objects.filter(of_post.row_number() > 2).delete_().total, 1);
    EXPECT_EQ(Comment::objects.order_by(&Comment::id).values_list(&Comment::name), (std::vector<std::string>{"x", "y"}));
}

TEST_F(Windows, ChunksGiveTheRowsOfAFilterOverAWindow) {
    std::vector<std::string> seen;
    auto see = [&](const Post& post) { seen.push_back(post.title); };
    Post::objects.filter(of_author.row_number() <= 2).chunks(1).each(see);
    EXPECT_THAT(seen, ElementsAre("b", "c", "d", "e"));
    seen.clear();
    Post::objects.filter(of_author.row_number() <= 2).order_by(-F(&Post::id)).chunks(3).each(see);
    EXPECT_THAT(seen, ElementsAre("e", "d", "c", "b"));
    std::vector<Value> places;
    Post::objects.annotate("place", by_views.rank()).chunks(2).each([&](const Post& post) { places.push_back(post.annotation("place")); });
    EXPECT_THAT(places, ElementsAre(Value(3), Value(1), Value(2), Value(4), Value(4)));
}

TEST_F(Windows, OneRowIsLookedForAmongThoseOfTheFilter) {
    auto best = Post::objects.filter(of_author.row_number() <= 1);
    auto first = Post::objects.order_by(&Post::author, &Post::id).distinct(&Post::author);
    Post a = Post::objects.get(F(&Post::slug) == "a"), b = Post::objects.get(F(&Post::slug) == "b");
    EXPECT_FALSE(best.contains(a));
    EXPECT_TRUE(best.contains(b));
    EXPECT_TRUE(first.contains(a));
    EXPECT_FALSE(first.contains(b));
    EXPECT_EQ(best.in_bulk(std::vector<std::int64_t>{a.id.value(), b.id.value()}).size(), 1u);
    EXPECT_FALSE(best.find(Value(a.id.value())));
}

}  // namespace
