#include "program.hpp"

#include <portico/project/resources.hpp>

namespace project_tests {

constexpr EmbeddedFile files[] = {{"static/a.css", "embedded a"}, {"templates/x.html", "embedded x"}};

class ResourcesTest : public Program {
protected:
    void SetUp() override {
        folder.write("blog/templates/x.html", "blog x");
        folder.write("blog/templates/deep/y.html", "blog y");
        folder.write("blog/templates/.x.swp", "hidden");
        folder.write("blog/models.cpp", "source");
        folder.write("secret.txt", "secret");
        blog_folder = (folder.path() / "blog").string();
    }
    void add_blog() { resources.add({.label = "blog", .folder = blog_folder}); }
    void add_embedded() { resources.add({.label = "shop", .files = files, .built = "2026-01-02T03:04:05Z"}); }

    std::string blog_folder;
    Resources resources;
};

TEST_F(ResourcesTest, AreReadFromTheAppsFolder) {
    add_blog();
    auto found = resources.open("templates/x.html");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->bytes(), "blog x");
    EXPECT_EQ(found->app, "blog");
    EXPECT_EQ(found->path, folder.path() / "blog/templates/x.html");
}

TEST_F(ResourcesTest, ShowChangesAtOnce) {
    add_blog();
    auto before = resources.modified("templates/x.html");
    folder.write("blog/templates/x.html", "new");
    std::filesystem::last_write_time(folder.path() / "blog/templates/x.html",
                                     std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
    EXPECT_NE(resources.modified("templates/x.html"), before);
    EXPECT_EQ(resources.open("templates/x.html")->bytes(), "new");
}

TEST_F(ResourcesTest, AreFoundInTheProgram) {
    add_embedded();
    auto found = resources.open("static/a.css");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->bytes(), "embedded a");
    EXPECT_EQ(found->modified, parse_date_time("2026-01-02T03:04:05Z"));
    EXPECT_TRUE(found->path.empty());
    EXPECT_FALSE(resources.open("static/b.css"));
}

TEST_F(ResourcesTest, OfALaterAppComeFirst) {
    add_blog();
    add_embedded();
    EXPECT_EQ(resources.open("templates/x.html")->bytes(), "embedded x");
    EXPECT_EQ(resources.open_in("blog", "templates/x.html")->bytes(), "blog x");
}

TEST_F(ResourcesTest, OfTheProjectComeBeforeThoseOfApps) {
    folder.write("templates/x.html", "project x");
    resources.set_root(folder.path());
    add_blog();
    EXPECT_EQ(resources.open("templates/x.html")->bytes(), "project x");
}

TEST_F(ResourcesTest, OfTheProjectAreNotItsSettings) {
    resources.set_root(folder.path());
    EXPECT_FALSE(resources.open("secret.txt"));
    EXPECT_FALSE(resources.open("blog/models.cpp"));
}

TEST_F(ResourcesTest, NeverLeaveTheirFolder) {
    add_blog();
    for (std::string name :
         {"templates/../../secret.txt", "../secret.txt", "/etc/passwd", "templates//x.html",
          "templates/./x.html", "templates\\x.html", "", "templates/"})
        EXPECT_FALSE(resources.open(name)) << name;
    EXPECT_FALSE(resources.open(std::string_view("templates/x.html\0", 17)));
}

TEST_F(ResourcesTest, AreListedWithoutHiddenOnes) {
    add_blog();
    EXPECT_THAT(resources.list("templates/"),
                testing::ElementsAre("templates/deep/y.html", "templates/x.html"));
    add_embedded();
    EXPECT_THAT(resources.list_in("shop", ""), testing::ElementsAre("static/a.css", "templates/x.html"));
    EXPECT_THAT(resources.list_in("blog", "migrations/"), testing::IsEmpty());
}

TEST_F(ResourcesTest, KnowTheFolderOfSources) {
    add_blog();
    add_embedded();
    EXPECT_EQ(resources.folder("blog"), folder.path() / "blog");
    EXPECT_EQ(resources.folder("shop"), std::nullopt);
}

TEST_F(ResourcesTest, AreContributedByAnApp) {
    auto project = start();
    project->install(App("shop").with(AppResources{.label = "x", .files = files}));
    EXPECT_EQ(project->resources().open_in("shop", "static/a.css")->bytes(), "embedded a");
}

}  // namespace project_tests
