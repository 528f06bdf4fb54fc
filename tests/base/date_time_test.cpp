#include <gtest/gtest.h>
#include <portico/base/date_time.hpp>
#include <portico/base/error.hpp>

using namespace portico;

TEST(DateTime, ReadsAndWritesIso) {
    EXPECT_EQ(to_iso(*parse_date("2026-01-02")), "2026-01-02");
    EXPECT_EQ(to_iso(*parse_time("03:04:05.0006")), "03:04:05.000600");
    EXPECT_EQ(to_iso(*parse_date_time("2026-01-02 03:04")), "2026-01-02T03:04:00Z");
}

TEST(DateTime, TurnsAnOffsetIntoUtc) {
    EXPECT_EQ(to_iso(*parse_date_time("2026-01-02T00:30:00+01:00")), "2026-01-01T23:30:00Z");
    EXPECT_EQ(to_iso(*parse_date_time("2026-01-02T00:30:00-0530")), "2026-01-02T06:00:00Z");
}

TEST(DateTime, IsNothingWhereTheFormIsWrong) {
    EXPECT_FALSE(parse_date("02/01/2026"));
    EXPECT_FALSE(parse_date("2026-01-02x"));
    EXPECT_FALSE(parse_time("3h"));
    EXPECT_FALSE(parse_date_time("2026-01"));
}

TEST(DateTime, RefusesADayThatIsNot) {
    EXPECT_THROW(parse_date("2026-02-30"), ConversionError);
    EXPECT_THROW(parse_time("24:00"), ConversionError);
    EXPECT_THROW(parse_date_time("2026-13-01T00:00:00"), ConversionError);
}

TEST(DateTime, SplitsAndJoinsBeforeTheEpoch) {
    auto moment = *parse_date_time("1969-12-31T23:59:59.5Z");
    EXPECT_EQ(to_iso(date_of(moment)), "1969-12-31");
    EXPECT_EQ(at(date_of(moment), time_of(moment)), moment);
}

TEST(Duration, ReadsDjangosForms) {
    using namespace std::chrono;
    EXPECT_EQ(parse_duration("15:30"), minutes(15) + seconds(30));
    EXPECT_EQ(parse_duration("4 days, 1:00:00"), hours(97));
    EXPECT_EQ(parse_duration("-4 0:15:30"), -hours(96) + minutes(15) + seconds(30));
    EXPECT_EQ(parse_duration("P4DT1H"), hours(97));
    EXPECT_EQ(parse_duration("30.5"), milliseconds(30500));
    // Longer than 64 bits of microseconds.
    EXPECT_EQ(parse_duration("-1000000000 00:00:00"), std::nullopt);
    EXPECT_EQ(parse_duration("1000000000 days"), std::nullopt);
    EXPECT_EQ(parse_duration("P1000000000W"), std::nullopt);
    EXPECT_EQ(parse_duration("P100000000DT1000000000H"), std::nullopt);
    EXPECT_EQ(parse_duration("100000000 days, 1000000000:0:0"), std::nullopt);
    EXPECT_FALSE(parse_duration("soon"));
    EXPECT_EQ(parse_duration("P"), seconds(0));  // as in Django, "" too
}

TEST(Duration, WritesIso) { EXPECT_EQ(to_iso(Duration(std::chrono::seconds(90061))), "P1DT01H01M01S"); }

TEST(Clock, StandsStillWhileFrozen) {
    auto moment = *parse_date_time("2026-01-02T03:04:05Z");
    {
        FrozenClock frozen(moment);
        EXPECT_EQ(now(), moment);
    }
    EXPECT_NE(now(), moment);
}
