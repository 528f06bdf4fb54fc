/// Moments in queries as clocks in other zones than UTC show them.
#include <portico/i18n/current_zone.hpp>
#include <portico/orm/functions.hpp>
#include <portico/project/project.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using orm::DateUnit;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

Date day(int year, unsigned month, unsigned number) { return std::chrono::year(year) / month / number; }
DateTime utc(int year, unsigned month, unsigned number, int hour = 0, int minute = 0) {
    return at(day(year, month, number), Time::of(hour, minute));
}

class TimeZones : public BlogTest {
protected:
    void make(const std::string& name, DateTime begins) { Event::objects.create({.name = name, .begins = begins}); }
    template <class C> auto named(const C& condition) { return Event::objects.filter(condition).order_by(&Event::begins).values_list(&Event::name); }
    template <class E> auto only(const E& expression) { return Event::objects.values_list(expression).at(0); }

    i18n::UseTimeZone berlin{"Europe/Berlin"};
    orm::Field<Event, DateTime> begins = F(&Event::begins);
};

TEST_F(TimeZones, PartsAreThoseOfTheCurrentZone) {
    make("new year", utc(2025, 12, 31, 23, 30));
    auto row = Event::objects.values_list(begins.year(), begins.quarter(), begins.month(), begins.week(), begins.week_day(),
                                          begins.day(), begins.hour(), begins.minute()).at(0);
    EXPECT_EQ(row, std::tuple(2026, 1, 1, 1, 5, 1, 0, 30));
    EXPECT_EQ(only(begins.date()), day(2026, 1, 1));
    EXPECT_EQ(only(begins.time()), Time::of(0, 30));
    EXPECT_EQ(Event::objects.all().where("begins__hour", Value(0)).count(), 1);
    EXPECT_EQ(Event::objects.all().where("begins__date", Value("2026-01-01")).count(), 1);
}

TEST_F(TimeZones, AnotherMayBeNamed) {
    make("new year", utc(2025, 12, 31, 23, 30));
    EXPECT_EQ(only(begins.hour("Asia/Tokyo")), 8);
    EXPECT_EQ(only(begins.day("UTC")), 31);
    EXPECT_EQ(only(trunc(&Event::begins, DateUnit::day, "Asia/Tokyo")), utc(2025, 12, 31, 15));
    EXPECT_THAT(named(begins.year("America/New_York") == 2025), ElementsAre("new year"));
    EXPECT_THROW(only(begins.hour("Europe/Bärlin")), Error);
}

TEST_F(TimeZones, OneMayBeAlwaysTheSameFromUtc) {
    make("noon", utc(2026, 7, 1, 12));
    i18n::UseTimeZone here(i18n::TimeZone::fixed(std::chrono::minutes(330)));
    EXPECT_EQ(only(begins.time()), Time::of(17, 30));
    EXPECT_EQ(only(trunc(&Event::begins, DateUnit::hour)), utc(2026, 7, 1, 11, 30));
}

TEST_F(TimeZones, YearsAreRangesOfMoments) {
    make("old", utc(2025, 12, 31, 22, 59));
    make("new", utc(2025, 12, 31, 23));
    make("next", utc(2026, 12, 31, 23));
    EXPECT_THAT(named(begins.year() == 2026), ElementsAre("new"));
    EXPECT_THAT(named(begins.year() > 2026), ElementsAre("next"));
    EXPECT_THAT(named(begins.year() >= 2026), ElementsAre("new", "next"));
    EXPECT_THAT(named(begins.year() < 2026), ElementsAre("old"));
    EXPECT_THAT(named(begins.year() <= 2026), ElementsAre("old", "new"));
    EXPECT_THAT(named(begins.year().range(2026, 2027)), ElementsAre("new", "next"));
    EXPECT_THAT(named(begins.year() != 2026), ElementsAre("old", "next"));
    EXPECT_THAT(named(begins.iso_year() == 2026), ElementsAre("old", "new", "next"));
}

TEST_F(TimeZones, DaysMayBeShorterAndLonger) {
    make("first of 23", utc(2026, 3, 28, 23));
    make("after them", utc(2026, 3, 29, 22));
    make("first of 25", utc(2026, 10, 24, 22));
    make("last of 25", utc(2026, 10, 25, 22, 59));
    make("after all", utc(2026, 10, 25, 23));
    EXPECT_THAT(named(begins.date() == day(2026, 3, 29)), ElementsAre("first of 23"));
    EXPECT_THAT(named(begins.date() == day(2026, 10, 25)), ElementsAre("first of 25", "last of 25"));
    EXPECT_THAT(named(begins.date() > day(2026, 10, 25)), ElementsAre("after all"));
    EXPECT_THAT(named(begins.date().range(day(2026, 3, 30), day(2026, 10, 25))), ElementsAre("after them", "first of 25", "last of 25"));
    EXPECT_THAT(Event::objects.order_by(&Event::begins).values_list(begins.date()),
                ElementsAre(day(2026, 3, 29), day(2026, 3, 30), day(2026, 10, 25), day(2026, 10, 25), day(2026, 10, 26)));
}

TEST_F(TimeZones, WhatTheRangesFindIsWhatTheClocksShow) {
    // Midnight of 2018-11-04 was skipped in São Paulo, that of 2018-02-18 came an hour late.
    for (int hour = 0; hour < 8; ++hour) make("a", utc(2018, 11, 4, hour)), make("b", utc(2018, 2, 18, hour));
    i18n::UseTimeZone here("America/Sao_Paulo");
    for (Date wanted : {day(2018, 11, 3), day(2018, 11, 4), day(2018, 2, 17), day(2018, 2, 18)}) {
        auto shown = Event::objects.filter(begins.date().in({wanted})).count();
        EXPECT_EQ(Event::objects.filter(begins.date() == wanted).count(), shown) << to_iso(wanted);
        EXPECT_GT(shown, 0);
    }
}

TEST_F(TimeZones, AnIndexServesThem) {
    database().execute({"CREATE INDEX event_begins ON blog_event (begins)", {}});
    auto query = Event::objects.filter(begins.date() == day(2026, 3, 29));
    EXPECT_THAT(query.sql(), HasSubstr("\"begins\" >= " + placeholder(1)));
    if (orm::test::on_postgresql()) return;  // which scans so small a table
    EXPECT_THAT(query.explain(), HasSubstr("INDEX event_begins (begins>? AND begins<?)"));
}

TEST_F(TimeZones, MomentsAreCutOffByTheClock) {
    make("afternoon", utc(2026, 10, 25, 12, 34));
    auto cut = [&](DateUnit unit) { return only(trunc(&Event::begins, unit)); };
    EXPECT_EQ(cut(DateUnit::year), utc(2025, 12, 31, 23));
    EXPECT_EQ(cut(DateUnit::quarter), utc(2026, 9, 30, 22));
    EXPECT_EQ(cut(DateUnit::month), utc(2026, 9, 30, 22));
    EXPECT_EQ(cut(DateUnit::week), utc(2026, 10, 18, 22));
    EXPECT_EQ(cut(DateUnit::day), utc(2026, 10, 24, 22));
    EXPECT_EQ(cut(DateUnit::hour), utc(2026, 10, 25, 12));
    EXPECT_EQ(cut(DateUnit::minute), utc(2026, 10, 25, 12, 34));
}

TEST_F(TimeZones, AnHourShownTwiceIsTwoHours) {
    make("first", utc(2026, 10, 25, 0, 30));
    make("second", utc(2026, 10, 25, 1, 30));
    auto hours = Event::objects.order_by(&Event::begins).values_list(begins.hour(), trunc(&Event::begins, DateUnit::hour));
    EXPECT_THAT(hours, ElementsAre(std::tuple(2, utc(2026, 10, 25, 0)), std::tuple(2, utc(2026, 10, 25, 1))));
}

TEST_F(TimeZones, GroupsAndArchivesFollow) {
    make("a", utc(2026, 1, 31, 23, 30));
    make("b", utc(2026, 2, 10));
    auto month = trunc(&Event::begins, DateUnit::month);
    EXPECT_THAT(Event::objects.order_by(month).values_list(month, count(&Event::id)), ElementsAre(std::tuple(utc(2026, 1, 31, 23), 2)));
    EXPECT_THAT(Event::objects.dates(&Event::begins, DateUnit::month), ElementsAre(day(2026, 2, 1)));
    EXPECT_THAT(Event::objects.datetimes(&Event::begins, DateUnit::month), ElementsAre(utc(2026, 1, 31, 23)));
}

TEST_F(TimeZones, DaysHaveNone) {
    Event::objects.create({.name = "a", .begins = utc(2026, 1, 1), .day = day(2026, 5, 17)});
    i18n::UseTimeZone here("Pacific/Kiritimati");
    EXPECT_EQ(only(F(&Event::day).day()), 17);
    EXPECT_EQ(only(trunc(&Event::day, DateUnit::month)), day(2026, 5, 1));
}

TEST(CurrentZone, IsTheProjectsUnlessToldOtherwise) {
    EXPECT_EQ(i18n::current_zone().name(), "UTC");
    Project project({.settings = {{"time_zone", "Asia/Tokyo"}}});
    Project::Scope current(project);
    EXPECT_EQ(i18n::current_zone().name(), "Asia/Tokyo");
    {
        i18n::UseTimeZone here("Europe/Berlin");
        EXPECT_EQ(i18n::current_zone().name(), "Europe/Berlin");
    }
    EXPECT_EQ(i18n::current_zone().name(), "Asia/Tokyo");
    EXPECT_THROW(i18n::UseTimeZone zone("Mars/Olympus"), Error);
}

}  // namespace
