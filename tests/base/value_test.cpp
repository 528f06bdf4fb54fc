#include <gtest/gtest.h>
#include <portico/base/value.hpp>

using namespace portico;

TEST(Value, PrintsAsAPersonReads) {
    EXPECT_EQ(Value().str(), "None");
    EXPECT_EQ(Value(true).str(), "True");
    EXPECT_EQ(Value(1.0).str(), "1.0");
    EXPECT_EQ(Value(0.1).str(), "0.1");
    EXPECT_EQ(Value(1e16).str(), "1e+16");
    EXPECT_EQ(Value(List{1, "a"}).str(), "[1, 'a']");
    EXPECT_EQ(Value(Map{{"a", 1}}).str(), "{'a': 1}");
}

TEST(Value, PrintsMomentsAndDurationsAsPythonDoes) {
    EXPECT_EQ(Value(*parse_date_time("2026-01-02T03:04:05Z")).str(), "2026-01-02 03:04:05+00:00");
    EXPECT_EQ(Value(Duration(std::chrono::hours(26))).str(), "1 day, 2:00:00");
    EXPECT_EQ(Value(Duration(std::chrono::seconds(-1))).str(), "-1 day, 23:59:59");
}

TEST(Value, IsFalseWhenEmpty) {
    EXPECT_FALSE(Value().truthy());
    EXPECT_FALSE(Value("").truthy());
    EXPECT_FALSE(Value(0).truthy());
    EXPECT_FALSE(Value(List{}).truthy());
    EXPECT_TRUE(Value("0").truthy());
    EXPECT_TRUE(Value(List{Value()}).truthy());
}

TEST(Value, ComparesNumbersOfAllKinds) {
    EXPECT_EQ(Value(1), Value(1.0));
    EXPECT_EQ(Value(true), Value(1));
    EXPECT_EQ(Value(Decimal("1.50")), Value(1.5));
    EXPECT_LT(Value(1), Value(Decimal("1.1")));
    EXPECT_NE(Value(1), Value("1"));
}

TEST(Value, DoesNotOrderThingsThatDoNotCompare) {
    EXPECT_EQ(Value(1) <=> Value("1"), std::partial_ordering::unordered);
    EXPECT_FALSE(Value(1) < Value("1"));
}

TEST(Value, CountsCodePointsOfAText) { EXPECT_EQ(Value("Grüße").size(), 5u); }

TEST(Value, OwnsWhatItBorrowed) {
    Value value;
    {
        std::string text = "gone soon";
        value = Value(BorrowedText{text}).owned();
    }
    EXPECT_EQ(value.str(), "gone soon");
}

TEST(Map, KeepsTheLastOfEqualNamesAtTheFirstPlace) {
    Map map;
    map.append("a", 1);
    map.append("b", 2);
    map.append("a", 3);
    map.dedupe();
    EXPECT_EQ(map.size(), 2u);
    EXPECT_EQ(map.begin()->first, "a");
    EXPECT_EQ(*map.find("a"), Value(3));
}

TEST(Value, CallsAFunction) {
    Value function = callable([] { return Value(42); });
    EXPECT_EQ(*function.as_dynamic()->call(), Value(42));
}

// A pointer into the temporary would dangle at the semicolon.
TEST(Value, OfATemporaryGivesCopies) {
    auto number = Value(42).as_integer();
    auto text = Value(std::string(100, 'x')).as_text();
    auto list = Value(List{1, "a"}).as_list();
    auto none = Value("text").as_integer();
    EXPECT_EQ(number, 42);
    EXPECT_EQ(text, std::string(100, 'x'));
    EXPECT_EQ(list, (List{1, "a"}));
    EXPECT_EQ(none, std::nullopt);
}
