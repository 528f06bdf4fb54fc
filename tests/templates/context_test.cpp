#include <gtest/gtest.h>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;

TEST(Context, two_texts_are_a_name_and_its_value) { EXPECT_EQ(render_text("{{ a }}", {{"a", "b"}}), "b"); }

TEST(Context, refers_to_texts_that_are_lvalues) {
    std::string title = "before";
    Context context{{"title", title}};
    title = "after!";
    EXPECT_EQ(render_text("{{ title }}", context), "after!");
}

TEST(Context, owns_texts_that_are_rvalues) {
    Context context{{"title", std::string("a text that is too long for the string itself")}};
    EXPECT_EQ(render_text("{{ title }}", context), "a text that is too long for the string itself");
}

TEST(Context, set_replaces_a_value) {
    Context context{{"n", 1}};
    context.set("n", 2);
    EXPECT_EQ(render_text("{{ n }}", context), "2");
}

TEST(Context, chained_contexts_are_seen_through) {
    Context outer{{"a", 1}, {"b", 1}};
    Context inner{{"b", 2}};
    inner.chain(outer);
    EXPECT_EQ(render_text("{{ a }}{{ b }}", inner), "12");
}

TEST(Context, a_later_name_wins_over_an_earlier_one) {
    EXPECT_EQ(render_text("{{ a }}", {{"a", 1}, {"a", 2}}), "2");
}
