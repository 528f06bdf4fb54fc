#include <gtest/gtest.h>

#include <thread>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;

TEST(Threads, many_render_the_same_template_at_once) {
    Engine engine = engine_of(
        {{"base.html", "<{% block b %}{% endblock %}>"},
         {"page.html",
          "{% extends 'base.html' %}{% block b %}{% for i in items %}{% cycle 'a' 'b' %}"
          "{% ifchanged i %}{{ i }}{% endifchanged %}{% include 'row.html' %}{% endfor %}{% endblock %}"},
         {"row.html", "{{ i }};"}});
    List items{Value(1), Value(1), Value(2)};
    std::vector<std::string> results(8);
    std::vector<std::thread> threads;
    for (auto& result : results) {
        threads.emplace_back([&engine, &items, &result] {
            for (int i = 0; i < 50; ++i) result = engine.render("page.html", {{"items", Value(items)}});
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& result : results) EXPECT_EQ(result, "<a11;b1;a22;>");
}
