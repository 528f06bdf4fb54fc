/// `in` with more values than a statement takes parameters: they are bound as one.
#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::SizeIs;

namespace {

class ManyValues : public BlogTest {
protected:
    void make_tags(std::size_t count) {
        std::vector<Tag> tags(count);
        for (std::size_t i = 0; i < count; ++i) tags[i].name = "tag " + std::to_string(i + 1);
        Tag::objects.bulk_create(tags);
    }
    std::vector<Author> make_authors(std::size_t count) {
        std::vector<Author> authors(count);
        for (std::size_t i = 0; i < count; ++i) authors[i].email = authors[i].name = "Author " + std::to_string(i);
        Author::objects.bulk_create(authors);
        return authors;
    }
    void make_tag(const std::string& name) { Tag::objects.create({.name = name}); }
    static std::vector<std::int64_t> even_numbers(std::size_t count) {
        std::vector<std::int64_t> numbers(count);
        for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<std::int64_t>(2 * i + 2);
        return numbers;
    }
    /// So many of them that they are bound as one.
    template <class V> static std::vector<V> with_others(std::vector<V> values, const std::function<V(int)>& other) {
        for (int i = 0; i < 200; ++i) values.push_back(other(i));
        return values;
    }
    static std::vector<std::string> texts(std::vector<std::string> wanted) {
        return with_others<std::string>(std::move(wanted), [](int i) { return "other " + std::to_string(i); });
    }
    Post post_with(const char* slug, Post post) {
        static Author author;
        author = make_author(slug);
        post.slug = post.title = slug;
        post.author = author;
        return Post::objects.create(post);
    }
    template <class Rows> static std::vector<std::string> slugs(const Rows& rows) { return rows.order_by(&Post::slug).values_list(&Post::slug); }
};

TEST_F(ManyValues, FiftyThousandAreOneParameter) {
    make_tags(300);
    orm::QueryLog log;
    EXPECT_EQ(Tag::objects.filter(F(&Tag::id).in(even_numbers(50'000))).count(), 150);
    EXPECT_EQ(Tag::objects.exclude(F(&Tag::id).in(even_numbers(50'000))).count(), 150);
    ASSERT_EQ(log.size(), 2u) << log.str();
    EXPECT_THAT(log.queries().front().parameters, SizeIs(1));
}

TEST_F(ManyValues, FiftyThousandKeysAreFetchedInBulk) {
    make_tags(300);
    auto found = Tag::objects.in_bulk(even_numbers(50'000));
    ASSERT_THAT(found, SizeIs(150));
    EXPECT_EQ(found.front().id, 2);
    EXPECT_EQ(found.back().id, 300);
}

TEST_F(ManyValues, RowsAreUpdatedAndDeletedByThem) {
    make_authors(300);
    EXPECT_EQ(Author::objects.filter(F(&Author::id).in(even_numbers(50'000))).update(F(&Author::name) = "even"), 150);
    EXPECT_EQ(Author::objects.filter(F(&Author::name) == "even", F(&Author::id).in(even_numbers(50'000))).delete_().total, 150);
    EXPECT_EQ(Author::objects.count(), 150);
}

TEST_F(ManyValues, PeersOfManyRowsAreLoadedByOneStatement) {
    auto authors = make_authors(600);
    std::vector<Post> posts(600);
    for (std::size_t i = 0; i < posts.size(); ++i) posts[i].slug = std::to_string(i), posts[i].author = authors[i];
    Post::objects.bulk_create(posts);
    orm::QueryLog log;
    auto all = Post::objects.order_by(&Post::id).prefetch_related(&Post::tags).to_vector();
    EXPECT_EQ(all.at(599).author->name, "Author 599");
    EXPECT_EQ(log.size(), 3u) << log.str();
}

TEST_F(ManyValues, TextsHoldAnything) {
    for (const char* name : {"it's", "a \"quote\"", "back\\slash", "{a,b}", "NULL", "", "Grüße \u20ac \U0001f600", "two\nlines", "</script>"}) make_tag(name);
    auto wanted = texts({"it's", "a \"quote\"", "back\\slash", "{a,b}", "NULL", "", "Grüße \u20ac \U0001f600", "two\nlines", "</script>"});
    EXPECT_EQ(Tag::objects.filter(F(&Tag::name).in(wanted)).count(), 9);
    EXPECT_EQ(Tag::objects.filter(F(&Tag::name).in(texts({"it''s", "null", "a,b", "back\\\\slash"}))).count(), 0);
}

TEST_F(ManyValues, TextsWithNulAreFoundOrRefused) {
    const std::string with_nul("a\0b", 3);
    if (orm::test::on_postgresql()) {
        EXPECT_THROW(Tag::objects.filter(F(&Tag::name).in(texts({with_nul}))).count(), orm::DataError);
        return;
    }
    // Past the ORM, which saves no such text.
    database().execute({"INSERT INTO blog_tag (name) VALUES (?)", {Value(with_nul)}});
    make_tag("a");
    EXPECT_EQ(Tag::objects.get(F(&Tag::name).in(texts({with_nul}))).name, with_nul);
    EXPECT_EQ(Tag::objects.exclude(F(&Tag::name).in(texts({with_nul}))).count(), 1);
}

TEST_F(ManyValues, NullIsAmongNone) {
    post_with("rated", {.rating = Decimal("4.5")});
    post_with("unrated", {});
    List values{Value(Decimal("4.5")), Value()};
    for (int i = 0; i < 200; ++i) values.emplace_back(Decimal(i));
    EXPECT_THAT(slugs(Post::objects.filter(orm::Condition<Post>(orm::named("rating__in", Value(values))))), ElementsAre("rated"));
    EXPECT_THAT(slugs(Post::objects.exclude(orm::Condition<Post>(orm::named("rating__in", Value(values))))), ElementsAre("unrated"));
    EXPECT_EQ(Post::objects.filter(orm::Condition<Post>(orm::named("rating__in", Value(List(200))))).count(), 0);
}

TEST_F(ManyValues, DecimalsEnumsAndMomentsCompareAsTheyAreStored) {
    const DateTime moment = at(Date(std::chrono::year(2026) / 11 / 21)) + std::chrono::microseconds(123'456);
    post_with("a", {.status = Status::published, .published_at = moment, .rating = Decimal("4.50")});
    post_with("b", {.status = Status::draft, .published_at = moment + std::chrono::microseconds(1), .rating = Decimal("4.6")});
    auto decimals = with_others<Decimal>({Decimal("4.5")}, [](int i) { return Decimal(i + 100); });
    auto moments = with_others<DateTime>({moment}, [&](int i) { return moment + std::chrono::days(i + 1); });
    auto statuses = with_others<Status>({Status::published}, [](int) { return Status::published; });
    EXPECT_THAT(slugs(Post::objects.filter(F(&Post::rating).in(decimals))), ElementsAre("a"));
    EXPECT_THAT(slugs(Post::objects.filter(F(&Post::published_at).in(moments))), ElementsAre("a"));
    EXPECT_THAT(slugs(Post::objects.filter(F(&Post::status).in(statuses))), ElementsAre("a"));
    EXPECT_THAT(slugs(Post::objects.filter((F(&Post::rating) + Decimal(1)).in(with_others<Decimal>({Decimal("5.5")}, [](int i) { return Decimal(i + 100); })))),
                ElementsAre("a"));
}

TEST_F(ManyValues, DaysTimesDurationsAndFloatingNumbersToo) {
    using namespace std::chrono;
    const Date day = year(2026) / 11 / 21;
    Event::objects.create({.name = "a", .day = day, .lasts = minutes(90), .weight = 0.1, .doors = Time::of(19, 30)});
    Event::objects.create({.name = "b", .day = year(2026) / 11 / 22, .lasts = minutes(91), .weight = 0.2, .doors = Time::of(19, 31)});
    auto found = [](const auto& condition) { return Event::objects.get(condition).name; };
    EXPECT_EQ(found(F(&Event::day).in(with_others<Date>({day}, [](int i) { return Date(year(2000 + i % 20) / 1 / 1); }))), "a");
    EXPECT_EQ(found(F(&Event::lasts).in(with_others<microseconds>({minutes(90)}, [](int i) { return microseconds(i); }))), "a");
    EXPECT_EQ(found(F(&Event::weight).in(with_others<double>({0.1}, [](int i) { return i + 0.5; }))), "a");
    EXPECT_EQ(found(F(&Event::doors).in(with_others<Time>({Time::of(19, 30)}, [](int i) { return Time::of(i % 12, 0); }))), "a");
}

TEST_F(ManyValues, KeysOfEveryKind) {
    Seat::objects.bulk_create({{.row = "A", .number = 1}, {.row = "A", .number = 2}});
    auto ticket = Ticket::objects.create({.seat = Seat::objects.get(F(&Seat::number) == 1), .holder = "Ann"});
    auto uuids = with_others<Uuid>({ticket.id}, [](int) { return Uuid::v4(); });
    EXPECT_EQ(Ticket::objects.get(F(&Ticket::id).in(uuids)).holder, "Ann");
    Country::objects.create({.code = "it's", .name = "Quotia"});
    EXPECT_EQ(Country::objects.in_bulk(texts({"it's"})).at(0).name, "Quotia");
}

}  // namespace
