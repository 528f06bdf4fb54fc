#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <portico/base/signing.hpp>
#include <portico/cache/app.hpp>
#include <portico/http/http_error.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/routing/urls.hpp>
#include <portico/templates/app.hpp>
#include <portico/templates/fragment_key.hpp>
#include <portico/templates/library.hpp>
#include <portico/templates/render.hpp>

using namespace portico;
using ::testing::HasSubstr;

namespace {

Response page(Request& request) { return render(request, "shop/page.html", {{"name", "<Ann>"}}); }
Response gone(Request& request) {
    return render(request, "shop/gone.html",
                  {{"row", callable([]() -> Value { throw Http404("no such row"); })}});
}

/// A project with one app whose templates lie in a folder of their own.
class ProjectTemplatesTest : public ::testing::Test {
protected:
    ProjectTemplatesTest() {
        std::filesystem::create_directories(folder_ / "templates" / "shop");
        write("page.html",
              "{% load shop %}{{ name }} {{ site }} {{ request.path }} {% url 'page' %} {{ 'x'|shout }}");
        write("gone.html", "{{ row }}");
    }
    ~ProjectTemplatesTest() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, std::string_view text) const {
        std::ofstream(folder_ / "templates" / "shop" / name) << text;
    }

    ProjectOptions options() const { return {.root = folder_ / "site"}; }

    void install(Project& project) const {
        project.install(templates::app());
        project.install(App("shop")
                            .with(AppResources{"shop", folder_text_, {}, {}})
                            .with(templates::library("shop").filter(
                                "shout", [](std::string_view text) { return std::string(text) + "!"; }))
                            .with(templates::context_processor(
                                [](Request&, Context& context) { context.set("site", "Shop"); }))
                            .with(urls({path<page>("", "page"), path<gone>("gone/", "gone")})));
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("portico-shop-" + random_string(8));
    std::string folder_text_ = folder_.string();
};

} // namespace

TEST_F(ProjectTemplatesTest, a_view_renders_a_template_of_its_app) {
    Project project(options());
    install(project);
    Request request({.target = "/"});
    EXPECT_EQ(project.handle(request).text(), "&lt;Ann&gt; Shop / / x!");
}

TEST_F(ProjectTemplatesTest, fragments_are_kept_in_the_projects_cache) {
    write("page.html", "{% load cache %}{% cache 60 greeting %}Hello {{ name }}{% endcache %}");
    Project project(options());
    project.install(cache::app());
    install(project);
    Request first({}), second({});
    EXPECT_EQ(project.handle(first).text(), "Hello &lt;Ann&gt;");
    Project::Scope current(project);
    EXPECT_EQ(cache::get<std::string>(templates::fragment_key("greeting")), "Hello &lt;Ann&gt;");
    cache::set(templates::fragment_key("greeting"), "Hello again");
    EXPECT_EQ(project.handle(second).text(), "Hello again");
}

TEST_F(ProjectTemplatesTest, an_exception_with_a_status_of_its_own_leaves_the_template_as_it_was) {
    Project project(options());
    install(project);
    Request request({.target = "/gone/"});
    EXPECT_EQ(project.handle(request).status(), 404);
}

TEST_F(ProjectTemplatesTest, every_template_that_does_not_parse_is_told_at_the_start) {
    write("bad.html", "\n{% fro %}");
    write("worse.html", "{{ a|uper }}");
    Project project(options());
    install(project);
    std::vector<CheckMessage> found;
    for (const auto& message : project.check()) {
        if (message.id == "templates.E001") found.push_back(message);
    }
    ASSERT_EQ(found.size(), 2u);
    EXPECT_THAT(found[0].object, HasSubstr("bad.html:2"));
    EXPECT_THAT(found[0].hint, HasSubstr("did you mean \"for\"?"));
    EXPECT_THAT(found[1].object, HasSubstr("worse.html:1"));
}

TEST_F(ProjectTemplatesTest, a_route_that_a_template_names_must_be_there) {
    write("links.html", "{% url 'no-such-route' %}{% url 'other' as link %}{% url name %}");
    Project project(options());
    install(project);
    std::vector<CheckMessage> found;
    for (const auto& message : project.check())
        if (message.id == "templates.E001") found.push_back(message);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_THAT(found[0].object, HasSubstr("links.html:1"));
    EXPECT_THAT(found[0].message, HasSubstr("no route is named \"no-such-route\""));
}

TEST_F(ProjectTemplatesTest, a_template_that_the_program_names_must_be_there) {
    const templates::Template missing{"shop/missing.html"};
    Project project(options());
    install(project);
    auto messages = project.check();
    bool told = std::any_of(messages.begin(), messages.end(), [](const CheckMessage& message) {
        return message.id == "templates.E002" && message.object == "shop/missing.html";
    });
    EXPECT_TRUE(told);
}
