#include "press.hpp"

namespace press {

using namespace portico;

struct Form : AdminTest {
    Post reload(const Post& post) { return Post::objects.get(F(&Post::id) == post.id); }
};

TEST_F(Form, AddsARowWithItsTagsAndComments) {
    Tag::objects.create({.code = "sea", .name = "the sea"});
    Post wanted{.title = "Harbour", .slug = "harbour", .body = "Text", .author = ann};
    auto answer = client.post("/admin/press/post/add/", form_of(wanted, {{"tags", "sea"}, {"published_at", "2026-11-12T14:05"}, {"comments-TOTAL_FORMS", 1},
                                                                         {"comments-0-name", "Jonas"}, {"comments-0-text", "Yes."},
                                                                         {"comments-0-approved", "on"}, {"_save", "1"}}));
    EXPECT_EQ(answer.location(), "/admin/press/post/") << answer.text();
    Post post = Post::objects.get(F(&Post::slug) == "harbour");
    EXPECT_EQ(to_iso(*post.published_at), "2026-11-12T13:05:00Z");
    EXPECT_EQ(post.related(&Post::tags).count(), 1);
    EXPECT_EQ(post.related(&Comment::post).get().name, "Jonas");
    EXPECT_THAT(page("press/post/").text(), HasSubstr("The post “Harbour” was added."));
}

TEST_F(Form, ChangesARow) {
    Post post = make_post("Harbour");
    EXPECT_EQ(client.post(url(post), form_of(post, {{"title", "Port"}, {"rating", "4.5"}, {"_save", "1"}})).location(), "/admin/press/post/");
    EXPECT_EQ(reload(post).title, "Port");
    EXPECT_EQ(reload(post).rating, Decimal("4.5"));
}

TEST_F(Form, GoesOnWhereThePersonWants) {
    Post post = make_post("Harbour");
    EXPECT_EQ(client.post(url(post), form_of(post, {{"_continue", "1"}})).location(), url(post));
    EXPECT_EQ(client.post(url(post), form_of(post, {{"_addanother", "1"}})).location(), "/admin/press/post/add/");
    EXPECT_EQ(client.post(url(post) + "?_list=status%3Ddraft%26p%3D2", form_of(post, {{"_save", "1"}})).location(),
              "/admin/press/post/?status=draft&p=2");
}

TEST_F(Form, ErrorsStandAtTheFieldAndNothingTypedIsLost) {
    Post post = make_post("Harbour");
    auto answer = client.post(url(post), form_of(post, {{"slug", "not a slug"}, {"title", "Typed <anew>"}, {"rating", "7"}, {"comments-TOTAL_FORMS", 1},
                                                        {"comments-0-name", "Jonas"}, {"comments-0-text", ""}}));
    EXPECT_EQ(answer.status(), 422);
    auto text = answer.text();
    EXPECT_THAT(text, AllOf(HasSubstr("id=\"id_slug_error\""), HasSubstr("value=\"not a slug\""), HasSubstr("value=\"Typed &lt;anew&gt;\""), HasSubstr("value=\"Jonas\"")));
    EXPECT_THAT(text, AllOf(HasSubstr("The post is not saved yet: 3 things need another look"), HasSubstr("href=\"#id_slug\""), HasSubstr("href=\"#id_comments-0-text\"")));
    EXPECT_THAT(text, AllOf(HasSubstr("aria-invalid=\"true\""), HasSubstr("autofocus")));
    EXPECT_EQ(reload(post).title, "Harbour");
}

TEST_F(Form, ATakenValueIsToldBesideItsField) {
    make_post("Harbour");
    Post other = make_post("Port");
    auto answer = client.post(url(other), form_of(other, {{"slug", "harbour"}}));
    EXPECT_THAT(answer.text(), HasSubstr("Post with this Slug already exists."));
}

TEST_F(Form, ChangesAddsAndDeletesRowsBelow) {
    Post post = make_post("Harbour");
    Comment kept = make_comment(post, "Kept"), gone = make_comment(post, "Gone");
    auto answer = client.post(url(post), form_of(post, {{"comments-TOTAL_FORMS", 3}, {"comments-INITIAL_FORMS", 2},
                                                        {"comments-0-id", kept.id.value()}, {"comments-0-name", "Renamed"}, {"comments-0-text", "Well said."},
                                                        {"comments-1-id", gone.id.value()}, {"comments-1-name", "Gone"}, {"comments-1-text", "Well said."},
                                                        {"comments-1-DELETE", "on"}, {"comments-2-name", ""}, {"comments-2-text", ""},
                                                        {"comments-2-approved", "on"}}));
    EXPECT_EQ(answer.status(), 303) << answer.text();
    EXPECT_EQ(post.related(&Comment::post).get().name, "Renamed");
}

TEST_F(Form, ShowsRelationsAsListsAndMarksTheSlugsSource) {
    Tag::objects.create({.code = "sea", .name = "the sea"});
    auto text = page("press/post/add/").text();
    EXPECT_THAT(text, AllOf(HasSubstr(">Ann Berg</option>"), HasSubstr("type=\"checkbox\" name=\"tags\" value=\"sea\""), HasSubstr("data-from=\"id_title\"")));
    EXPECT_THAT(text, AllOf(HasSubstr("type=\"datetime-local\""), HasSubstr("comments-TOTAL_FORMS"), HasSubstr("comments-__prefix__-name")));
}

TEST_F(Form, LeadsToTheSiteHistoryAndDeletion) {
    Post post = make_post("Harbour");
    EXPECT_THAT(client.get(url(post)).text(), AllOf(HasSubstr("href=\"/posts/harbour/\""), HasSubstr(url(post, "history")), HasSubstr(url(post, "delete"))));
}

TEST_F(Form, SomebodyElsesSavingIsToldWithBothValues) {
    Post post = make_post("Harbour");
    auto seen_in = [](const std::string& text) {
        const std::string mark = "name=\"_seen\" value=\"";
        return text.substr(text.find(mark) + mark.size(), 24);
    };
    const std::string seen = seen_in(client.get(url(post)).text());
    Post same = reload(post);
    same.title = "Haven";
    same.save();
    auto answer = client.post(url(post), form_of(post, {{"title", "Port"}, {"_seen", seen}}));
    EXPECT_EQ(answer.status(), 409);
    EXPECT_THAT(answer.text(), AllOf(HasSubstr("Somebody saved this post"), HasSubstr("saved as “Haven”"), HasSubstr("value=\"Port\"")));
    EXPECT_EQ(reload(post).title, "Haven");
    EXPECT_EQ(client.post(url(post), form_of(post, {{"title", "Port"}, {"_seen", seen_in(answer.text())}})).status(), 303);
    EXPECT_EQ(reload(post).title, "Port");
}

TEST_F(Form, OfManyRowsTheKeyIsTyped) {
    std::vector<Author> many;
    for (int i = 0; i < 320; ++i) many.push_back({.name = "Author " + std::to_string(i), .email = std::to_string(i) + "@example.org"});
    Author::objects.bulk_create(many);
    Post post = make_post("Harbour");
    EXPECT_THAT(client.get(url(post)).text(), AllOf(Not(HasSubstr(">Author 7<")), HasSubstr("Ann Berg"), HasSubstr("Find author")));
    EXPECT_EQ(client.post(url(post), form_of(post, {{"_save", "1"}})).status(), 303);
}

}  // namespace press
