/// `collectstatic`, and what a site that carries nothing finds where it put things.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/staticfiles/app.hpp>
#include <portico/testing/client.hpp>

#include "unpack.hpp"

namespace staticfiles_tests {

using namespace portico;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

namespace fs = std::filesystem;

class CollectTest : public testing::Test {
protected:
    CollectTest() {
        std::string pattern = (fs::temp_directory_path() / "portico-collect-XXXXXX").string();
        folder = mkdtemp(pattern.data());
        write("app/static/blog/site.css", css);
        write("app/static/blog/dot.png", std::string(4000, '.'));
        project = make();
    }
    ~CollectTest() override { fs::remove_all(folder); }

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << text;
    }
    std::string read(const std::string& name) const {
        std::ifstream file(folder / name);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::unique_ptr<Project> make() const {
        Map settings{{"secret_key", std::string(64, 'k')}, {"allowed_hosts", List{"*"}}, {"static.root", (folder / "collected").string()}};
        auto made = std::make_unique<Project>(ProjectOptions{.settings = std::move(settings), .profile = Profile::production, .out = &said});
        made->install(staticfiles::app());
        made->install(App("blog").with(AppResources{.label = "blog", .folder = app_folder()}));
        return made;
    }
    /// What it says.
    std::string run(const std::vector<std::string>& words) const {
        said.str({});
        EXPECT_EQ(project->run(words), 0);
        return said.str();
    }
    std::string_view app_folder() const { return app_folder_ = (folder / "app").string(); }
    std::vector<std::string> collected() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(folder / "collected"))
            if (entry.is_regular_file()) names.push_back(entry.path().filename());
        return names;
    }
    TestAnswer get(const char* coding) const {
        return TestClient(*project).get("/static/blog/site.css", {.headers = {{"Accept-Encoding", coding}}});
    }

    static inline const std::string css = [] {
        std::string text;
        for (int i = 0; i < 80; ++i) text += ".column-" + std::to_string(i) + " { width: " + std::to_string(i) + "em; }\n";
        return text;
    }();
    fs::path folder;
    mutable std::string app_folder_;
    mutable std::ostringstream said;
    std::unique_ptr<Project> project;
};

TEST_F(CollectTest, CopiesAllAndPacksTextsBesides) {
    EXPECT_THAT(run({"collectstatic"}), HasSubstr("2 copied"));
    EXPECT_THAT(collected(), UnorderedElementsAre("site.css", "site.css.br", "site.css.zst", "site.css.gz", "dot.png"));
    EXPECT_EQ(read("collected/blog/site.css"), css);
    EXPECT_EQ(unpack("br", read("collected/blog/site.css.br")), css);
    EXPECT_EQ(unpack("zstd", read("collected/blog/site.css.zst")), css);
    EXPECT_EQ(unpack("gzip", read("collected/blog/site.css.gz")), css);
}

TEST_F(CollectTest, CopiesNothingTwice) {
    run({"collectstatic"});
    EXPECT_THAT(run({"collectstatic"}), HasSubstr("0 copied"));
    write("app/static/blog/site.css", css + css);
    EXPECT_THAT(run({"collectstatic"}), HasSubstr("1 copied"));
    EXPECT_EQ(unpack("br", read("collected/blog/site.css.br")), css + css);
}

TEST_F(CollectTest, OnlySaysWhatItWouldDo) {
    EXPECT_THAT(run({"collectstatic", "--dry-run"}), HasSubstr("would copy blog/site.css"));
    EXPECT_FALSE(fs::exists(folder / "collected"));
}

TEST_F(CollectTest, RemovesWhatNoAppHas) {
    write("collected/former.css", "a {}");
    write("collected/blog/dot.png.br", "");
    run({"collectstatic", "--clear", "--uncompressed"});
    EXPECT_THAT(collected(), UnorderedElementsAre("site.css", "dot.png"));
}

TEST_F(CollectTest, GoesWhereItIsTold) {
    run({"collectstatic", (folder / "elsewhere").string()});
    EXPECT_EQ(read("elsewhere/blog/site.css"), css);
}

TEST_F(CollectTest, ASiteSendsWhatWasPacked) {
    run({"collectstatic"});
    auto answer = get("br");
    EXPECT_EQ(answer.header("Content-Encoding"), "br");
    EXPECT_EQ(unpack("br", answer.text()), css);
    EXPECT_EQ(answer.header("Vary"), "Accept-Encoding");
}

TEST_F(CollectTest, WhatWasPackedBeforeAChangeIsLeftAside) {
    run({"collectstatic"});
    write("app/static/blog/site.css", "a { color: teal }");
    EXPECT_EQ(get("br").header("Content-Encoding"), "");
    EXPECT_EQ(get("br").text(), "a { color: teal }");
}

TEST_F(CollectTest, ALargeFileIsSentFromTheDisk) {
    write("app/static/blog/film.bin", std::string(200'000, 'f'));
    auto answer = TestClient(*project).get("/static/blog/film.bin");
    EXPECT_EQ(answer.text(), std::string(200'000, 'f'));
    EXPECT_NE(answer.header("ETag"), "");
}

}  // namespace staticfiles_tests
