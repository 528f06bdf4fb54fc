#include <gtest/gtest.h>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;

TEST(Engine, escapes_what_is_not_html) {
    EXPECT_EQ(render_text("{{ a }}{{ b }}", {{"a", "<"}, {"b", Html{"<"}}}), "&lt;<");
}

TEST(Engine, renders_a_partial_alone) {
    Engine engine =
        engine_of({{"list.html", "<ul>{% partialdef row inline %}<li>{{ x }}</li>{% endpartialdef %}</ul>"}});
    EXPECT_EQ(engine.render("list.html#row", {{"x", 1}}), "<li>1</li>");
    EXPECT_THROW(engine.render("list.html#nothing"), TemplateNotFound);
}

TEST(Engine, an_earlier_loader_overrides_a_later_one_and_may_extend_it) {
    std::vector<std::shared_ptr<const Loader>> loaders{
        std::make_shared<MapLoader>(std::map<std::string, std::string, std::less<>>{
            {"base.html", "{% extends 'base.html' %}{% block b %}mine, {{ block.super }}{% endblock %}"}}),
        std::make_shared<MapLoader>(std::map<std::string, std::string, std::less<>>{
            {"base.html", "<{% block b %}theirs{% endblock %}>"}})};
    class Named : public Loader {
    public:
        Named(std::shared_ptr<const Loader> inner, std::string prefix)
            : inner_(std::move(inner)), prefix_(std::move(prefix)) {}
        std::optional<Source> load(std::string_view name) const override {
            auto source = inner_->load(name);
            if (source) source->file = prefix_ + source->file;
            return source;
        }
        std::uint64_t stamp(std::string_view name) const override { return inner_->stamp(name); }
        std::vector<std::string> names() const override { return inner_->names(); }

    private:
        std::shared_ptr<const Loader> inner_;
        std::string prefix_;
    };
    Engine engine(std::vector<std::shared_ptr<const Loader>>{std::make_shared<Named>(loaders[0], "a/"),
                                                             std::make_shared<Named>(loaders[1], "b/")});
    EXPECT_EQ(engine.render("base.html"), "<mine, theirs>");
}

TEST(Engine, the_url_tag_asks_the_function_it_was_given) {
    EngineOptions options;
    options.url = [](const UrlQuery& query) {
        return "/" + std::string(query.name) + "/" + query.arguments.at(0).str() + "?" +
               query.named_arguments.find("a")->str();
    };
    Engine engine = engine_of({}, std::move(options));
    EXPECT_EQ(engine.render_text("{% url 'post' slug a=n %}", {{"slug", "x&y"}, {"n", 2}}),
              "/post/x&amp;y?2");
}

TEST(Engine, a_url_that_is_not_found_can_be_asked_for_quietly) {
    EngineOptions options;
    options.url = [](const UrlQuery&) -> std::string { throw Error("no such route"); };
    Engine engine = engine_of({}, std::move(options));
    EXPECT_EQ(engine.render_text("[{% url 'post' as link %}{{ link }}]"), "[]");
    EXPECT_THROW(engine.render_text("{% url 'post' %}"), RenderError);
}

TEST(Engine, the_csrf_token_comes_from_the_context) {
    EXPECT_EQ(render_text("{% csrf_token %}"), "");
    EXPECT_EQ(render_text("{% csrf_token %}", {{"csrf_token", callable([] { return Value("t0k"); })}}),
              "<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"t0k\">");
}

TEST(Engine, a_variable_set_in_a_loop_stays_for_its_next_rounds) {
    EXPECT_EQ(render_text("{% for i in 'ab' %}{% firstof 'x' as seen %}{{ seen }}{% endfor %}{{ seen }}"),
              "xx");
}
