#include <gtest/gtest.h>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;

namespace {

/// What goes wrong when the template "page.html" is rendered.
template <class E> E error_of(std::string source, const Context& context = {}) {
    Engine engine = engine_of({{"page.html", std::move(source)}, {"row.html", "{{ row }}"}});
    try {
        engine.render("page.html", context);
    } catch (const E& error) {
        return error;
    }
    throw std::logic_error("no such error was thrown");
}

} // namespace

TEST(Errors, an_unknown_tag_says_where_and_what_was_meant) {
    auto error = error_of<SyntaxError>("<ul>\n{% fro post in posts %}\n");
    EXPECT_STREQ(error.what(), "page.html:2:4: unknown tag \"fro\"");
    EXPECT_EQ(error.hint(), "did you mean \"for\"?");
    EXPECT_EQ(error.excerpt(), "    2 | {% fro post in posts %}\n      |    ^~~\n");
}

TEST(Errors, an_unknown_filter_says_where_and_what_was_meant) {
    auto error = error_of<SyntaxError>("é {{ name|uper }}");
    EXPECT_STREQ(error.what(), "page.html:1:12: unknown filter \"uper\"");
    EXPECT_EQ(error.hint(), "did you mean \"upper\"?");
    EXPECT_EQ(error.excerpt(), "    1 | é {{ name|uper }}\n      |           ^~~~\n");
}

TEST(Errors, a_tag_of_a_library_says_what_to_load) {
    EXPECT_EQ(error_of<SyntaxError>("{% static 'x' %}").hint(), "write {% load static %} above");
}

TEST(Errors, a_tag_that_is_not_closed_is_marked_where_it_opens) {
    auto error = error_of<SyntaxError>("\n\n{% if a %}\n{% for x in y %}{% endfor %}");
    EXPECT_STREQ(error.what(),
                 "page.html:3:1: {% if %} is not closed: expected {% elif %}, {% else %}, {% endif %}");
}

TEST(Errors, a_wrong_closing_tag_names_the_one_that_is_open) {
    auto error = error_of<SyntaxError>("{% if a %}\n{% endfor %}");
    EXPECT_STREQ(error.what(),
                 "page.html:2:4: unexpected tag \"endfor\": {% if %} of line 1 is open, expected {% elif %}, "
                 "{% else %}, {% endif %}");
}

TEST(Errors, what_could_not_be_parsed_is_quoted) {
    EXPECT_STREQ(error_of<SyntaxError>("{{ a b }}").what(),
                 "page.html:1:5: could not parse the remainder: \" b\" from \"a b\"");
}

TEST(Errors, a_missing_template_names_the_nearest_one_and_the_tag) {
    auto error = error_of<TemplateNotFound>("\n{% include \"rwo.html\" %}");
    EXPECT_STREQ(error.what(), "page.html:2:1: there is no template \"rwo.html\"");
    EXPECT_EQ(error.hint(), "did you mean \"row.html\"?");
}

TEST(Errors, what_a_value_throws_is_nested_in_an_error_with_its_place) {
    Context context{{"boom", callable([]() -> Value { throw std::out_of_range("no such row"); })}};
    auto error = error_of<RenderError>("a\n  {{ boom }}", context);
    EXPECT_STREQ(error.what(), "page.html:2:3: no such row");
}

TEST(Errors, an_exception_of_a_value_keeps_its_type) {
    Engine engine = engine_of({});
    Context context{{"boom", callable([]() -> Value { throw std::out_of_range("no such row"); })}};
    try {
        engine.render_text("{{ boom }}", context);
        FAIL();
    } catch (const RenderError& error) {
        EXPECT_THROW(std::rethrow_if_nested(error), std::out_of_range);
    }
}

TEST(Errors, an_error_in_an_included_template_names_that_template) {
    Engine engine = engine_of({{"a.html", "{% include 'b.html' %}"}, {"b.html", "x\n{{ n|divisibleby:0 }}"}});
    try {
        engine.render("a.html", {{"n", 1}});
        FAIL();
    } catch (const RenderError& error) {
        EXPECT_EQ(error.place().file, "b.html");
        EXPECT_EQ(error.place().line, 2);
    }
}

TEST(Errors, the_argument_of_a_filter_must_be_there) {
    auto error = error_of<UndefinedVariable>("{{ a|default:nothing }}");
    EXPECT_STREQ(error.what(),
                 "page.html:1:1: there is no variable \"nothing\", the argument of the filter \"default\"");
}

TEST(Errors, check_finds_parents_and_parts_that_there_are_not) {
    Engine engine = engine_of({{"shop/base.html", "{% block a %}{% endblock %}"},
                               {"shop/page.html", "{% extends \"./base.html\" %}{% block a %}{% include \"shop/bas.html\" %}{% include name %}{% endblock %}"},
                               {"shop/lost.html", "\n{% extends 'nowhere.html' %}"}});
    auto errors = engine.check();
    ASSERT_EQ(errors.size(), 2u);
    EXPECT_STREQ(errors[0].what(), "shop/lost.html:2:13: there is no template \"nowhere.html\"");
    EXPECT_EQ(errors[1].place().file, "shop/page.html");
    EXPECT_EQ(errors[1].hint(), "did you mean \"shop/base.html\"?");
}

TEST(Errors, check_finds_all_templates_that_do_not_parse) {
    Engine engine = engine_of({{"good.html", "{{ a }}"}, {"bad.html", "{% if %}"}, {"worse.html", "{{ }}"}});
    auto errors = engine.check();
    ASSERT_EQ(errors.size(), 2u);
    EXPECT_EQ(errors[0].place().file, "bad.html");
    EXPECT_EQ(errors[1].place().file, "worse.html");
}
