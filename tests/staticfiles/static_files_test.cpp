#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include <portico/middleware/app.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/routing/middleware.hpp>
#include <portico/staticfiles/app.hpp>
#include <portico/staticfiles/static_files.hpp>
#include <portico/testing/client.hpp>

namespace staticfiles_tests {

using namespace portico;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

namespace fs = std::filesystem;

std::string new_folder() {
    std::string pattern = (fs::temp_directory_path() / "portico-static-XXXXXX").string();
    return mkdtemp(pattern.data());
}

constexpr EmbeddedFile embedded[] = {{"static/shop/shop.js", "alert(1)"}};

class StaticFilesTest : public testing::Test {
protected:
    StaticFilesTest() : folder(new_folder()) {
        write("static/blog/site.css", "body {}");
        write("static/blog/a b.txt", "text");
        write("secret.txt", "secret");
    }
    ~StaticFilesTest() override { fs::remove_all(folder); }

    void write(const std::string& name, const std::string& text) {
        fs::path path = fs::path(folder) / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    std::unique_ptr<Project> make(Map settings = {}) {
        auto project = std::make_unique<Project>(ProjectOptions{.settings = std::move(settings)});
        project->install(staticfiles::app());
        project->install(App("blog").with(AppResources{.label = "blog", .folder = folder}));
        project->install(App("shop").with(AppResources{.label = "shop", .files = embedded}));
        return project;
    }
    static std::string url(Project& project, std::string_view name) {
        Project::Scope current(project);
        return static_url(name);
    }

    std::string folder;
    std::unique_ptr<Project> project = make();
    TestClient client{*project};
};

TEST_F(StaticFilesTest, AreServedWithTheirType) {
    auto answer = client.get("/static/blog/site.css");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.text(), "body {}");
    EXPECT_THAT(std::string(answer.header("Content-Type")), StartsWith("text/css"));
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
}

TEST_F(StaticFilesTest, AreServedFromTheProgram) {
    auto answer = client.get("/static/shop/shop.js");
    EXPECT_EQ(answer.text(), "alert(1)");
    EXPECT_THAT(std::string(answer.header("Content-Type")), HasSubstr("javascript"));
    EXPECT_EQ(answer.header("Last-Modified"), "");
}

TEST_F(StaticFilesTest, NameTheirContentInTheirUrl) {
    EXPECT_THAT(url(*project, "blog/site.css"), MatchesRegex("/static/blog/site\\.css\\?v=[0-9a-f]{12}"));
    EXPECT_THAT(url(*project, "blog/a b.txt"), StartsWith("/static/blog/a%20b.txt?v="));
    EXPECT_EQ(url(*project, "blog/none.css"), "/static/blog/none.css");
}

TEST_F(StaticFilesTest, HaveAnotherUrlOnceTheyChange) {
    std::string before = url(*project, "blog/site.css");
    write("static/blog/site.css", "body { color: red }");
    fs::last_write_time(fs::path(folder) / "static/blog/site.css",
                        fs::file_time_type::clock::now() + std::chrono::seconds(3));
    EXPECT_NE(url(*project, "blog/site.css"), before);
    EXPECT_EQ(client.get(before).header("Cache-Control"), "no-cache");
}

TEST_F(StaticFilesTest, MayBeKeptForEverUnderTheirUrl) {
    EXPECT_THAT(std::string(client.get(url(*project, "blog/site.css")).header("Cache-Control")),
                HasSubstr("immutable"));
}

TEST_F(StaticFilesTest, AreNotSentAgainWhenUnchanged) {
    auto first = client.get("/static/blog/site.css");
    auto by_tag = client.get("/static/blog/site.css", {.headers = {{"If-None-Match", first.header("ETag")}}});
    EXPECT_EQ(by_tag.status(), 304);
    EXPECT_EQ(by_tag.text(), "");
    EXPECT_EQ(by_tag.header("ETag"), first.header("ETag"));
    auto by_date = client.get("/static/blog/site.css",
                              {.headers = {{"If-Modified-Since", first.header("Last-Modified")}}});
    EXPECT_EQ(by_date.status(), 304);
    EXPECT_EQ(client.get("/static/blog/site.css", {.headers = {{"If-None-Match", "\"other\""}}}).status(),
              200);
}

TEST_F(StaticFilesTest, NeverLeaveTheirFolder) {
    EXPECT_EQ(client.get("/static/../secret.txt").status(), 404);
    EXPECT_EQ(client.get("/static/blog/../../secret.txt").status(), 404);
    EXPECT_EQ(client.get("/static/%2e%2e/secret.txt").status(), 404);
    EXPECT_EQ(client.get("/static/..%2fsecret.txt").status(), 404);
    EXPECT_EQ(client.get("/static//etc/passwd").status(), 404);
    EXPECT_EQ(client.get("/static/").status(), 404);
    EXPECT_EQ(client.get("/static/blog").status(), 404);
}

TEST_F(StaticFilesTest, AreReadOnly) { EXPECT_EQ(client.post("/static/blog/site.css").status(), 405); }
TEST_F(StaticFilesTest, HaveARefusalsHeadersInsideWhateverIsInstalledLater) {
    const auto pass = [](Request& request, Next next) { return next(request); };
    project->install(standard_middleware());
    project->install(App("late").with(Middleware{.name = "late", .handle = pass, .before = {"errors"}}));
    auto refused = client.post("/static/blog/site.css");
    EXPECT_EQ(refused.status(), 405);
    EXPECT_EQ(refused.header("Allow"), "GET, HEAD");
    EXPECT_FALSE(refused.header("X-Request-ID").empty());
}
TEST_F(StaticFilesTest, HaveAHead) {
    auto answer = client.head("/static/blog/site.css");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.text(), "");
}

TEST_F(StaticFilesTest, MayLieOnAnotherHost) {
    auto elsewhere = make({{"static_url", "https://cdn.example.org/s/"}});
    EXPECT_THAT(url(*elsewhere, "blog/site.css"), StartsWith("https://cdn.example.org/s/blog/site.css?v="));
    EXPECT_EQ(TestClient(*elsewhere).get("/static/blog/site.css").status(), 404);
}

}  // namespace staticfiles_tests
