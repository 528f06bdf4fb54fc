/// What a query gives is the same on both databases, or refused on both: nothing becomes 0 or is cut off in silence.
#include <portico/base/json.hpp>
#include <portico/orm/aggregates.hpp>
#include <portico/orm/functions.hpp>
#include <portico/orm/history.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/sql.hpp>
#include <portico/orm/subquery.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

namespace blog {
namespace {

using namespace portico;
using testing::ElementsAre;
using testing::HasSubstr;

struct InstalledHistory {
    InstalledHistory() { orm::install<orm::Change>("history"); }
};

class Results : InstalledHistory, public BlogTest {
protected:
    static void price(const char* amount) { Paper::objects.create({.title = amount, .price = Decimal(amount)}); }
    template <class Work> static std::string refused(Work work) {
        try {
            work();
        } catch (const orm::DatabaseError& error) {
            return error.full();
        }
        return "was not refused";
    }
};
class PostgresqlResults : public Results {};

TEST_F(Results, NothingIsAmongRowsWithANullButAllElseIsNot) {
    Author ann = make_author("Ann"), bob = make_author("Bob");
    Post reviewed = make_post("reviewed", ann);
    reviewed.reviewer = ann;
    reviewed.save();
    make_post("not reviewed", ann);
    auto reviewers = Post::objects.selecting(&Post::reviewer);
    EXPECT_EQ(Author::objects.exclude(F(&Author::id).in(reviewers)).get().name, "Bob");
    EXPECT_EQ(Author::objects.filter(!F(&Author::id).in(reviewers)).get().name, "Bob");
    EXPECT_EQ(Author::objects.filter(F(&Author::id).in(reviewers)).get().name, "Ann");
}

TEST_F(Results, WhatCannotBeComputedIsNoZero) {
    Event::objects.create({.name = "fair", .flags = 7, .weight = 0});
    EXPECT_THROW(Event::objects.values_list(1.0 / F(&Event::weight)), orm::DataError);
    EXPECT_THROW(Event::objects.annotated(1.0 / F(&Event::weight)), orm::DataError);
    EXPECT_THROW(Event::objects.values_list(ln(&Event::weight)), orm::DataError);
    EXPECT_THAT(Event::objects.values_list(F(&Event::weight) / 2), ElementsAre(0));
}

TEST_F(Results, NumbersThatAreComputedFitTheirType) {
    Event::objects.create({.name = "fair", .flags = 2'147'483'647});
    EXPECT_THROW(Event::objects.values_list(F(&Event::flags) + 1), orm::DataError);
    EXPECT_THAT(Event::objects.values_list(F(&Event::flags) - 1), ElementsAre(2'147'483'646));
}

TEST_F(Results, SumsBeyondTheLargestNumberAreRefused) {
    EXPECT_THROW(orm::sql<std::int64_t>("SELECT sum(n) FROM (SELECT 9223372036854775807 AS n UNION ALL SELECT 9223372036854775806) big"),
                 orm::DataError);
}

TEST_F(Results, OfSqlAreNotConvertedInSilence) {
    EXPECT_THAT(refused([] { orm::sql<std::int64_t>("SELECT 99999999999999999999"); }), HasSubstr("out of the range"));
    EXPECT_THAT(refused([] { orm::sql<int>("SELECT 'abc'"); }), HasSubstr("\"abc\", which is no"));
    EXPECT_THAT(refused([] { orm::sql<int>("SELECT 1.5"); }), HasSubstr("no whole number"));
    EXPECT_THAT(refused([] { orm::sql<bool>("SELECT 'maybe'"); }), HasSubstr("neither true nor false"));
    EXPECT_THAT(refused([] { orm::sql<double>("SELECT 'x'"); }), HasSubstr("no number"));
    EXPECT_THAT(orm::sql<std::int64_t>("SELECT 9223372036854775807"), ElementsAre(9223372036854775807));
    EXPECT_THAT(orm::sql<bool>("SELECT 1 = 1"), ElementsAre(true));
    EXPECT_THAT(orm::sql<double>("SELECT 1.5"), ElementsAre(1.5));
}

TEST_F(Results, DistinctValuesHaveNoOrderThatTheyDoNotTell) {
    Author ann = make_author("Ann");
    make_post("one", ann);
    make_post("two", ann);
    EXPECT_EQ(Post::objects.distinct().values_list(&Post::status).size(), 1U);
    Tag::objects.bulk_create(std::vector<Tag>{{.name = "b"}, {.name = "a"}});
    EXPECT_THAT(Tag::objects.distinct().values_list(&Tag::name), ElementsAre("a", "b"));
}

TEST_F(PostgresqlResults, DistinctValuesAreOrderedByWhatIsSelected) {
    EXPECT_THAT(refused([] { Post::objects.order_by(&Post::title).distinct().values_list(&Post::status); }), HasSubstr("select it as well"));
}

TEST_F(Results, JsonThatNobodyCouldReadIsNotKept) {
    Page page = Page::objects.create({.name = "home", .data = Json(Value(Map{{"a", Value(1)}}))});
    page.data = Json(Value("\xff"));
    EXPECT_THAT(refused([&] { page.save(); }), HasSubstr("\"Page.data\" holds a text inside of its JSON that is no UTF-8"));
    EXPECT_THROW(Page::objects.update(F(&Page::data) = Value(List{Value("\xfe")})), orm::DataError);
    page.data = Json(Value(Map{{"\xff", Value(1)}}));
    EXPECT_THROW(page.save(), orm::DataError);
    EXPECT_EQ(to_json(Page::objects.get().data.value), R"({"a":1})");
}

TEST_F(Results, DecimalsAreNotDividedAsIntegersAre) {
    price("10.00");
    EXPECT_EQ(Paper::objects.filter(F(&Paper::price) / 3 > Decimal("3.30")).count(), 1);
    Paper::objects.update(F(&Paper::price) = F(&Paper::price) / 3);
    EXPECT_EQ(Paper::objects.get().price, Decimal("3.33"));
    EXPECT_EQ(Paper::objects.filter(F(&Paper::price) == Decimal("3.33")).count(), 1);
}

TEST_F(Results, DecimalsThatAreComputedAreFoundAgain) {
    price("0.30");
    EXPECT_EQ(Paper::objects.filter(F(&Paper::price) - Decimal("0.10") == Decimal("0.20")).count(), 1);
    Paper::objects.update(F(&Paper::price) = F(&Paper::price) - Decimal("0.10"));
    EXPECT_EQ(Paper::objects.filter(F(&Paper::price) == Decimal("0.20")).count(), 1);
}

TEST_F(PostgresqlResults, APasswordIsNotShownInPart) {
    orm::Databases others{folder.path()};
    try {
        others.add("other", {.url = "postgresql://ann:one@two@localhost/blog"});
        ADD_FAILURE() << "was taken";
    } catch (const Error& error) {
        EXPECT_THAT(error.full(), testing::AllOf(HasSubstr("%40"), testing::Not(HasSubstr("two"))));
    }
}

TEST_F(PostgresqlResults, TheHintIsOfWhatHappened) {
    EXPECT_THAT(refused([] { orm::sql<int>("SELECT 1 / 0"); }), HasSubstr("divided by zero"));
    EXPECT_THAT(refused([] { orm::sql<double>("SELECT ln(-1)"); }), HasSubstr("does not take such a number"));
}

}  // namespace
}  // namespace blog
