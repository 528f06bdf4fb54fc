#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/headers.hpp>

namespace portico {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines(const Headers& headers) {
    std::vector<std::string> out;
    for (auto [name, value] : headers) out.push_back(std::string(name) + ": " + std::string(value));
    return out;
}

TEST(Headers, FindNamesWithoutCase) {
    Headers headers{{"Content-Type", "text/plain"}};
    EXPECT_EQ(headers.get("content-TYPE"), "text/plain");
    EXPECT_FALSE(headers.contains("Content-Typ"));
}

TEST(Headers, KeepOrderAndRepeats) {
    Headers headers{{"A", "1"}, {"B", "2"}, {"a", "3"}};
    EXPECT_THAT(lines(headers), ElementsAre("A: 1", "B: 2", "a: 3"));
    EXPECT_THAT(headers.get_list("A"), ElementsAre("1", "3"));
}

TEST(Headers, SetReplacesAllInThePlaceOfTheFirst) {
    Headers headers{{"A", "1"}, {"B", "2"}, {"A", "3"}};
    headers.set("a", "4");
    EXPECT_THAT(lines(headers), ElementsAre("a: 4", "B: 2"));
}

TEST(Headers, SetMayTakeAValueFromThemselves) {
    Headers headers{{"A", "a long enough value to be moved when the text grows beyond what fits inline"}};
    for (int i = 0; i < 8; ++i) headers.set("B" + std::to_string(i), headers.get("A"));
    EXPECT_EQ(headers.get("B7"), headers.get("A"));
}

TEST(Headers, SetMayTakeItsNameFromThemselves) {
    Headers headers{{"A", "1"}, {"B", "2"}, {"A", "3"}};
    std::string_view name = (*headers.begin()).name;
    headers.set(name, std::string(1000, 'x'));
    EXPECT_EQ(headers.get_list("A").size(), 1u);
}

TEST(Headers, RemoveTellsHowMany) {
    Headers headers{{"A", "1"}, {"B", "2"}, {"a", "3"}};
    EXPECT_EQ(headers.remove("A"), 2u);
    EXPECT_EQ(headers.size(), 1u);
}

TEST(Headers, RefuseLineBreaksInValues) {
    Headers headers;
    EXPECT_THROW(headers.set("X-A", "b\r\nSet-Cookie: x"), BadHeader);
    EXPECT_THROW(headers.add("X-A", "b\nc"), BadHeader);
    EXPECT_THROW(headers.add("X-A", std::string_view("b\0c", 3)), BadHeader);
    EXPECT_TRUE(headers.empty());
}

TEST(Headers, RefuseNamesThatAreNoToken) {
    Headers headers;
    EXPECT_THROW(headers.set("X\nA", "b"), BadHeader);
    EXPECT_THROW(headers.set("X A", "b"), BadHeader);
    EXPECT_THROW(headers.set("", "b"), BadHeader);
    EXPECT_THROW(headers.set("X-Ü", "b"), BadHeader);
}

TEST(Headers, SayWhichHeaderIsBad) {
    Headers headers;
    try {
        headers.set("X-A", "b\nc");
        FAIL();
    } catch (const BadHeader& error) {
        EXPECT_STREQ(error.what(), R"(the value of header "X-A" holds a line break or NUL: "b\nc")");
    }
}

TEST(Headers, AddToAListOnlyWhatIsMissing) {
    Headers headers{{"Vary", "Cookie , Accept-Encoding"}};
    headers.add_to_list("Vary", {"ACCEPT-ENCODING", "Accept"});
    EXPECT_EQ(headers.get("Vary"), "Cookie, Accept-Encoding, Accept");
}

TEST(Headers, VaryOnEverythingStandsAlone) {
    Headers headers{{"Vary", "Cookie"}};
    headers.add_to_list("Vary", {"*"});
    EXPECT_EQ(headers.get("Vary"), "*");
}

TEST(Headers, SurviveCopyAndMoveBeyondTheirInlineStorage) {
    Headers headers;
    for (int i = 0; i < 40; ++i)
        headers.add("Name-" + std::to_string(i), std::string(20, 'x') + std::to_string(i));
    Headers copy = headers;
    Headers moved = std::move(headers);
    copy.clear();
    EXPECT_EQ(moved.get("Name-39"), std::string(20, 'x') + "39");
    moved = copy;
    EXPECT_TRUE(moved.empty());
}

} // namespace
} // namespace portico
