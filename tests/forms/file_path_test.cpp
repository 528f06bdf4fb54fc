// A field whose values are the names of files below a folder.
#include <portico/orm/file_paths.hpp>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include <portico/forms/model_form.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/project/project.hpp>

#include "../orm/database_fixture.hpp"

namespace paper {

namespace orm = portico::orm;

struct Page : orm::Model<Page> {
    orm::Id<> id{};
    std::string layout{};
    std::optional<std::string> banner{};
    static void describe(orm::Describe<Page>& page) {
        page.field(&Page::layout).max_length(100).file_path({.folder = "layouts", .pattern = R"(\.html$)", .recursive = true});
        page.field(&Page::banner).max_length(100).file_path({.folder = "banners", .files = false, .folders = true});
    }
};

}  // namespace paper

namespace portico::forms {
namespace {

using paper::Page;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class FilePath : public testing::Test {
protected:
    FilePath() {
        for (const char* name : {"layouts/wide.html", "layouts/narrow.html", "layouts/notes.txt", "layouts/shop/cart.html", "banners/summer/a.png", "banners/b.png", "secret.html"}) {
            std::filesystem::create_directories((folder.path() / name).parent_path());
            std::ofstream(folder.path() / name) << name;
        }
        project.install(migrations::app());
        project.install(App("paper").with(orm::models<Page>()));
        migrations::create_tables(project);
    }
    static std::vector<std::string> faults(const Page& page) {
        std::vector<std::string> all;
        for (const auto& error : page.validate()) all.push_back(error.field + ": " + error.message);
        return all;
    }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    Project project{{.settings = {{"database.url", Value(database.url())}}, .root = folder.path()}};
    Project::Scope current{project};
};

TEST_F(FilePath, NamesAreThoseOfTheFolderAndSorted) {
    EXPECT_THAT(orm::names_below({.folder = "layouts"}), ElementsAre("narrow.html", "notes.txt", "wide.html"));
    EXPECT_THAT(orm::names_below({.folder = "layouts", .pattern = "^[a-n]", .recursive = true}), ElementsAre("narrow.html", "notes.txt", "shop/cart.html"));
    EXPECT_THAT(orm::names_below({.folder = "layouts", .folders = true}), ElementsAre("narrow.html", "notes.txt", "shop", "wide.html"));
    EXPECT_THAT(orm::names_below({.folder = (folder.path() / "banners").string(), .recursive = true, .files = false, .folders = true}), ElementsAre("summer"));
    EXPECT_THAT([] { orm::names_below({.folder = "nowhere"}); }, testing::ThrowsMessage<Error>(HasSubstr("nowhere\" that a field takes its files from")));
}

TEST_F(FilePath, IsAskedForWhenARowIsValidated) {
    EXPECT_THAT(faults({.layout = "wide.html"}), IsEmpty());
    EXPECT_THAT(faults({.layout = "shop/cart.html", .banner = "summer"}), IsEmpty());
    EXPECT_THAT(faults({.layout = "missing.html"}), ElementsAre("layout: \"missing.html\" is not one of the files in layouts."));
    for (const char* outside : {"notes.txt", "../secret.html", "shop/../../secret.html", "./wide.html", "shop", "/etc/hosts.html", "shop//cart.html"})
        EXPECT_EQ(faults({.layout = outside}).size(), 1u) << outside;
    EXPECT_THAT(faults({.layout = (folder.path() / "layouts/wide.html").string()}).size(), 1u) << "names are below the folder";
    EXPECT_EQ(faults({.layout = "wide.html", .banner = "b.png"}).size(), 1u) << "folders alone";
}

TEST_F(FilePath, FormsOfferTheFilesThatAreThereNow) {
    using PageForm = ModelForm<Page, &Page::layout, &Page::banner>;
    PageForm shown;
    EXPECT_THAT(shown["layout"].widget_html(), AllOf(HasSubstr("<select"), HasSubstr(R"(value="shop/cart.html")"), HasSubstr(R"(value="wide.html")"), Not(HasSubstr("notes"))));
    EXPECT_THAT(shown["banner"].widget_html(), AllOf(HasSubstr("- Select an option -"), HasSubstr("summer"), Not(HasSubstr("b.png"))));
    PageForm wrong(Submission{QueryData{{"layout", "../secret.html"}, {"banner", ""}}});
    EXPECT_FALSE(wrong.is_valid());
    EXPECT_THAT(wrong["layout"].errors().messages(), ElementsAre("Select a valid choice. ../secret.html is not one of the available choices."));
    std::ofstream(folder.path() / "layouts/new.html") << "new";
    PageForm form(Submission{QueryData{{"layout", "new.html"}, {"banner", ""}}});
    ASSERT_TRUE(form.is_valid()) << form.errors().as_json();
    ASSERT_TRUE(form.save());
    EXPECT_EQ(Page::objects.get().layout, "new.html");
    EXPECT_FALSE(Page::objects.get().banner);
}

}  // namespace
}  // namespace portico::forms
