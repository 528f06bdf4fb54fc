#include <portico/orm/functions.hpp>

#include <cmath>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using orm::DateUnit;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

namespace {

DateTime moment(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0) {
    return at(Date(std::chrono::year(year) / month / day), Time::of(hour, minute, second));
}

class Functions : public BlogTest {
protected:
    Author ann = make_author("Ann");
    Post post = Post::objects.create({.title = "Über Äpfel", .slug = "a-b-c", .author = ann, .views = -7, .rating = Decimal("3.5")});
    Event event = Event::objects.create({.name = "  Fair ", .begins = moment(2026, 5, 14, 13, 45, 30),
                                         .day = std::chrono::year(2026) / 5 / 14, .lasts = std::chrono::minutes(90),
                                         .flags = 6, .weight = 2.25});

    template <class E> auto of_post(const E& expression) { return Post::objects.values_list(expression).at(0); }
    template <class E> auto of_event(const E& expression) { return Event::objects.values_list(expression).at(0); }
};

TEST_F(Functions, CaseOfLettersBeyondAscii) {
    EXPECT_EQ(of_post(lower(&Post::title)), "über äpfel");
    EXPECT_EQ(of_post(upper(&Post::title)), "ÜBER ÄPFEL");
    EXPECT_EQ(Post::objects.filter(lower(F(&Post::title)) == "über äpfel").count(), 1);
}

TEST_F(Functions, LengthsAndPartsCountCharacters) {
    EXPECT_EQ(of_post(length(&Post::title)), 10);
    EXPECT_EQ(of_post(left(&Post::title, 2)), "Üb");
    EXPECT_EQ(of_post(right(&Post::title, 3)), "fel");
    EXPECT_EQ(of_post(left(&Post::title, 99)), "Über Äpfel");
    EXPECT_EQ(of_post(substr(&Post::title, 6)), "Äpfel");
    EXPECT_EQ(of_post(substr(&Post::title, 6, 2)), "Äp");
    EXPECT_EQ(of_post(strindex(&Post::title, "Ä")), 6);
    EXPECT_EQ(of_post(strindex(&Post::title, "?")), 0);
    EXPECT_EQ(of_post(reverse(&Post::title)), "lefpÄ rebÜ");
}

TEST_F(Functions, TextsArePaddedTrimmedRepeatedReplaced) {
    EXPECT_EQ(of_post(lpad(&Post::slug, 8, "*-")), "*-*a-b-c");
    EXPECT_EQ(of_post(rpad(&Post::slug, 7)), "a-b-c  ");
    EXPECT_EQ(of_post(lpad(&Post::slug, 3)), "a-b");
    EXPECT_EQ(of_post(repeat(&Post::slug, 2)), "a-b-ca-b-c");
    EXPECT_EQ(of_post(replace(&Post::slug, "-", "+")), "a+b+c");
    EXPECT_EQ(of_event(trim(&Event::name)), "Fair");
    EXPECT_EQ(of_event(ltrim(&Event::name)), "Fair ");
    EXPECT_EQ(of_event(rtrim(&Event::name)), "  Fair");
}

TEST_F(Functions, ConcatTakesFieldsAndTextsAndNullForNothing) {
    EXPECT_EQ(of_post(concat(F(&Post::slug), "/", F(&Post::id), "/", F(&Post::reviewer, &Author::name))), "a-b-c/1/");
}

TEST_F(Functions, DigestsAndCodesOfCharacters) {
    Tag::objects.create({.name = "abc"});
    EXPECT_EQ(Tag::objects.values_list(md5(&Tag::name)).at(0), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(Tag::objects.values_list(sha256(&Tag::name)).at(0), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // PostgreSQL has it in an extension, pgcrypto.
    if (!orm::test::on_postgresql()) {
        EXPECT_EQ(Tag::objects.values_list(sha1(&Tag::name)).at(0), "a9993e364706816aba3e25717850c26c9cd0d89d");
    }
    EXPECT_EQ(Tag::objects.values_list(sha512(&Tag::name)).at(0).substr(0, 16), "ddaf35a193617aba");
    EXPECT_EQ(Tag::objects.values_list(ord(&Tag::name)).at(0), 97);
    EXPECT_EQ(Tag::objects.values_list(chr(F(&Tag::id) + 64)).at(0), "A");
}

TEST_F(Functions, Numbers) {
    EXPECT_EQ(of_post(abs(&Post::views)), 7);
    EXPECT_EQ(of_post(sign(&Post::views)), -1);
    EXPECT_DOUBLE_EQ(of_event(ceil(&Event::weight)), 3);
    EXPECT_DOUBLE_EQ(of_event(floor(&Event::weight)), 2);
    EXPECT_DOUBLE_EQ(of_event(round(&Event::weight, 1)), 2.3);
    EXPECT_DOUBLE_EQ(of_event(sqrt(&Event::weight)), 1.5);
    EXPECT_DOUBLE_EQ(of_event(power(&Event::weight, 2)), 5.0625);
    EXPECT_DOUBLE_EQ(of_event(log(10, F(&Event::flags) + 94)), 2);
    EXPECT_NEAR(of_event(ln(exp(&Event::weight))), 2.25, 1e-9);
    EXPECT_NEAR(of_event(degrees(radians(&Event::weight))), 2.25, 1e-9);
    EXPECT_NEAR(of_event(cot(&Event::weight)), 1 / std::tan(2.25), 1e-9);
    EXPECT_NEAR(of_event(atan2(&Event::weight, F(&Event::flags))), std::atan2(2.25, 6), 1e-9);
    EXPECT_EQ(of_event(mod(&Event::flags, 4)), 2);
    double any = of_event(orm::random<Event>());
    EXPECT_GE(any, 0);
    EXPECT_LE(any, 1);
}

TEST_F(Functions, Bits) {
    EXPECT_EQ(of_event(bit_and(&Event::flags, 3)), 2);
    EXPECT_EQ(of_event(bit_or(&Event::flags, 1)), 7);
    EXPECT_EQ(of_event(bit_xor(&Event::flags, 3)), 5);
    EXPECT_EQ(of_event(bit_shift_left(&Event::flags, 2)), 24);
    EXPECT_EQ(of_event(bit_shift_right(&Event::flags, 1)), 3);
}

TEST_F(Functions, ChoiceAmongValues) {
    EXPECT_EQ(of_post(coalesce(F(&Post::reviewer, &Author::name), F(&Post::slug))), "a-b-c");
    EXPECT_EQ(of_post(coalesce(&Post::rating, Decimal(0))), Decimal("3.5"));
    EXPECT_EQ(of_post(greatest(&Post::views, 3)), 3);
    EXPECT_EQ(of_post(least(&Post::views, F(&Post::id))), -7);
    EXPECT_EQ(of_post(greatest(F(&Post::reviewer, &Author::name), "x")), "x");
    EXPECT_EQ(of_post(nullif(&Post::slug, "a-b-c")), std::nullopt);
    EXPECT_EQ(of_post(nullif(&Post::slug, "x")), "a-b-c");
    static_assert(std::same_as<decltype(of_post(coalesce(&Post::rating, Decimal(0)))), Decimal>);
    static_assert(std::same_as<decltype(of_post(lower(F(&Post::reviewer, &Author::name)))), std::optional<std::string>>);
}

TEST_F(Functions, DecimalsCompareAsNumbers) {
    EXPECT_EQ(Post::objects.filter(coalesce(&Post::rating, Decimal(0)) > Decimal("10")).count(), 0);
    EXPECT_EQ(Post::objects.filter(F(&Post::rating) * 2 > Decimal("6.5")).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::rating) * 2 < Decimal("10")).count(), 1);
}

TEST_F(Functions, Casts) {
    EXPECT_EQ(of_post(orm::cast<std::string>(F(&Post::views))), "-7");
    EXPECT_EQ(of_post(orm::cast<std::int64_t>(F(&Post::rating))), orm::test::on_postgresql() ? 4 : 3) << "one rounds, the other cuts off";
    EXPECT_EQ(of_event(orm::cast<Date>(F(&Event::begins))), event.day);
}

TEST_F(Functions, MomentsAreCutOff) {
    auto cut = [&](DateUnit unit) { return of_event(trunc(&Event::begins, unit)); };
    EXPECT_EQ(cut(DateUnit::year), moment(2026, 1, 1));
    EXPECT_EQ(cut(DateUnit::quarter), moment(2026, 4, 1));
    EXPECT_EQ(cut(DateUnit::month), moment(2026, 5, 1));
    EXPECT_EQ(cut(DateUnit::week), moment(2026, 5, 11));
    EXPECT_EQ(cut(DateUnit::day), moment(2026, 5, 14));
    EXPECT_EQ(cut(DateUnit::hour), moment(2026, 5, 14, 13));
    EXPECT_EQ(cut(DateUnit::minute), moment(2026, 5, 14, 13, 45));
    EXPECT_EQ(cut(DateUnit::second), moment(2026, 5, 14, 13, 45, 30));
    EXPECT_EQ(of_event(trunc(&Event::day, DateUnit::month)), Date(std::chrono::year(2026) / 5 / 1));
    EXPECT_EQ(Event::objects.filter(trunc(&Event::begins, DateUnit::month) == moment(2026, 5, 1)).count(), 1);
}

TEST_F(Functions, PartsOfMoments) {
    auto begins = F(&Event::begins);
    auto row = Event::objects.values_list(begins.year(), begins.iso_year(), begins.quarter(), begins.month(), begins.week(),
                                          begins.week_day(), begins.iso_week_day(), begins.day(), begins.hour(), begins.minute(),
                                          begins.second()).at(0);
    EXPECT_EQ(row, std::tuple(2026, 2026, 2, 5, 20, 5, 4, 14, 13, 45, 30));
    EXPECT_EQ(of_event(begins.date()), event.day);
    EXPECT_EQ(of_event(begins.time()), Time::of(13, 45, 30));
    EXPECT_EQ(Event::objects.filter(begins.time() < Time::of(14, 0)).count(), 1);
    EXPECT_EQ(Event::objects.filter(begins.iso_week_day() == 4, begins.iso_year() == 2026).count(), 1);
}

TEST_F(Functions, MomentsAndDurationsAreAddedUp) {
    EXPECT_EQ(of_event(F(&Event::begins) + F(&Event::lasts)), moment(2026, 5, 14, 15, 15, 30));
    EXPECT_EQ(of_event(F(&Event::begins) - std::chrono::hours(1)), moment(2026, 5, 14, 12, 45, 30));
    EXPECT_EQ(of_event(F(&Event::begins) - moment(2026, 5, 14)), Duration(std::chrono::seconds(49530)));
    EXPECT_EQ(Event::objects.filter(F(&Event::begins) + F(&Event::lasts) > moment(2026, 5, 14, 15)).count(), 1);
    Event::objects.update(F(&Event::begins) = F(&Event::begins) + std::chrono::hours(24));
    EXPECT_EQ(Event::objects.get().begins, moment(2026, 5, 15, 13, 45, 30));
}

TEST_F(Functions, NowIsTheProgramsClock) {
    FrozenClock clock(moment(2026, 5, 15));
    EXPECT_EQ(Event::objects.filter(F(&Event::begins) < orm::now<Event>()).count(), 1);
}

TEST_F(Functions, JsonIsBuilt) {
    EXPECT_EQ(to_json(of_post(json_object("slug", F(&Post::slug), "views", F(&Post::views))).value), R"({"slug":"a-b-c","views":-7})");
    EXPECT_EQ(to_json(of_post(json_array(F(&Post::slug), 1, F(&Post::id))).value), R"(["a-b-c",1,1])");
}

TEST_F(Functions, StandInUpdatesAndOrders) {
    Post::objects.update(F(&Post::slug) = concat(left(&Post::slug, 1), "-", F(&Post::id)));
    EXPECT_EQ(Post::objects.get().slug, "a-1");
    Post::objects.create({.title = "B", .slug = "zz", .author = ann});
    EXPECT_THAT(Post::objects.order_by(-length(F(&Post::title))).values_list(&Post::slug), ElementsAre("a-1", "zz"));
}

TEST_F(Functions, RulesOfComparingAreNamed) {
    for (const char* name : {"b", "A", "B", "a"}) Tag::objects.create({.name = name});
    if (orm::test::on_postgresql()) {
        EXPECT_THAT(Tag::objects.order_by(collate(&Tag::name, "C")).values_list(&Tag::name), ElementsAre("A", "B", "a", "b"));
        return;
    }
    EXPECT_THAT(Tag::objects.order_by(collate(&Tag::name, "NOCASE"), &Tag::id).values_list(&Tag::name), ElementsAre("A", "a", "b", "B"));
    EXPECT_EQ(Tag::objects.filter(collate(&Tag::name, "NOCASE") == "a").count(), 2);
}

}  // namespace
