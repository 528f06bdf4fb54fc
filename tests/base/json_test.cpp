#include <gmock/gmock.h>
#include <portico/base/json.hpp>
#include <portico/base/json_keys.hpp>

using namespace portico;
using testing::HasSubstr;

TEST(Json, EscapesWhereverTheCharacterStands) {
    for (std::size_t place = 0; place < 20; ++place) {
        std::string text(20, 'a'), expected(20, 'a');
        text[place] = '"';
        expected.replace(place, 1, "\\\"");
        EXPECT_EQ(to_json(Value(text)), '"' + expected + '"');
        text[place] = '\x1f';
        expected.replace(place, 2, "\\u001f");
        EXPECT_EQ(to_json(Value(text)), '"' + expected + '"');
    }
}

TEST(Json, LeavesLettersBeyondAsciiAlone) {
    EXPECT_EQ(to_json(Value("café – 漢字 \x7f über 🙂")), "\"café – 漢字 \x7f über 🙂\"");
}

TEST(Json, ReadsWhatItWrote) {
    std::string text = R"({"a":[1,2.5,null,true,"x\"y\\z\n"],"b":{"c":{}},"d":[]})";
    EXPECT_EQ(to_json(parse_json(text)), text);
}

TEST(Json, KeepsTheOrderOfNames) { EXPECT_EQ(to_json(parse_json(R"({"z":1,"a":2})")), R"({"z":1,"a":2})"); }

TEST(Json, TakesTheLastOfEqualNames) { EXPECT_EQ(to_json(parse_json(R"({"a":1,"a":2})")), R"({"a":2})"); }

TEST(Json, SaysWhereItIsBroken) {
    try {
        parse_json("{\"a\": 1,\n  oops}");
        FAIL() << "no exception";
    } catch (const JsonError& error) {
        EXPECT_THAT(error.what(), HasSubstr("line 2, column 3"));
        EXPECT_EQ(error.position(), 11u);
    }
}

TEST(Json, RefusesWhatIsNestedTooDeep) { EXPECT_THROW(parse_json(std::string(300, '[') + std::string(300, ']')), JsonError); }

TEST(Json, RefusesMalformedUtf8AndTrailingText) {
    EXPECT_THROW(parse_json("\"\xFF\""), JsonError);
    EXPECT_THROW(parse_json("1 2"), JsonError);
    EXPECT_THROW(parse_json(""), JsonError);
    EXPECT_THROW(parse_json("NaN"), JsonError);
}

TEST(Json, WritesDatesAndDecimalsAsText) {
    EXPECT_EQ(to_json(Value(*parse_date("2026-01-02"))), R"("2026-01-02")");
    EXPECT_EQ(to_json(Value(*parse_date_time("2026-01-02T03:04:05Z"))), R"("2026-01-02T03:04:05Z")");
    EXPECT_EQ(to_json(Value(Decimal("1.10"))), R"("1.10")");
}

TEST(Json, IndentsForPeople) { EXPECT_EQ(to_json(parse_json(R"({"a":[1],"b":[]})"), 2), "{\n  \"a\": [\n    1\n  ],\n  \"b\": []\n}"); }

TEST(Json, EscapesControlCharacters) { EXPECT_EQ(to_json(Value(std::string("\x01\t"))), R"("\u0001\t")"); }

TEST(Json, WritesUtf8WhateverTheTextIs) {
    EXPECT_EQ(to_json(Value(std::string("a\xFFz"))), "\"a\uFFFDz\"");
    EXPECT_EQ(to_json(Value(std::string("long enough, then \xC3\xA9\xC3 and \xF0\x9F\x99"))), "\"long enough, then \u00E9\uFFFD and \uFFFD\uFFFD\uFFFD\"");
    EXPECT_EQ(to_json(Value(std::string("\xED\xA0\x80"))), "\"\uFFFD\uFFFD\uFFFD\"");  // half of a surrogate pair
    EXPECT_EQ(to_json(parse_json(to_json(Value(Map{{"\xC0\"", 1}})))), "{\"\uFFFD\\\"\":1}");
}

TEST(Json, TellsOfABrokenTextWithoutRepeatingIt) {
    for (const std::string broken : {"[\"\xFF\"]", "[\"; last read - \xFF\"]", "[oops; \xFF"}) {
        try {
            parse_json(broken);
            ADD_FAILURE() << "no exception";
        } catch (const JsonError& error) {
            EXPECT_THAT(error.what(), testing::StartsWith("not JSON (line 1, column "));
            EXPECT_THAT(error.what(), testing::MatchesRegex("[ -~]+"));
            EXPECT_THAT(error.what(), testing::Not(HasSubstr("last read")));
        }
    }
}

TEST(Json, TellsOfKeysThatStandTwice) {
    EXPECT_FALSE(repeated_key(R"({"a": {"a": 1, "b": ["a", "a", {"a": "b\"a"}]}, "b": "a"})"));
    EXPECT_FALSE(repeated_key("[{\"a\": 1}, {\"a\": 1}]"));
    const auto twice = repeated_key(R"({"x": {"a": 1, "b": [2, {}], "\u0061": 3}})");
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->name, "a");
    EXPECT_EQ(twice->position, 29u);
}
