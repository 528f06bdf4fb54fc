#include "program.hpp"

#include <embedded/sample.hpp>
#include <embedded/sample_on_disk.hpp>

namespace project_tests {

class EmbedTest : public Program {
protected:
    void SetUp() override {
        project = start();
        project->install(App("sample").with(embedded::sample))
            .install(App("on_disk").with(embedded::sample_on_disk));
    }
    std::unique_ptr<Project> project;
};

TEST_F(EmbedTest, CarriesTheBytesOfEachFile) {
    auto& resources = project->resources();
    EXPECT_EQ(resources.open_in("sample", "static/sample/bytes.bin")->bytes(), std::string_view("a\0b", 3));
    EXPECT_EQ(resources.open_in("sample", "static/sample/empty.css")->bytes(), "");
    EXPECT_EQ(resources.open_in("sample", "templates/sample/page.html")->bytes(), "Hello \"embedded\"\n");
    EXPECT_EQ(resources.folder("sample"), std::nullopt);
}

TEST_F(EmbedTest, ReadsTheFolderInDevelopment) {
    auto& resources = project->resources();
    EXPECT_EQ(resources.open_in("on_disk", "static/sample/bytes.bin")->bytes(), std::string_view("a\0b", 3));
    EXPECT_TRUE(resources.folder("on_disk"));
}

TEST_F(EmbedTest, ListsTheSameEitherWay) {
    EXPECT_THAT(project->resources().list_in("sample", ""),
                testing::ElementsAre("static/sample/bytes.bin", "static/sample/empty.css",
                                     "templates/sample/page.html"));
    EXPECT_EQ(project->resources().list_in("on_disk", "static/"),
              project->resources().list_in("sample", "static/"));
}

}  // namespace project_tests
