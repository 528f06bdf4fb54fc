#include <portico/forms/model_form.hpp>

#include <unistd.h>

#include <filesystem>

#include <gmock/gmock.h>

#include <portico/base/text.hpp>
#include <portico/forms/inline_form_set.hpp>
#include <portico/forms/model_fields.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/storage/app.hpp>
#include <portico/testing/test_case.hpp>

#include "../orm/test_database.hpp"

namespace press {

namespace orm = portico::orm;

struct Author : orm::Model<Author> {
    orm::Id<> id{};
    std::string name{};
    bool active = true;
    static void describe(orm::Describe<Author>& author) {
        author.field(&Author::name).max_length(100);
        author.display(&Author::name);
        author.ordering(F(&Author::name));
    }
};

struct Tag : orm::Model<Tag> {
    orm::Id<> id{};
    std::string name{};
    static void describe(orm::Describe<Tag>& tag) {
        tag.field(&Tag::name).max_length(50).unique();
        tag.display(&Tag::name);
    }
};

struct Post : orm::Model<Post> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    std::string body{};
    orm::ForeignKey<Author> author{};
    orm::OptionalForeignKey<Author> reviewer{};
    orm::ManyToMany<Tag> tags{};
    int views = 0;
    orm::File cover{};
    static void describe(orm::Describe<Post>& post) {
        post.field(&Post::title).max_length(200);
        post.field(&Post::slug).max_length(50).slug().unique();
        post.field(&Post::reviewer).on_delete(orm::set_null).related_name("reviews").limit_choices_to(F(&Author::active) == true);
        post.field(&Post::tags).blank();
        post.field(&Post::views).min(0);
        post.field(&Post::cover).blank().upload_to("covers/");
        post.display(&Post::title);
    }
};

struct Comment : orm::Model<Comment> {
    orm::Id<> id{};
    orm::ForeignKey<Post> post{};
    std::string text{};
    static void describe(orm::Describe<Comment>& comment) {
        comment.field(&Comment::post).on_delete(orm::cascade);
        comment.ordering(F(&Comment::id));
    }
};

/// Saves are counted.
struct Leaflet : orm::Model<Leaflet> {
    orm::Id<> id{};
    std::string title{};
    int version = 0;
    static void describe(orm::Describe<Leaflet>& leaflet) {
        leaflet.field(&Leaflet::title).max_length(200);
        leaflet.field(&Leaflet::version).version().editable(true);  // so that a form may hold it
    }
};

/// What no person types, and what a column can't hold.
struct Scan : orm::Model<Scan> {
    orm::Id<> id{};
    std::int64_t weight = 0;
    portico::Bytes thumbnail{};
    orm::File paper{};
    static void describe(orm::Describe<Scan>& scan) { scan.field(&Scan::paper).blank(); }
};

}  // namespace press

namespace portico::forms {
namespace {

using namespace press;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

using PostForm = ModelForm<Post, &Post::title, &Post::slug, &Post::body, &Post::author, &Post::reviewer, &Post::tags, &Post::cover>;

Project& press_project() {
    static const auto media = std::filesystem::temp_directory_path() / ("portico-forms-" + std::to_string(getpid()));
    static Project project({.settings = {{"database.url", orm::test::url_for_the_program()}, {"media_root", media.string()}}});
    static const bool installed_once =
        (project.install(App("press").with(orm::models<Author, Tag, Post, Comment, Leaflet, Scan>())), project.install(migrations::app()), project.install(storage::app()), true);
    (void)installed_once;
    return project;
}

class ModelFormTest : public TestCase {
protected:
    ModelFormTest() : TestCase(press_project()) {}

    Author ann = Author::objects.create({.name = "Ann"});
    Author bob = Author::objects.create({.name = "Bob", .active = false});
    Tag cpp = Tag::objects.create({.name = "C++"});
    Tag web = Tag::objects.create({.name = "Web"});

    static std::filesystem::path project_media() { return press_project().settings().media_root; }
    QueryData post_data(const std::string& slug = "hello") const {
        return {{"title", "Hello"}, {"slug", slug}, {"body", "Text"}, {"author", std::to_string(ann.id.value())},
                {"reviewer", ""}, {"tags", std::to_string(cpp.id.value())}};
    }
    Post saved_post(const std::string& slug) {
        return Post::objects.create({.title = "Old", .slug = slug, .body = "b", .author = ann});
    }
};

using LeafletForm = ModelForm<Leaflet, &Leaflet::title, &Leaflet::version>;

TEST_F(ModelFormTest, WhatAnotherHasSavedMeanwhileIsNotOverwritten) {
    Leaflet shown = Leaflet::objects.create({.title = "Draft"});
    Leaflet theirs = Leaflet::objects.get();
    theirs.title = "Theirs";
    theirs.save();
    Leaflet row = Leaflet::objects.get();
    LeafletForm late(Submission{QueryData{{"title", "Mine"}, {"version", std::to_string(shown.version)}}}, row);
    ASSERT_TRUE(late.is_valid()) << late.errors().as_json();
    EXPECT_FALSE(late.save());
    EXPECT_THAT(late.errors().as_json(), HasSubstr("Somebody else has changed this"));
    LeafletForm again(Submission{QueryData{{"title", "Mine"}, {"version", std::to_string(theirs.version)}}}, row);
    ASSERT_TRUE(again.is_valid());
    EXPECT_TRUE(again.save());
    EXPECT_EQ(Leaflet::objects.get().title, "Mine");
}

TEST_F(ModelFormTest, SavesANewRowWithItsRelations) {
    PostForm form(Submission{post_data()});
    ASSERT_TRUE(form.is_valid()) << form.errors().as_json();
    ASSERT_TRUE(form.save());
    auto post = Post::objects.get(F(&Post::slug) == "hello");
    EXPECT_EQ(post.author->name, "Ann");
    EXPECT_FALSE(post.reviewer);
    EXPECT_THAT(post.tags, SizeIs(1));
}

TEST_F(ModelFormTest, ShowsTheRowAndChangesIt) {
    Post post = saved_post("old");
    post.related(&Post::tags).add(web);
    PostForm shown(post);
    EXPECT_THAT(shown["title"].widget_html(), HasSubstr(R"(value="Old")"));
    EXPECT_THAT(shown["author"].widget_html(), HasSubstr("selected>Ann"));
    EXPECT_THAT(shown["tags"].widget_html(), HasSubstr("selected>Web"));
    PostForm form(Submission{post_data("newer")}, post);
    ASSERT_TRUE(form.is_valid()) << form.errors().as_json();
    EXPECT_EQ(post.title, "Old");
    ASSERT_TRUE(form.save());
    EXPECT_EQ(post.title, "Hello");
    auto again = Post::objects.get(F(&Post::id) == post.id);
    EXPECT_EQ(again.slug, "newer");
    EXPECT_EQ(again.tags[0].name, "C++");
    EXPECT_EQ(Post::objects.count(), 1);
}

TEST_F(ModelFormTest, TellsOfATakenSlugAtTheField) {
    saved_post("hello");
    PostForm form(Submission{post_data()});
    EXPECT_FALSE(form.is_valid());
    EXPECT_THAT(form["slug"].errors().messages(), ElementsAre("Post with this Slug already exists."));
    EXPECT_THAT(form["title"].widget_html(), HasSubstr(R"(value="Hello")"));
}

TEST_F(ModelFormTest, ARowMayKeepItsOwnSlug) {
    Post post = saved_post("hello");
    EXPECT_TRUE(PostForm(Submission{post_data()}, post).is_valid());
}

TEST_F(ModelFormTest, TurnsALostRaceIntoAnError) {
    PostForm form(Submission{post_data()});
    ASSERT_TRUE(form.is_valid());
    saved_post("hello");
    EXPECT_FALSE(form.save());
    EXPECT_THAT(form["slug"].errors().messages(), ElementsAre("Post with this Slug already exists."));
}

TEST_F(ModelFormTest, TellsAtItsFieldWhichRowHasGoneMeanwhile) {
    PostForm form(Submission{post_data()});
    ASSERT_TRUE(form.is_valid());
    const auto gone = ann.id.value();
    ann.delete_();
    // As SQLite says it at the end of a transaction.
    EXPECT_FALSE(form.guarded([] { throw orm::IntegrityError(orm::IntegrityError::Kind::foreign_key, {}, {}, "a row refers to nothing"); }));
    EXPECT_THAT(form["author"].errors().messages(), ElementsAre("author instance with id " + std::to_string(gone) + " is not a valid choice."));
}

TEST_F(ModelFormTest, OffersOnlyTheAllowedRows) {
    PostForm form;
    EXPECT_THAT(form["author"].widget_html(), HasSubstr("Bob"));
    EXPECT_THAT(form["reviewer"].widget_html(), Not(HasSubstr("Bob")));
    QueryData data = post_data();
    data.set("reviewer", std::to_string(bob.id.value()));
    PostForm sent{Submission{data}};
    EXPECT_THAT(sent["reviewer"].errors().messages(),
                ElementsAre("Select a valid choice. That choice is not one of the available choices."));
}

TEST_F(ModelFormTest, TakesNothingThatItDoesNotName) {
    QueryData data = post_data();
    data.set("views", "1000");
    PostForm form{Submission{data}};
    ASSERT_TRUE(form.is_valid() && form.save());
    EXPECT_EQ(Post::objects.get().views, 0);
}

TEST_F(ModelFormTest, StoresUploadsAndClearsThem) {
    UploadedFiles files{UploadedFile("cover", "my cover.png", "bytes", "image/png")};
    PostForm form(Submission(post_data(), files));
    ASSERT_TRUE(form.is_valid() && form.save()) << form.errors().as_json();
    Post post = Post::objects.get();
    EXPECT_EQ(post.cover.name, "covers/my_cover.png");
    EXPECT_TRUE(std::filesystem::exists(project_media() / post.cover.name));
    EXPECT_THAT(PostForm(post)["cover"].widget_html(), HasSubstr(R"(<a href="/media/covers/my_cover.png">)"));
    QueryData clears = post_data();
    clears.set("cover-clear", "on");
    PostForm clearing(Submission{clears}, post);
    ASSERT_TRUE(clearing.is_valid() && clearing.save());
    EXPECT_EQ(Post::objects.get().cover.name, "");
}

/// The text of the hidden control under that name.
std::string hidden_value(const std::string& html, const std::string& name) {
    const std::string start = "name=\"" + name + "\" value=\"";
    const auto at = html.find(start);
    if (at == std::string::npos) return {};
    const auto begin = at + start.size();
    return text::replace_all(html.substr(begin, html.find('"', begin) - begin), "&quot;", "\"");
}

TEST_F(ModelFormTest, OffersWhatAPersonCanTypeAndAColumnHolds) {
    AnyModelForm shown(orm::model<Scan>(), {}, {});
    EXPECT_EQ(shown.find("thumbnail"), nullptr);
    EXPECT_EQ(shown["weight"].widget_html(), R"(<input type="number" name="weight" value="0" min="-9223372036854775808")"
                                             R"( max="9223372036854775807" required id="id_weight">)");
    UploadedFiles files{UploadedFile("paper", std::string(97, 'a') + ".pdf", "bytes")};
    AnyModelForm sent(orm::model<Scan>(), {}, Submission(QueryData{{"weight", "3"}}, files));
    EXPECT_THAT(sent["paper"].errors().messages(), ElementsAre("Ensure this filename has at most 100 characters (it has 101)."));
}

TEST_F(ModelFormTest, KeepsAChosenFileThroughAnErrorElsewhere) {
    UploadedFiles files{UploadedFile("cover", "my cover.png", "bytes", "image/png")};
    PostForm refused(Submission(post_data("no slug!"), files));
    ASSERT_FALSE(refused.is_valid());
    const std::string html = refused["cover"].widget_html();
    EXPECT_THAT(html, HasSubstr("Chosen: my cover.png"));
    QueryData mended = post_data();
    mended.set("cover-held", hidden_value(html, "cover-held"));
    PostForm form{Submission{mended}};
    ASSERT_TRUE(form.is_valid() && form.save()) << form.errors().as_json();
    const std::string name = Post::objects.get().cover.name;
    EXPECT_THAT(name, testing::StartsWith("covers/my_cover"));
    EXPECT_TRUE(std::filesystem::exists(project_media() / name));
    PostForm again{Submission{mended}};
    EXPECT_TRUE(again["cover"].data().is_null()) << "a file is taken once";
}

TEST_F(ModelFormTest, TakesBackAKeptFile) {
    UploadedFiles files{UploadedFile("cover", "my cover.png", "bytes", "image/png")};
    PostForm refused(Submission(post_data("no slug!"), files));
    QueryData next = post_data("neither a slug!");
    next.set("cover-held", hidden_value(refused["cover"].widget_html(), "cover-held"));
    PostForm second{Submission{next}};
    EXPECT_THAT(second["cover"].widget_html(), HasSubstr("Chosen: my cover.png")) << "as often as the form goes back";
    next.set("cover-clear", "on");
    next.set("slug", "a-slug");
    PostForm third{Submission{next}};
    ASSERT_TRUE(third.is_valid() && third.save()) << third.errors().as_json();
    EXPECT_EQ(Post::objects.get().cover.name, "");
}

TEST_F(ModelFormTest, KeepsNoFileThatWasRefusedItself) {
    UploadedFiles files{UploadedFile("cover", "empty.png", "", "image/png")};
    PostForm refused(Submission(post_data("no slug!"), files));
    EXPECT_THAT(refused["cover"].widget_html(), Not(HasSubstr("cover-held")));
}

TEST_F(ModelFormTest, TakesNoForgedTextForAFile) {
    QueryData forged = post_data();
    forged.set("cover-held", "[\"../../etc/passwd\",\"x\",\"\"]:1abcde:signature");
    PostForm form{Submission{forged}};
    ASSERT_TRUE(form.is_valid() && form.save()) << form.errors().as_json();
    EXPECT_EQ(Post::objects.get().cover.name, "");
}

class InlineTest : public ModelFormTest {
protected:
    Post post = saved_post("old");
    Comment first = Comment::objects.create({.post = post, .text = "first"});
    Comment second = Comment::objects.create({.post = post, .text = "second"});

    AnyInlineFormSet comments(Submission sent = {}) {
        return {*orm::model<Comment>().relation("post"), {&installed<Post>(), std::make_shared<Post>(post)}, {"text"},
                std::move(sent), {.prefix = "comments", .extra = 1, .can_delete = true}};
    }
    QueryData rows(const std::string& a, const std::string& b, const std::string& c) const {
        return {{"comments-TOTAL_FORMS", "3"}, {"comments-INITIAL_FORMS", "2"},
                {"comments-0-id", std::to_string(first.id.value())}, {"comments-0-text", a},
                {"comments-1-id", std::to_string(second.id.value())}, {"comments-1-text", b},
                {"comments-2-id", ""}, {"comments-2-text", c}};
    }
};

TEST_F(InlineTest, ShowsTheRowsAndAnEmptyOne) {
    auto set = comments();
    EXPECT_THAT(set.forms(), SizeIs(3));
    EXPECT_THAT(set.as_div(), HasSubstr(R"(name="comments-INITIAL_FORMS" value="2")"));
    EXPECT_THAT(set.as_div(), HasSubstr("second"));
    EXPECT_EQ(set.empty_form()->options().prefix, "comments-__prefix__");
}

TEST_F(InlineTest, ChangesAddsAndDeletes) {
    QueryData data = rows("first", "changed", "third");
    data.set("comments-0-DELETE", "on");
    auto set = comments(data);
    ASSERT_TRUE(set.is_valid());
    EXPECT_THAT(set.added(), SizeIs(1));
    EXPECT_THAT(set.changed(), SizeIs(1));
    EXPECT_THAT(set.deleted(), SizeIs(1));
    orm::atomic([&] { set.save(); });
    EXPECT_THAT(Comment::objects.order_by(F(&Comment::id)).values_list(&Comment::text), ElementsAre("changed", "third"));
}

TEST_F(InlineTest, AnEmptyExtraRowIsNone) {
    auto set = comments(rows("first", "second", ""));
    ASSERT_TRUE(set.is_valid());
    orm::atomic([&] { set.save(); });
    EXPECT_EQ(Comment::objects.count(), 2);
}

TEST_F(InlineTest, AnErrorStandsAtItsRow) {
    auto set = comments(rows("first", "", ""));
    EXPECT_FALSE(set.is_valid());
    EXPECT_THAT(set.form(1)["text"].errors().messages(), ElementsAre("This field is required."));
}

TEST_F(InlineTest, RefusesRowsOfAnotherParent) {
    Post other = saved_post("other");
    Comment foreign = Comment::objects.create({.post = other, .text = "foreign"});
    QueryData data = rows("first", "second", "");
    data.set("comments-1-id", std::to_string(foreign.id.value()));
    EXPECT_FALSE(comments(data).is_valid());
}

}  // namespace
}  // namespace portico::forms
