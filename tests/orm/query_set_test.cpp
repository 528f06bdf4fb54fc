#include <portico/orm/functions.hpp>
#include <portico/orm/model_info.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

DateTime day(int year, unsigned month, unsigned day) {
    return at(Date(std::chrono::year(year) / month / day), Time::of(12, 0));
}

std::vector<std::string> titles(const orm::QuerySet<Post>& posts) {
    std::vector<std::string> all;
    for (const Post& post : posts) all.push_back(post.title);
    return all;
}

class Queries : public BlogTest {
protected:
    Author ann = make_author("Ann"), bob = make_author("Bob", false), cy = make_author("Cy");
    Post apples = Post::objects.create({.title = "Apples", .slug = "a", .status = Status::published, .author = ann,
                                        .reviewer = bob, .published_at = day(2025, 12, 31), .views = 10, .rating = Decimal("3.5")});
    Post bananas = Post::objects.create({.title = "Bananas 100%", .slug = "b", .author = ann, .published_at = day(2026, 1, 1),
                                         .views = 20, .rating = Decimal("10.0")});
    Post cherries = Post::objects.create({.title = "cherries", .slug = "c", .status = Status::published, .author = bob,
                                          .views = 30, .featured = true});
};

TEST_F(Queries, FilterByEnumTextNumberAndFlag) {
    EXPECT_THAT(titles(Post::objects.filter(F(&Post::status) == Status::published)), UnorderedElementsAre("Apples", "cherries"));
    EXPECT_THAT(titles(Post::objects.filter(F(&Post::title) == "Apples")), ElementsAre("Apples"));
    EXPECT_THAT(titles(Post::objects.filter(F(&Post::views) > 10, F(&Post::views) <= 20)), ElementsAre("Bananas 100%"));
    EXPECT_THAT(titles(Post::objects.filter(F(&Post::featured))), ElementsAre("cherries"));
    EXPECT_THAT(titles(Post::objects.filter(!F(&Post::featured))), ElementsAre("Bananas 100%", "Apples"));
    EXPECT_THAT(titles(Post::objects.filter(F(&Post::rating) > Decimal("4"))), ElementsAre("Bananas 100%"));
}

TEST_F(Queries, DefaultOrderPutsNullsFirstWhereTheDatabaseSortsThemLow) {
    if (database().dialect().features().nulls_sort_low)
        EXPECT_THAT(titles(Post::objects.order_by(&Post::published_at)), ElementsAre("cherries", "Apples", "Bananas 100%"));
    else
        EXPECT_THAT(titles(Post::objects.order_by(&Post::published_at)), ElementsAre("Apples", "Bananas 100%", "cherries"));
    EXPECT_THAT(titles(Post::objects.order_by(F(&Post::published_at).asc().nulls_last())),
                ElementsAre("Apples", "Bananas 100%", "cherries"));
}

TEST_F(Queries, AndOrNot) {
    auto either = F(&Post::views) == 10 || F(&Post::views) == 30;
    EXPECT_EQ(Post::objects.filter(either).count(), 2);
    EXPECT_EQ(Post::objects.filter(either && F(&Post::status) == Status::published && !(F(&Post::title) == "Apples")).count(), 1);
    EXPECT_EQ(Post::objects.exclude(either).count(), 1);
}

TEST_F(Queries, WhatIsNotEqualIncludesNull) {
    EXPECT_EQ(Post::objects.filter(F(&Post::rating) != Decimal("3.5")).count(), 2);
    EXPECT_EQ(Post::objects.exclude(F(&Post::reviewer, &Author::name) == "Bob").count(), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::rating).isnull()).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::rating) == std::nullopt).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::reviewer).isnull(false)).count(), 1);
}

TEST_F(Queries, TextLookups) {
    auto found = [&](const orm::Condition<Post>& condition) { return Post::objects.filter(condition).count(); };
    EXPECT_EQ(found(F(&Post::title).contains("an")), 1);
    EXPECT_EQ(found(F(&Post::title).contains("AN")), 0);
    EXPECT_EQ(found(F(&Post::title).icontains("AN")), 1);
    EXPECT_EQ(found(F(&Post::title).startswith("Ch")), 0);
    EXPECT_EQ(found(F(&Post::title).istartswith("Ch")), 1);
    EXPECT_EQ(found(F(&Post::title).endswith("s")), 2);
    EXPECT_EQ(found(F(&Post::title).iendswith("ES")), 2);
    EXPECT_EQ(found(F(&Post::title).iexact("APPLES")), 1);
    EXPECT_EQ(found(F(&Post::title).contains("%")), 1);
    EXPECT_EQ(found(F(&Post::title).contains("_")), 0);
    EXPECT_EQ(found(F(&Post::title).regex("^[AB]")), 2);
    EXPECT_EQ(found(F(&Post::title).iregex("^C.*S$")), 1);
}

TEST_F(Queries, InRangeAndEmptyIn) {
    EXPECT_EQ(Post::objects.filter(F(&Post::views).in({10, 30, 99})).count(), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::views).in(std::vector<int>{})).count(), 0);
    EXPECT_EQ(Post::objects.exclude(F(&Post::views).in(std::vector<int>{})).count(), 3);
    EXPECT_EQ(Post::objects.filter(F(&Post::views).range(10, 20)).count(), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::author).in({ann, cy})).count(), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::status).in({Status::draft})).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::author).in(Author::objects.filter(F(&Author::active)))).count(), 2);
}

TEST_F(Queries, PartsOfDates) {
    EXPECT_EQ(Post::objects.filter(F(&Post::published_at).year() == 2026).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::published_at).year() < 2026).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::published_at).month() == 12).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::published_at).day().in({1, 2})).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::published_at).date() == Date(std::chrono::year(2026) / 1 / 1)).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::published_at).hour() == 12).count(), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::published_at) >= day(2026, 1, 1)).count(), 1);
    EXPECT_THAT(Post::objects.filter(F(&Post::published_at).year() == 2026).sql(), HasSubstr("\"published_at\" >= " + placeholder(1)));
}

TEST_F(Queries, FieldsComparedWithFieldsAndComputed) {
    Post::objects.filter(F(&Post::title) == "Apples").update(F(&Post::views) = F(&Post::views) * 2 + 5);
    EXPECT_EQ(Post::objects.get(F(&Post::title) == "Apples").views, 25);
    EXPECT_EQ(Post::objects.filter(F(&Post::views) > F(&Post::id) * 10).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::title) == F(&Post::body)).count(), 0);
}

TEST_F(Queries, OverRelationsForwardsAndBack) {
    EXPECT_THAT(titles(Post::objects.filter(F(&Post::author, &Author::name).icontains("ann")).order_by(&Post::id)),
                ElementsAre("Apples", "Bananas 100%"));
    EXPECT_EQ(Author::objects.filter(F(back(&Post::author), &Post::title).startswith("che")).get().name, "Bob");
    EXPECT_EQ(Author::objects.filter(F(back(&Post::author)).isnull()).get().name, "Cy");
    EXPECT_EQ(Author::objects.filter(F(back(&Post::author)) == cherries).get().name, "Bob");
}

TEST_F(Queries, OneFilterSpeaksOfOneRelatedRowSeveralOfAny) {
    auto apples_post = F(back(&Post::author), &Post::title) == "Apples";
    auto draft = F(back(&Post::author), &Post::status) == Status::draft;
    EXPECT_EQ(Author::objects.filter(apples_post && draft).count(), 0);
    EXPECT_EQ(Author::objects.filter(apples_post).filter(draft).count(), 1);
}

TEST_F(Queries, ExcludeOverManyMeansNoneOfThem) {
    auto names = Author::objects.exclude(F(back(&Post::author), &Post::title) == "Apples").values_list(&Author::name);
    EXPECT_THAT(names, UnorderedElementsAre("Bob", "Cy"));
}

TEST_F(Queries, ExcludeUnderAConditionOverAnAggregate) {
    auto posts = count(F(back(&Post::author)));
    EXPECT_THAT(Author::objects.exclude(posts > 1).order_by(&Author::id).values_list(&Author::name), ElementsAre("Bob", "Cy"));
    EXPECT_THAT(Author::objects.exclude(posts > 1, F(&Author::active) == true).order_by(&Author::id).values_list(&Author::name),
                ElementsAre("Bob", "Cy"));
    EXPECT_THAT(Author::objects.exclude(sum(F(back(&Post::author), &Post::views)) > 25).order_by(&Author::id).values_list(&Author::name),
                ElementsAre("Cy"));
    auto written = Author::objects.annotate("written", posts);
    EXPECT_EQ(written.exclude(orm::annotation<Author>("written") > 0).get().name, "Cy");
}

TEST_F(Queries, KeysNeedNoJoin) {
    EXPECT_THAT(Post::objects.filter(F(&Post::author, &Author::id) == ann.id).sql(), Not(HasSubstr("JOIN")));
    EXPECT_THAT(Post::objects.filter(F(&Post::author) == ann).sql(), Not(HasSubstr("JOIN")));
    EXPECT_THAT(Post::objects.filter(F(&Post::tags) == Tag{.id = 1}).sql(), Not(HasSubstr("\"blog_tag\"")));
}

TEST_F(Queries, WhatAConditionNeedsIsAnInnerJoin) {
    auto by_bob = F(&Post::reviewer, &Author::name) == "Bob";
    EXPECT_THAT(Post::objects.filter(by_bob).select_related(&Post::reviewer).sql(), Not(HasSubstr("OUTER")));
    EXPECT_THAT(titles(Post::objects.filter(by_bob).select_related(&Post::reviewer)), ElementsAre("Apples"));
    EXPECT_THAT(Post::objects.filter(F(&Post::tags, &Tag::name).in(std::vector<std::string>{"x", "y"})).sql(), Not(HasSubstr("OUTER")));
    EXPECT_THAT(orm::AnyQuerySet(Post::objects.all()).where("tags__name", "x").sql(), Not(HasSubstr("OUTER")));
}

TEST_F(Queries, WhatMayBeMissingIsAnOuterJoin) {
    auto by_bob = F(&Post::reviewer, &Author::name) == "Bob";
    EXPECT_THAT(titles(Post::objects.filter(by_bob || F(&Post::views) == 20)), UnorderedElementsAre("Apples", "Bananas 100%"));
    EXPECT_THAT(titles(Post::objects.filter(F(&Post::reviewer, &Author::name).isnull())),
                UnorderedElementsAre("Bananas 100%", "cherries"));
    EXPECT_THAT(titles(Post::objects.exclude(by_bob)), UnorderedElementsAre("Bananas 100%", "cherries"));
}

TEST_F(Queries, OrderReverseSliceFirstLast) {
    auto by_views = Post::objects.order_by(-F(&Post::views));
    EXPECT_THAT(titles(by_views), ElementsAre("cherries", "Bananas 100%", "Apples"));
    EXPECT_THAT(titles(by_views.reverse()), ElementsAre("Apples", "Bananas 100%", "cherries"));
    EXPECT_THAT(titles(by_views.slice(1, 1)), ElementsAre("Bananas 100%"));
    EXPECT_THAT(titles(by_views.limit(2).offset(1)), ElementsAre("Bananas 100%"));
    EXPECT_EQ(by_views.slice(1, 5).count(), 2);
    EXPECT_EQ(by_views.first()->title, "cherries");
    EXPECT_EQ(by_views.last()->title, "Apples");
    EXPECT_EQ(Post::objects.all().latest(&Post::views)->title, "cherries");
    EXPECT_EQ(Post::objects.all().earliest(&Post::views)->title, "Apples");
    EXPECT_FALSE(Post::objects.first(F(&Post::views) > 99));
    EXPECT_EQ(Author::objects.first()->name, "Ann");
    EXPECT_EQ(Author::objects.last()->name, "Cy");
}

TEST_F(Queries, OrderOverARelationIsThatModelsOrder) {
    EXPECT_THAT(titles(Post::objects.order_by(-F(&Post::author, &Author::name), &Post::title)),
                ElementsAre("cherries", "Apples", "Bananas 100%"));
    EXPECT_THAT(Comment::objects.order_by(&Comment::post).sql(), HasSubstr("\"published_at\" DESC"));
}

TEST_F(Queries, GetTellsNoneAndMany) {
    EXPECT_THROW(Post::objects.get(F(&Post::slug) == "zzz"), orm::NotFound);
    EXPECT_THROW(Post::objects.get(F(&Post::author) == ann), orm::MultipleObjects);
}

TEST_F(Queries, ExistsCountNoneContains) {
    EXPECT_TRUE(Post::objects.exists(F(&Post::slug) == "a"));
    EXPECT_FALSE(Post::objects.filter(F(&Post::slug) == "x").exists());
    EXPECT_EQ(Post::objects.none().count(), 0);
    EXPECT_THAT(titles(Post::objects.none()), IsEmpty());
    EXPECT_TRUE(Post::objects.all().contains(apples));
    EXPECT_FALSE(Post::objects.filter(F(&Post::author) == bob).contains(apples));
}

TEST_F(Queries, ResultsAreFetchedOnceAndKept) {
    auto posts = Post::objects.order_by(&Post::id);
    orm::QueryLog log;
    EXPECT_EQ(titles(posts).size(), 3u);
    EXPECT_EQ(posts[1].title, "Bananas 100%");
    EXPECT_EQ(posts.count(), 3);
    EXPECT_EQ(log.size(), 1u);
    EXPECT_EQ(titles(posts.all()).size(), 3u);
    EXPECT_EQ(log.size(), 2u);
}

TEST_F(Queries, TemporariesCanBeIterated) {
    int sum = 0;
    for (const Post& post : Post::objects.filter(F(&Post::views) > 0).order_by(&Post::id)) sum += post.views;
    EXPECT_EQ(sum, 60);
}

TEST_F(Queries, SlicesAreNotFilteredNorWritten) {
    auto slice = Post::objects.limit(2);
    EXPECT_THROW(slice.filter(F(&Post::views) == 1), Error);
    EXPECT_THROW(slice.update(F(&Post::views) = 1), Error);
    EXPECT_THROW(slice.delete_(), Error);
}

TEST_F(Queries, UpdateSetsEnumsReferencesAndNull) {
    EXPECT_EQ(Post::objects.filter(F(&Post::author) == ann)
                  .update(F(&Post::status) = Status::published, F(&Post::author) = cy, F(&Post::reviewer) = std::nullopt), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::author) == cy, F(&Post::status) == Status::published).count(), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::reviewer).isnull()).count(), 3);
}

TEST_F(Queries, UpdateUnderAConditionOverARelation) {
    EXPECT_EQ(Post::objects.filter(F(&Post::author, &Author::name) == "Bob").update(F(&Post::views) = 0), 1);
    EXPECT_EQ(Post::objects.get(F(&Post::slug) == "c").views, 0);
}

TEST_F(Queries, UpdateUnderAConditionOverAnAggregate) {
    EXPECT_EQ(Author::objects.filter(count(F(back(&Post::author))) > 30, F(&Author::email).isnull(false)).update(F(&Author::name) = "X"), 0);
    EXPECT_EQ(Author::objects.filter(count(F(back(&Post::author))) > 1).update(F(&Author::name) = "Busy"), 1);
    auto written = Author::objects.annotate("written", count(F(back(&Post::author))));
    EXPECT_EQ(written.filter(orm::annotation<Author>("written") == 0).update(F(&Author::name) = "Idle"), 1);
    EXPECT_THAT(Author::objects.order_by(&Author::id).values_list(&Author::name), ElementsAre("Busy", "Bob", "Idle"));
}

TEST_F(Queries, UpdateUnderAnAnnotationOverARelation) {
    auto posts = Post::objects.annotate("writer", orm::upper(F(&Post::author, &Author::name)));
    EXPECT_EQ(posts.filter(orm::annotation<Post, std::string>("writer") == "BOB").update(F(&Post::views) = 0), 1);
}

TEST_F(Queries, Aggregates) {
    auto [number, views, average] = Post::objects.aggregate(count(F(&Post::id)), sum(F(&Post::views)), avg(F(&Post::views)));
    EXPECT_EQ(number, 3);
    EXPECT_EQ(views, 60);
    EXPECT_DOUBLE_EQ(*average, 20);
    EXPECT_EQ(Post::objects.aggregate(max(F(&Post::rating))), Decimal("10"));
    EXPECT_EQ(Post::objects.none().aggregate(sum(F(&Post::views))), std::nullopt);
    EXPECT_EQ(Post::objects.aggregate(count(F(&Post::id)).where(F(&Post::status) == Status::draft)), 1);
    EXPECT_EQ(Post::objects.order_by(&Post::id).limit(2).aggregate(sum(F(&Post::views))), 30);
}

TEST_F(Queries, AnnotationsAreCountedOrderedAndFiltered) {
    auto authors = Author::objects.annotate("written", count(F(back(&Post::author))));
    std::vector<std::int64_t> numbers;
    for (const Author& author : authors.order_by("-written", "name")) numbers.push_back(*author.annotation("written").as_integer());
    EXPECT_THAT(numbers, ElementsAre(2, 1, 0));
    EXPECT_EQ(authors.filter(orm::annotation<Author>("written") > 1).get().name, "Ann");
    EXPECT_EQ(authors.count(), 3);
}

TEST_F(Queries, ValuesListGroupsByWhatIsNoAggregate) {
    using Row = std::tuple<Status, std::int64_t>;
    EXPECT_THAT(Post::objects.values_list(&Post::status, count(F(&Post::id))),
                UnorderedElementsAre(Row{Status::published, 2}, Row{Status::draft, 1}));
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(&Post::title), ElementsAre("Apples", "Bananas 100%", "cherries"));
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(&Post::author), ElementsAre(1, 1, 2));
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(F(&Post::author, &Author::name)), ElementsAre("Ann", "Ann", "Bob"));
}

TEST_F(Queries, InBulkKeepsTheOrderOfTheKeys) {
    auto posts = Post::objects.in_bulk(std::vector<std::int64_t>{3, 1, 99});
    ASSERT_EQ(posts.size(), 2u);
    EXPECT_EQ(posts[0].title, "cherries");
    EXPECT_EQ(posts[1].title, "Apples");
}

TEST_F(Queries, DistinctRemovesDoubles) {
    auto authors = Author::objects.filter(F(back(&Post::author), &Post::views) > 0);
    EXPECT_EQ(authors.count(), 3);
    EXPECT_EQ(authors.distinct().count(), 2);
}

}  // namespace
