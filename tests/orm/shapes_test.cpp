/// Queries of the same shape share their SQL; what they find is their own.
#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;

namespace {

class Shapes : public BlogTest {
protected:
    Author ann = make_author("Ann"), bob = make_author("Bob");

    void make_posts() {
        for (int i = 1; i <= 3; ++i) {
            Post::objects.create({.title = "p" + std::to_string(i), .slug = "p" + std::to_string(i), .status = i == 1 ? Status::draft : Status::published,
                                  .author = i == 3 ? bob : ann, .views = i * 10, .rating = i == 2 ? std::optional<Decimal>() : Decimal(i)});
        }
    }
    template <class... C> static std::vector<std::string> found(const C&... conditions) {
        std::vector<std::string> titles;
        for (const Post& post : Post::objects.filter(conditions...).order_by(&Post::id)) titles.push_back(post.title);
        return titles;
    }
};

TEST_F(Shapes, OtherValuesFindOtherRows) {
    make_posts();
    EXPECT_EQ(Post::objects.get(F(&Post::slug) == "p1").views, 10);
    EXPECT_EQ(Post::objects.get(F(&Post::slug) == "p2").views, 20);
    EXPECT_THAT(found(F(&Post::status) == Status::draft), ElementsAre("p1"));
    EXPECT_THAT(found(F(&Post::status) == Status::published), ElementsAre("p2", "p3"));
    EXPECT_THAT(found(F(&Post::author) == ann), ElementsAre("p1", "p2"));
    EXPECT_THAT(found(F(&Post::author) == bob), ElementsAre("p3"));
    EXPECT_THAT(found(F(&Post::author, &Author::name) == "Ann"), ElementsAre("p1", "p2"));
    EXPECT_THAT(found(F(&Post::author, &Author::name) == "Bob"), ElementsAre("p3"));
    EXPECT_THAT(found(F(&Post::views).in({10, 30})), ElementsAre("p1", "p3"));
    EXPECT_THAT(found(F(&Post::views).in({20, 30})), ElementsAre("p2", "p3"));
    EXPECT_THAT(found(F(&Post::views).in({20})), ElementsAre("p2"));
    EXPECT_THAT(found(F(&Post::rating) == Decimal(1)), ElementsAre("p1"));
    EXPECT_THAT(found(F(&Post::rating) == Decimal("3.0")), ElementsAre("p3"));
}

/// A planner has to know which of the two it is: for a partial index, and for how many rows to expect.
TEST_F(Shapes, ABooleanStandsInTheText) {
    bob.active = false;
    bob.save();
    auto active = [](bool yes) { return Author::objects.filter(F(&Author::active) == yes, F(&Author::name) != "Cy").values_list(&Author::name); };
    for (int again = 0; again < 2; ++again) {
        EXPECT_THAT(active(true), ElementsAre("Ann"));
        EXPECT_THAT(active(false), ElementsAre("Bob"));
    }
    orm::QueryLog log;
    EXPECT_EQ(Author::objects.filter(F(&Author::active) == true, F(&Author::name) == "Ann").to_vector().size(), 1u);
    EXPECT_THAT(log.queries().front().parameters, testing::SizeIs(1)) << log.str();
}

TEST_F(Shapes, NullIsAShapeOfItsOwn) {
    make_posts();
    auto rated = [](Value rating) { return orm::Condition<Post>(orm::compare(orm::Lookup::exact, orm::path_named("rating"), {orm::value_of(std::move(rating))})); };
    EXPECT_THAT(found(rated(Value(1))), ElementsAre("p1"));
    EXPECT_THAT(found(rated(Value())), ElementsAre("p2"));
    EXPECT_THAT(found(rated(Value("3"))), ElementsAre("p3"));
    EXPECT_THAT(found(F(&Post::rating).isnull()), ElementsAre("p2"));
    EXPECT_THAT(found(F(&Post::rating).isnull(false)), ElementsAre("p1", "p3"));
}

TEST_F(Shapes, AConditionThatStandsTwiceIsNotTakenForTwo) {
    make_posts();
    auto many = F(&Post::views) == 10;
    EXPECT_THAT(found(many || many), ElementsAre("p1"));
    EXPECT_THAT(found(F(&Post::views) == 10 || F(&Post::views) == 30), ElementsAre("p1", "p3"));
    EXPECT_THAT(found(F(&Post::views) == 30 || F(&Post::views) == 20), ElementsAre("p2", "p3"));
}

TEST_F(Shapes, SlicesOrdersAndWhatIsLoadedArePartOfIt) {
    make_posts();
    auto all = Post::objects.filter(F(&Post::views) > 5).order_by(&Post::id);
    EXPECT_EQ(all.slice(0, 1)[0].title, "p1");
    EXPECT_EQ(all.slice(1, 1)[0].title, "p2");
    EXPECT_EQ(all.reverse()[0].title, "p3");
    EXPECT_EQ(all.order_by(-F(&Post::views))[0].title, "p3");
    EXPECT_EQ(all.only(&Post::views)[0].title, "");
    EXPECT_EQ(all.select_related(&Post::author)[2].author->name, "Bob");
    EXPECT_EQ(all.annotate("twice", F(&Post::views) * 2)[0].annotation("twice"), Value(20));
    EXPECT_EQ(all.annotate("twice", F(&Post::views) * 3)[0].annotation("twice"), Value(30));
}

TEST_F(Shapes, YearsBeyondTheCalendarAreNoShapeForOthers) {
    make_posts();
    Post::objects.filter(F(&Post::id) == 1).update(F(&Post::published_at) = at(Date(std::chrono::year(2026) / 5 / 17)));
    EXPECT_THAT(found(F(&Post::published_at).year() == 99'999), ElementsAre());
    EXPECT_THAT(found(F(&Post::published_at).year() == 2026), ElementsAre("p1"));
}

}  // namespace
