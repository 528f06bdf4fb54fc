#include <portico/orm/conditional.hpp>
#include <portico/orm/functions.hpp>
#include <portico/orm/subquery.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using orm::DateUnit;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

DateTime day(int year, unsigned month, unsigned day) {
    return at(Date(std::chrono::year(year) / month / day), Time::of(12, 0));
}

class Expressions : public BlogTest {
protected:
    Author ann = make_author("Ann"), bob = make_author("Bob", false), cy = make_author("Cy");
    Post apples = Post::objects.create({.title = "Apples", .slug = "a", .status = Status::published, .author = ann,
                                        .reviewer = bob, .published_at = day(2025, 12, 31), .views = 10, .rating = Decimal("3.5")});
    Post bananas = Post::objects.create({.title = "Bananas", .slug = "b", .author = ann, .published_at = day(2026, 1, 1),
                                         .views = 20, .rating = Decimal("4.0")});
    Post cherries = Post::objects.create({.title = "Cherries", .slug = "c", .status = Status::published, .author = bob,
                                          .published_at = day(2026, 1, 20), .views = 30, .featured = true});
};

TEST_F(Expressions, RowsAsStructsOfOnesOwn) {
    struct Line {
        std::string title{};
        std::int64_t views = 0;
        std::optional<std::string> reviewer{};
    };
    auto lines = Post::objects.order_by(&Post::id).values<Line>(&Post::title, &Post::views, F(&Post::reviewer, &Author::name));
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0].title, "Apples");
    EXPECT_EQ(lines[0].reviewer, "Bob");
    EXPECT_EQ(lines[2].views, 30);
    EXPECT_EQ(lines[2].reviewer, std::nullopt);
}

TEST_F(Expressions, ObjectsWithWhatIsComputedForThem) {
    std::vector<std::pair<std::string, std::int64_t>> seen;
    auto rows = Author::objects.order_by(&Author::id).annotated(count(F(back(&Post::author))), max(F(back(&Post::author), &Post::views)));
    for (auto& [author, posts, most] : rows) seen.emplace_back(author.name, posts * 1000 + most.value_or(0));
    EXPECT_THAT(seen, ElementsAre(std::pair("Ann", 2020), std::pair("Bob", 1030), std::pair("Cy", 0)));
    auto [post, status] = Post::objects.limit(1).annotated(coalesce(&Post::status, Status::draft)).at(0);
    EXPECT_EQ(status, Status::published);
    EXPECT_TRUE(post.is_saved());
}

TEST_F(Expressions, FiltersAndOrdersByAggregates) {
    auto posts = count(F(back(&Post::author)));
    EXPECT_THAT(Author::objects.filter(posts > 1).values_list(&Author::name), ElementsAre("Ann"));
    EXPECT_EQ(Author::objects.filter(posts == 0).count(), 1);
    EXPECT_TRUE(Author::objects.filter(posts == 0).exists());
    EXPECT_FALSE(Author::objects.filter(posts > 5).exists());
    EXPECT_THAT(Author::objects.order_by(-posts, &Author::name).values_list(&Author::name), ElementsAre("Ann", "Bob", "Cy"));
    auto busy = Author::objects.annotate("posts", posts).filter(orm::annotation<Author, std::int64_t>("posts") > 1);
    EXPECT_EQ(busy.get().annotation("posts"), Value(2));
}

TEST_F(Expressions, AggregatesOfEveryKind) {
    EXPECT_EQ(Post::objects.aggregate(count(&Post::author).distinct()), 2);
    EXPECT_EQ(Post::objects.aggregate(sum(&Post::views).where(F(&Post::featured))), 30);
    EXPECT_EQ(Post::objects.aggregate(sum(&Post::rating)), Decimal("7.5"));
    EXPECT_NEAR(*Post::objects.aggregate(stddev(&Post::views)), 8.16496580927726, 1e-9);
    EXPECT_NEAR(*Post::objects.aggregate(stddev(&Post::views, true)), 10, 1e-9);
    EXPECT_NEAR(*Post::objects.aggregate(variance(&Post::views)), 66.6666666667, 1e-6);
    EXPECT_EQ(Post::objects.aggregate(bit_or(&Post::views)), 10 | 20 | 30);
    EXPECT_EQ(Post::objects.aggregate(bit_and(&Post::views)), 10 & 20 & 30);
    EXPECT_EQ(Post::objects.aggregate(bit_xor(&Post::views)), 10 ^ 20 ^ 30);
    EXPECT_EQ(Post::objects.filter(F(&Post::slug) == "a").aggregate(any_value(&Post::title)), "Apples");
    EXPECT_THAT(*Post::objects.filter(F(&Post::author) == ann).aggregate(string_agg(&Post::slug, ", ")), testing::AnyOf("a, b", "b, a"));
    EXPECT_EQ(Post::objects.aggregate(max(&Post::status)), Status::published);
    EXPECT_EQ(Post::objects.filter(F(&Post::views) > 99).aggregate(stddev(&Post::views)), std::nullopt);
}

TEST_F(Expressions, AggregatesTakeTheirValuesInAnOrder) {
    EXPECT_EQ(Post::objects.aggregate(string_agg(&Post::slug, "").order_by(-F(&Post::views))), "cba");
    EXPECT_EQ(Post::objects.aggregate(string_agg(&Post::slug, "").order_by(F(&Post::author, &Author::name).desc(), &Post::views)), "cab");
    EXPECT_EQ(Post::objects.aggregate(string_agg(&Post::slug, "").order_by(F(&Post::rating).desc().nulls_last())), "bac");
    EXPECT_EQ(Post::objects.aggregate(string_agg(F(&Post::author, &Author::name), "+").distinct().order_by(F(&Post::author, &Author::name))), "Ann+Bob");
    EXPECT_EQ(Post::objects.aggregate(string_agg(&Post::slug, "").where(F(&Post::views) < 25).order_by(-F(&Post::views))), "ba");
    auto by_author = Author::objects.order_by(&Author::name).values_list(&Author::name, string_agg(F(back(&Post::author), &Post::slug), ", ").order_by(-F(back(&Post::author), &Post::views)));
    EXPECT_THAT(by_author, ElementsAre(std::tuple("Ann", "b, a"), std::tuple("Bob", "c"), std::tuple("Cy", std::nullopt)));
}

TEST_F(Expressions, ValuesOfManyRowsBecomeAVector) {
    std::vector<std::string> slugs = Post::objects.aggregate(array_agg(&Post::slug).order_by(-F(&Post::views))).value();
    EXPECT_THAT(slugs, ElementsAre("c", "b", "a"));
    EXPECT_THAT(Post::objects.aggregate(array_agg(&Post::views).order_by(&Post::views)).value(), ElementsAre(10, 20, 30));
    EXPECT_THAT(Post::objects.aggregate(array_agg(&Post::featured).order_by(&Post::views)).value(), ElementsAre(false, false, true));
    EXPECT_THAT(Post::objects.aggregate(array_agg(F(&Post::reviewer, &Author::name)).distinct()), testing::Optional(UnorderedElementsAre("Bob", std::nullopt)));
    EXPECT_EQ(Post::objects.filter(F(&Post::views) > 99).aggregate(array_agg(&Post::slug)), std::nullopt);
}

TEST_F(Expressions, GroupedByAMonth) {
    auto month = trunc(&Post::published_at, DateUnit::month);
    auto rows = Post::objects.order_by(month).values_list(month, count(&Post::id));
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(std::get<0>(rows[1]), at(Date(std::chrono::year(2026) / 1 / 1)));
    EXPECT_EQ(std::get<1>(rows[1]), 2);
}

TEST_F(Expressions, GroupsMayBeOrderedByWhatIsNotSelected) {
    EXPECT_EQ(Post::objects.order_by(&Post::title).values_list(count(&Post::id)), std::vector<std::int64_t>{3});
    std::vector<std::int64_t> in_order;
    for (const Author& author : Author::objects.order_by(&Author::name))
        if (auto its = author.related(&Post::author).count()) in_order.push_back(its);
    auto by_author = Post::objects.order_by(-F(&Post::author, &Author::name)).values_list(F(&Post::author), count(&Post::id));
    std::vector<std::int64_t> backwards;
    for (auto& [author, number] : by_author) backwards.push_back(number);
    std::ranges::reverse(backwards);
    EXPECT_EQ(backwards, in_order);
}

TEST_F(Expressions, DaysAndMomentsEachOnce) {
    EXPECT_THAT(Post::objects.dates(&Post::published_at, DateUnit::month),
                ElementsAre(Date(std::chrono::year(2025) / 12 / 1), Date(std::chrono::year(2026) / 1 / 1)));
    EXPECT_THAT(Post::objects.dates(&Post::published_at, DateUnit::year, true),
                ElementsAre(Date(std::chrono::year(2026) / 1 / 1), Date(std::chrono::year(2025) / 1 / 1)));
    EXPECT_EQ(Post::objects.datetimes(&Post::published_at, DateUnit::hour).at(0), day(2025, 12, 31));
}

TEST_F(Expressions, AValueThatDependsOnConditions) {
    auto size = when(F(&Post::views) > 25, "big").when(F(&Post::views) > 15, "middling").otherwise("small");
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(size), ElementsAre("small", "middling", "big"));
    auto points = when(F(&Post::featured), F(&Post::views) * 2).otherwise(F(&Post::views));
    EXPECT_EQ(Post::objects.aggregate(sum(points)), 90);
    auto rest = when(F(&Post::views) > 25, 1);
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(rest), ElementsAre(std::nullopt, std::nullopt, 1));
    EXPECT_EQ(Post::objects.filter(size == "small").get().slug, "a");
}

TEST_F(Expressions, AnEnumDependsOnConditions) {
    Post::objects.update(F(&Post::status) = when(F(&Post::views) > 15, Status::published).otherwise(Status::draft));
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(&Post::status),
                ElementsAre(Status::draft, Status::published, Status::published));
}

TEST_F(Expressions, ExclusiveOr) {
    auto published = F(&Post::status) == Status::published, much = F(&Post::views) > 15;
    EXPECT_THAT(Post::objects.filter(published ^ much).order_by(&Post::id).values_list(&Post::slug), ElementsAre("a", "b"));
}

TEST_F(Expressions, WhatExistsInAnotherTable) {
    auto theirs = F(&Post::author) == outer(F(&Author::id));
    auto published = Post::objects.filter(theirs, F(&Post::status) == Status::published);
    EXPECT_THAT(Author::objects.filter(exists(published)).order_by(&Author::id).values_list(&Author::name), ElementsAre("Ann", "Bob"));
    EXPECT_THAT(Author::objects.filter(!exists(published)).values_list(&Author::name), ElementsAre("Cy"));
    EXPECT_THAT(Author::objects.filter(F(&Author::active) == true && exists(published)).values_list(&Author::name), ElementsAre("Ann"));
    EXPECT_EQ(Author::objects.exclude(exists(published)).count(), 1);
}

TEST_F(Expressions, AKeyIsComparedWithTheReferenceAround) {
    auto active = Author::objects.filter(F(&Author::id) == outer(F(&Post::author)), F(&Author::active) == true);
    EXPECT_EQ(Post::objects.filter(exists(active)).count(), Post::objects.filter(F(&Post::author, &Author::active) == true).count());
    EXPECT_EQ(Post::objects.filter(!exists(active)).count(), Post::objects.filter(F(&Post::author, &Author::active) == false).count());
}

TEST_F(Expressions, OneValueOfAnotherTable) {
    auto theirs = Post::objects.filter(F(&Post::author) == outer(F(&Author::id)));
    auto newest = orm::subquery<Author>(theirs.order_by(-F(&Post::published_at)), &Post::title);
    EXPECT_THAT(Author::objects.order_by(&Author::id).values_list(newest), ElementsAre("Bananas", "Cherries", std::nullopt));
    EXPECT_EQ(Author::objects.filter(newest == "Cherries").get().name, "Bob");
    auto status = orm::subquery<Author>(theirs.order_by(&Post::id), &Post::status);
    EXPECT_EQ(Author::objects.order_by(&Author::id).values_list(status).at(0), Status::published);
}

TEST_F(Expressions, UpdatesFromAnotherTable) {
    auto theirs = Comment::objects.filter(F(&Comment::post) == outer(F(&Post::id)));
    Comment::objects.create({.post = apples, .name = "Eve", .text = "Mm"});
    Post::objects.update(F(&Post::body) = coalesce(orm::subquery<Post>(theirs, &Comment::text), "nothing"));
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(&Post::body), ElementsAre("Mm", "nothing", "nothing"));
}

TEST_F(Expressions, OuterOfTheWrongModelIsRefused) {
    auto wrong = Post::objects.filter(F(&Post::author) == outer(F(&Tag::id)));
    try {
        Author::objects.filter(exists(wrong)).count();
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "outer(…) names a field of \"Tag\", but the query around is of \"Author\"");
    }
    EXPECT_THROW(wrong.count(), Error);
}

TEST_F(Expressions, AmongValuesOfAnotherTable) {
    auto written = Post::objects.filter(F(&Post::views) > 25).selecting(&Post::author);
    EXPECT_THAT(Author::objects.filter(F(&Author::id).in(written)).values_list(&Author::name), ElementsAre("Bob"));
    EXPECT_EQ(Author::objects.exclude(F(&Author::id).in(written)).count(), 2);
    auto names = Author::objects.filter(F(&Author::active)).selecting(&Author::name);
    EXPECT_EQ(Tag::objects.filter(F(&Tag::name).in(names)).count(), 0);
}

TEST_F(Expressions, OnlyTheFirstOfEachGroup) {
    auto newest = Post::objects.order_by(-F(&Post::published_at)).distinct(&Post::author);
    EXPECT_THAT(newest.values_list(&Post::title), ElementsAre("Cherries", "Bananas"));
    EXPECT_EQ(newest.count(), 2);
}

TEST_F(Expressions, ASliceOfOneIsGot) {
    EXPECT_EQ(Post::objects.order_by(-F(&Post::views)).limit(1).get().title, "Cherries");
    EXPECT_EQ(Post::objects.order_by(-F(&Post::views)).slice(1, 1).get().title, "Bananas");
    EXPECT_THROW(Post::objects.limit(1).get(F(&Post::views) > 1), Error);
}

TEST_F(Expressions, ReversedArithmetic) {
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(100 - F(&Post::views)), ElementsAre(90, 80, 70));
    EXPECT_EQ(Post::objects.aggregate(sum(F(&Post::views) * 1.5)), 90.0);
}

TEST_F(Expressions, TheNextAndThePreviousOne) {
    EXPECT_EQ(apples.next_by(&Post::views)->title, "Bananas");
    EXPECT_EQ(bananas.previous_by(&Post::views)->title, "Apples");
    EXPECT_FALSE(cherries.next_by(&Post::views));
    Post::objects.update(F(&Post::views) = 1);
    apples.refresh_from_db();
    EXPECT_EQ(apples.next_by(&Post::views)->title, "Bananas");
}

TEST_F(Expressions, APlanIsShown) {
    EXPECT_THAT(Post::objects.filter(F(&Post::slug) == "a").explain(), HasSubstr("blog_post"));
}

TEST_F(Expressions, ChunksKeepOrderAndStop) {
    std::vector<std::string> seen;
    orm::QueryLog log;
    Post::objects.chunks(2).each([&](const Post& post) { seen.push_back(post.slug); });
    EXPECT_THAT(seen, ElementsAre("c", "b", "a"));  // the model's order: published_at descending
    EXPECT_EQ(log.size(), 3u) << log.str();         // the keys, and two chunks
    std::vector<std::string> names;
    Author::objects.chunks(2).each([&](const Author& author) { return names.push_back(author.name), names.size() < 2; });
    EXPECT_THAT(names, ElementsAre("Ann", "Bob"));
    int number = 0;
    Post::objects.order_by(&Post::views).limit(2).chunks(1).each([&](const Post&) { ++number; });
    EXPECT_EQ(number, 2);
}

}  // namespace
