#include <gmock/gmock.h>

#include <portico/base/text.hpp>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;
using testing::EndsWith;
using testing::Not;
using testing::StartsWith;

namespace {

std::size_t count_of(std::string_view part, const std::string& text) {
    return text.size() - text::replace_all(text, part, part.substr(1)).size();
}

} // namespace

TEST(Lorem, BeginsAsItAlwaysDoes) {
    EXPECT_EQ(render_text("{% lorem 3 w %}"), "lorem ipsum dolor");
    EXPECT_THAT(render_text("{% lorem %}"), StartsWith("Lorem ipsum dolor sit amet, "));
}

TEST(Lorem, CountsWordsAndParagraphs) {
    EXPECT_EQ(text::split(render_text("{% lorem n w random %}", {{"n", 40}}), ' ').size(), 40u);
    std::string paragraphs = render_text("{% lorem 3 p %}");
    EXPECT_EQ(count_of("<p>", paragraphs), 3u);
    EXPECT_THAT(paragraphs, EndsWith(".</p>"));
    EXPECT_THAT(render_text("{% lorem 2 b random %}"), Not(testing::HasSubstr("<p>")));
}

TEST(Lorem, ACountThatIsNoneIsOne) { EXPECT_EQ(render_text("{% lorem n w %}", {{"n", "many"}}), "lorem"); }

TEST(Lorem, RefusesWordsThatItDoesNotKnow) { EXPECT_THROW(render_text("{% lorem 3 x %}"), SyntaxError); }
