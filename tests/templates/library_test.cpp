#include <gtest/gtest.h>

#include <portico/base/field_types.hpp>
#include <portico/base/text.hpp>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;

namespace {

struct Card {
    std::string title{};
};

std::string shout(std::string_view text) { return text::upper(text) + "!"; }

Library shop() {
    Library library("shop");
    library.filter("shout", shout)
        .filter("times", [](std::int64_t number, std::int64_t factor) { return number * factor; })
        .filter("wrap",
                [](std::string_view text, std::optional<std::string> mark) {
                    return mark.value_or("*") + std::string(text) + mark.value_or("*");
                })
        .filter("bold", [](std::string_view text) { return Html{"<b>" + text::html_escape(text) + "</b>"}; })
        .simple_tag("greeting",
                    [](std::string_view name, std::optional<std::string> mark) {
                        return "Hello " + std::string(name) + mark.value_or(".");
                    },
                    {"name", "mark"})
        .simple_tag("title_of", [](const Card& card) { return card.title; })
        .simple_tag("seen",
                    [](const Scope& scope) { return scope.find("x") ? "x is seen" : "x is not there"; })
        .inclusion_tag("card", "card.html", [](const Card& card) { return Context{{"title", card.title}}; })
        .block_tag("box", [](const Html& content, std::string_view kind) {
            return Html{"<" + std::string(kind) + ">" + content.text + "</" + std::string(kind) + ">"};
        });
    return library;
}

std::string render(std::string source, const Context& context = {}) {
    install_type<Card>();
    EngineOptions options;
    options.libraries.push_back(shop());
    Engine engine = engine_of({{"card.html", "[{{ title }}{{ outer }}]"}}, std::move(options));
    return engine.render_text("{% load shop %}" + source, context);
}

} // namespace

TEST(Library, filters_are_typed_functions) {
    EXPECT_EQ(render("{{ 'a'|shout }} {{ n|times:'3' }}", {{"n", 7}}), "A! 21");
}

TEST(Library, a_filter_may_have_an_argument_that_may_be_left_out) {
    EXPECT_EQ(render("{{ 'a'|wrap }} {{ 'a'|wrap:'_' }}"), "*a* _a_");
}

TEST(Library, text_results_are_escaped_and_html_is_not) {
    EXPECT_EQ(render("{{ t|shout }} {{ t|bold }}", {{"t", "<i>"}}), "&lt;I&gt;! <b>&lt;i&gt;</b>");
}

TEST(Library, an_argument_of_the_wrong_type_is_an_error) {
    EXPECT_THROW(render("{{ 'a'|times:2 }}"), RenderError);
}

TEST(Library, a_missing_argument_is_found_when_the_template_is_read) {
    EXPECT_THROW(render("{% if 0 %}{{ 1|times }}{% endif %}"), SyntaxError);
}

TEST(Library, simple_tags_take_arguments_by_place_and_name) {
    EXPECT_EQ(render("{% greeting 'Ann' %} {% greeting name='Bob' mark='!' %}"), "Hello Ann. Hello Bob!");
}

TEST(Library, simple_tags_can_set_a_variable) {
    EXPECT_EQ(render("{% greeting 'Ann' as text %}[{{ text }}]"), "[Hello Ann.]");
}

TEST(Library, unknown_and_missing_arguments_of_tags_are_found_when_the_template_is_read) {
    EXPECT_THROW(render("{% greeting %}"), SyntaxError);
    EXPECT_THROW(render("{% greeting 'a' 'b' 'c' %}"), SyntaxError);
    EXPECT_THROW(render("{% greeting 'a' mrak='!' %}"), SyntaxError);
}

TEST(Library, tags_take_described_structs) {
    Card card{"Blue"};
    EXPECT_EQ(render("{% title_of card %}", {{"card", card}}), "Blue");
    EXPECT_THROW(render("{% title_of 5 %}"), RenderError);
}

TEST(Library, tags_may_read_the_variables) {
    EXPECT_EQ(render("{% seen %}; {% with x=1 %}{% seen %}{% endwith %}"), "x is not there; x is seen");
}

TEST(Library, inclusion_tags_render_a_template_that_sees_only_their_context) {
    Card card{"Blue"};
    EXPECT_EQ(render("{% card card %}", {{"card", card}, {"outer", "!"}}), "[Blue]");
}

TEST(Library, block_tags_get_what_they_enclose) {
    EXPECT_EQ(render("{% box 'p' %}{{ t }}{% endbox %}", {{"t", "<"}}), "<p>&lt;</p>");
}

TEST(Library, an_unknown_library_names_those_there_are) {
    try {
        render("{% load shpo %}");
        FAIL();
    } catch (const SyntaxError& error) {
        EXPECT_EQ(error.hint(), "did you mean \"shop\"?");
    }
}
