#include <gtest/gtest.h>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;

TEST(Limits, a_template_that_includes_itself_for_ever_is_an_error) {
    Engine engine = engine_of({{"a.html", "x{% include 'a.html' %}"}});
    EXPECT_THROW(engine.render("a.html"), RenderError);
}

TEST(Limits, a_template_may_include_itself_as_deep_as_the_setting_says) {
    EngineOptions options;
    options.max_include_depth = 3;
    Engine engine = engine_of(
        {{"a.html", "{{ n }}{% if n %}{% with n=n|add:-1 %}{% include 'a.html' %}{% endwith %}{% endif %}"}},
        options);
    EXPECT_EQ(engine.render("a.html", {{"n", 2}}), "210");
    EXPECT_THROW(engine.render("a.html", {{"n", 3}}), RenderError);
}

TEST(Limits, templates_that_extend_each_other_are_an_error) {
    Engine engine = engine_of({{"a.html", "{% extends 'b.html' %}"}, {"b.html", "{% extends 'a.html' %}"}});
    EXPECT_THROW(engine.render("a.html"), TemplateError);
}

TEST(Limits, tags_inside_each_other_have_a_bound) {
    std::string deep;
    for (int i = 0; i < 200; ++i) deep += "{% if a %}";
    EXPECT_THROW(engine_of({}).render_text(deep), SyntaxError);
}

TEST(Limits, a_long_chain_of_not_has_a_bound) {
    std::string condition;
    for (int i = 0; i < 5000; ++i) condition += " not";
    EXPECT_THROW(engine_of({}).render_text("{% if" + condition + " a %}{% endif %}"), SyntaxError);
}

TEST(Limits, names_do_not_leave_the_folder_of_templates) {
    Engine engine{std::vector<std::filesystem::path>{"/usr/share/common-licenses"}};
    EXPECT_THROW(engine.render("../../../etc/passwd"), TemplateNotFound);
    EXPECT_THROW(engine.render("/etc/passwd"), TemplateNotFound);
    EXPECT_THROW(engine.render("a/../../../../etc/passwd"), TemplateNotFound);
}
