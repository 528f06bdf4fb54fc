/// Values that become others of another type: in the form in which the ORM writes them, or refused with the rows that would lose something.
#include <portico/base/date_time.hpp>
#include <portico/base/uuid.hpp>

#include "blog_database.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class Retyping : public BlogDatabase {
protected:
    Retyping() {
        apply_all();
        add_posts();
    }
    /// The titles of the first posts; the others have `rest`.
    void set_titles(const std::vector<std::string>& titles, const std::string& rest) {
        sql("UPDATE blog_post SET title = '" + rest + "'");
        for (std::size_t i = 0; i < titles.size(); ++i) sql("UPDATE blog_post SET title = '" + titles[i] + "' WHERE id = " + std::to_string(i + 1));
    }
    /// Makes the titles something else.
    void retype(const std::string& name, const std::string& type) { add(name, {R"({"op": "alter_field", "model": "Post", "field": {"name": "title", )" + type + "}}"}); }
    /// The posts whose title is just that: SQLite compares texts.
    std::vector<std::string> posts_of(const Value& title) { return texts("SELECT id FROM blog_post WHERE title = " + database().dialect().literal(title) + " ORDER BY id"); }
    std::vector<std::string> posts_of_moment(const char* moment) { return posts_of(Value(*parse_date_time(moment))); }
};

using SqliteRetyping = Retyping;

const std::string moment = R"("type": "date_time")", whole = R"("type": "integer")", number = R"("type": "float")";
const std::string tenths = R"("type": "decimal", "digits": 3, "places": 1)";

TEST_F(Retyping, MomentsAreKeptAsTheOrmWritesThem) {
    set_titles({"2024-02-29", "2024-02-29T10:30", "2024-02-29T10:30:00Z", "2024-02-29 12:30:00+02:00", "2024-02-29 10:30:00.5", "2024-02-29T23:30:00.999999-01:00"}, "2024-02-28 10:30:00");
    retype("0002_moment", moment);
    apply_all();
    EXPECT_THAT(posts_of_moment("2024-02-29T00:00:00Z"), ElementsAre("1"));
    EXPECT_THAT(posts_of_moment("2024-02-29T10:30:00Z"), ElementsAre("2", "3", "4"));
    EXPECT_THAT(posts_of_moment("2024-02-29T10:30:00.5Z"), ElementsAre("5"));
    EXPECT_THAT(posts_of_moment("2024-03-01T00:30:00.999999Z"), ElementsAre("6"));
    EXPECT_THAT(posts_of_moment("2024-02-28T10:30:00Z"), ElementsAre("7", "8", "9", "10", "11", "12"));
}

TEST_F(Retyping, WhatIsNoMomentIsNamed) {
    set_titles({"2024-02-29 24:00:00", "12024-01-01 00:00:00", "infinity", "now", "2024-02-29 10:30:00.1234567", "2024-02-29 10:30:60", "1/2/2024", "Open", "0001-01-01T00:00:00+14:00", "9999-12-31 23:59:59-01:00"}, "2024-02-29");
    retype("0002_moment", moment);
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("10 rows of \"blog_post\" have a \"title\" that is no "), HasSubstr(": id 1, 2, 3, 4, 5, 6, 7, 8, 9, 10; nothing")));
    set_titles({"2024-02-30 00:00:00", "0000-01-01 00:00:00"}, "2024-02-29");
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("2 rows of \"blog_post\" have a \"title\" that is no "), HasSubstr(": id 1, 2; nothing")));
}

TEST_F(Retyping, DaysAndTimesAreNoOthers) {
    set_titles({"today", "infinity", "2024-02-29 10:30:00", " 2024-02-29"}, "2024-02-29");
    retype("0002_day", R"("type": "date")");
    EXPECT_THAT(error_of_applying(), HasSubstr("4 rows of \"blog_post\" have a \"title\" that is no date: id 1, 2, 3, 4; nothing"));
    set = set_for(blog());
    set_titles({"24:00", "10:30:60", "now", "10:30:00+02:00", "10:30:00.1234567"}, "10:30");
    retype("0002_time", R"("type": "time")");
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("5 rows of \"blog_post\" have a \"title\" that is no time"), HasSubstr(": id 1, 2, 3, 4, 5; nothing")));
    set_titles({"10:30:00.5", "10:30:00"}, "10:30");
    apply_all();
    EXPECT_THAT(posts_of(Value(*parse_time("10:30:00.5"))), ElementsAre("1"));
    EXPECT_EQ(posts_of(Value(*parse_time("10:30"))).size(), 11U);
}

TEST_F(Retyping, WholeNumbersThatAFloatCantKeepAreNamed) {
    set_titles({"9007199254740993", "9223372036854775807", "-9223372036854775808", "4611686018427387904", "-9007199254740993"}, "7");
    retype("0002_whole", whole);
    retype("0003_float", number);
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("3 rows of \"blog_post\" have a \"title\" that would lose digits as "), HasSubstr(": id 1, 2, 5; nothing of \"blog.0003_float\"")));
    sql("UPDATE blog_post SET title = 9007199254740992 WHERE id IN (1, 2, 5)");
    apply_all();
    EXPECT_THAT(texts("SELECT id FROM blog_post WHERE title > 9007199254740992 ORDER BY id"), ElementsAre("4"));
}

TEST_F(Retyping, TextsThatAFloatCantKeepAreNamed) {
    set_titles({"9007199254740993", "0.12345678901234567890", "1.2345678901234567e-3", "0.30000000000000004", "9007199254740992", "4611686018427387904", "1e22"}, "0.1");
    retype("0002_float", number);
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("2 rows of \"blog_post\" have a \"title\" that would lose digits as "), HasSubstr(": id 1, 2; nothing")));
    set_titles({"1e400"}, "0.1");
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("1 row of \"blog_post\" has a \"title\" that is no "), HasSubstr(": id 1; nothing")));
}

TEST_F(Retyping, FloatsBecomeTextsOfAllTheirDigits) {
    const std::vector<std::string> numbers{"0.30000000000000004", "9007199254740992", "0.1", "1.2345678901234567e-3", "123456789012345680"};
    set_titles(numbers, "7");
    retype("0002_float", number);
    retype("0003_text", R"("type": "text", "max_length": 30)");
    apply_all();
    const auto written = texts("SELECT title FROM blog_post ORDER BY id");
    for (std::size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(std::stod(written[i]), std::stod(numbers[i])) << written[i];
    go_to("0002_float");
    EXPECT_THAT(texts("SELECT count(*) FROM blog_post WHERE title = 0.30000000000000004"), ElementsAre("1"));
}

TEST_F(Retyping, UuidsAreWrittenWithHyphens) {
    const std::string uuid = "0190a9a0-0000-7000-8000-0000000000ff";
    set_titles({"0190A9A0000070008000000000000001"}, uuid);
    retype("0002_uuid", R"("type": "uuid")");
    retype("0003_text", R"("type": "text", "max_length": 36)");
    apply_all();
    EXPECT_THAT(texts("SELECT title FROM blog_post WHERE id <= 2 ORDER BY id"), ElementsAre("0190a9a0-0000-7000-8000-000000000001", uuid));
    go_to("0002_uuid");
    EXPECT_EQ(posts_of(Value(*Uuid::parse(uuid))).size(), 11U);
}

TEST_F(Retyping, ShorterTextsLoseNoSpaces) {
    set_titles({"ab   "}, "abc");
    retype("0002_short", R"("type": "text", "max_length": 3)");
    EXPECT_THAT(error_of_applying(), HasSubstr("1 row of \"blog_post\" has a \"title\" longer than 3: id 1; nothing"));
}

TEST_F(Retyping, IntegersOfFewerBitsAreNamed) {
    set_titles({"200", "-129", "127"}, "7");
    retype("0002_byte", R"("type": "integer", "bits": 8)");
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("2 rows of \"blog_post\" have a \"title\" that is no smallint of 8 bits: id 1, 2; nothing")));
    set = set_for(blog());
    retype("0002_whole", whole);
    retype("0003_byte", R"("type": "integer", "bits": 8)");
    EXPECT_THAT(error_of_applying(), HasSubstr(": id 1, 2; nothing of \"blog.0003_byte\""));
}

TEST_F(Retyping, FloatsOfMoreDigitsThanADecimalAreNamed) {
    set_titles({"4.55", "99.96", "1e300", "0.30000000000000004", "-99.9"}, "4.5");
    retype("0002_float", number);
    retype("0003_tenths", tenths);
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("3 rows of \"blog_post\" have a \"title\" that would lose digits as "), HasSubstr("(3, 1)"), HasSubstr(": id 1, 2, 3; nothing")))
        << "0.1 + 0.2 is 0.3 as far as a float goes";
    sql("UPDATE blog_post SET title = 4.5 WHERE id <= 3");
    apply_all();
    EXPECT_THAT(texts("SELECT id FROM blog_post WHERE title IN (0.3, -99.9) ORDER BY id"), ElementsAre("4", "5"));
}

TEST_F(Retyping, TextsOfMoreDigitsThanANumberAreNamed) {
    set_titles({"4.55", "99.96", "NaN"}, "4.50");
    retype("0002_tenths", tenths);
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("3 rows of \"blog_post\" have a \"title\" that is no "), HasSubstr("(3, 1): id 1, 2, 3; nothing")));
    set_titles({"1234567890123456.5"}, "4.50");
    EXPECT_THAT(error_of_applying(), HasSubstr("1 row of \"blog_post\" has a \"title\" that is no "));
    set = set_for(blog());
    set_titles({"9007199254740993.0", "1e3"}, "7");
    retype("0002_whole", whole);
    EXPECT_THAT(error_of_applying(), HasSubstr("2 rows of \"blog_post\" have a \"title\" that is no bigint: id 1, 2; nothing"));
}

/// What has more than 64 bits it keeps as a float.
TEST_F(SqliteRetyping, DecimalsOfMoreDigitsThanItKeepsAreNamed) {
    set_titles({"9223372036854775807", "1234567890123456e3", "12345678901234567891"}, "7");
    retype("0002_long", R"("type": "decimal", "digits": 25, "places": 0)");
    EXPECT_THAT(error_of_applying(), AllOf(HasSubstr("2 rows of \"blog_post\" have a \"title\" that is no "), HasSubstr(": id 2, 3; nothing")));
    set_titles({"9223372036854775807"}, "7");
    apply_all();
    EXPECT_THAT(texts("SELECT title FROM blog_post WHERE id = 1"), ElementsAre("9223372036854775807"));
}

}  // namespace
}  // namespace portico::migrations
