#include <gtest/gtest.h>
#include <portico/base/text.hpp>

using namespace portico;

TEST(Text, MakesSlugs) {
    EXPECT_EQ(text::slugify("Héllo, World!"), "hello-world");
    EXPECT_EQ(text::slugify("  multiple---dash and  space "), "multiple-dash-and-space");
    EXPECT_EQ(text::slugify("Straße", true), "straße");
    EXPECT_EQ(text::slugify("!!!"), "");
}

TEST(Text, EscapesHtml) { EXPECT_EQ(text::html_escape("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x27;&lt;/a&gt;"); }
TEST(Text, EscapesHtmlAtEachPlace) {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string one(1, static_cast<char>(byte)), escaped = text::html_escape(one);
        for (std::size_t length : {7, 8, 9, 16, 17, 30})
            for (std::size_t place = 0; place < length; ++place) {
                const std::string before(place, 'a'), after(length - place - 1, '?');
                ASSERT_EQ(text::html_escape(before + one + after), before + escaped + after) << byte << " at " << place << " of " << length;
            }
    }
}
TEST(Text, EscapesNothingElse) { EXPECT_EQ(text::html_escape("5 %; é – 漢字"), "5 %; é – 漢字"); }

TEST(Text, ChangesCaseBeyondAscii) {
    EXPECT_EQ(text::upper("grüße"), "GRÜSSE");
    EXPECT_EQ(text::lower("ÉCOLE"), "école");
    EXPECT_EQ(text::capfirst("über"), "Über");
}

TEST(Text, KnowsUtf8) {
    EXPECT_TRUE(text::is_utf8("grüße €"));
    EXPECT_FALSE(text::is_utf8("\xC3"));
    EXPECT_FALSE(text::is_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(text::is_utf8("\xC0\x80"));
}

TEST(Text, CutsBetweenCodePoints) {
    EXPECT_EQ(text::length("grüße"), 5u);
    EXPECT_EQ(text::prefix("grüße", 3), "grü");
    EXPECT_EQ(text::prefix("ab", 9), "ab");
}

TEST(Text, SplitsNames) {
    EXPECT_EQ(text::camel_case_to_spaces("BlogPost"), "blog post");
    EXPECT_EQ(text::snake_case("HTTPServer"), "http_server");
    EXPECT_EQ(text::plural("category"), "categories");
    EXPECT_EQ(text::plural("day"), "days");
    EXPECT_EQ(text::plural("box"), "boxes");
}

TEST(Text, EncodesBase64) {
    EXPECT_EQ(text::base64("hello"), "aGVsbG8=");
    EXPECT_EQ(text::base64url("\xFB\xFF"), "-_8");
    EXPECT_EQ(text::from_base64("aGVsbG8="), "hello");
    EXPECT_FALSE(text::from_base64("a*b="));
    EXPECT_EQ(text::from_hex("00ff"), std::string("\0\xFF", 2));
    EXPECT_FALSE(text::from_hex("0"));
}
