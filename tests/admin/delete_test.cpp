#include "press.hpp"

namespace press {

using namespace portico;

struct Delete : AdminTest {};

TEST_F(Delete, SaysWhatGoesAlongAndAsksFirst) {
    Post post = make_post("Harbour");
    make_comment(post, "Jonas");
    make_comment(post, "Mira");
    auto text = client.get(url(post, "delete")).text();
    EXPECT_THAT(text, AllOf(HasSubstr("Delete “Harbour”?"), HasSubstr("1 post"), HasSubstr("2 comments"), HasSubstr("Jonas"), HasSubstr("Delete post")));
    EXPECT_EQ(Post::objects.count(), 1);
    EXPECT_EQ(client.post(url(post, "delete"), {{"post", "yes"}}).location(), "/admin/press/post/");
    EXPECT_EQ(Post::objects.count() + Comment::objects.count(), 0);
    EXPECT_THAT(page("press/post/").text(), HasSubstr("The post “Harbour” was deleted."));
}

TEST_F(Delete, SaysWhatProtects) {
    make_post("Harbour");
    const std::string target = "/admin/press/author/" + std::to_string(ann.id.value()) + "/delete/";
    auto text = client.get(target).text();
    EXPECT_THAT(text, AllOf(HasSubstr("“Ann Berg” can’t be deleted"), HasSubstr("1 post refers to it"), HasSubstr("Harbour"), Not(HasSubstr("name=\"post\""))));
    client.post(target, {{"post", "yes"}});
    EXPECT_EQ(Author::objects.count(), 1);
}

TEST_F(Delete, TheSelectedAreConfirmedAndDeleted) {
    Post one = make_post("One"), two = make_post("Two"), three = make_post("Three");
    std::vector<TestField> form{{"action", "delete_selected"}, {"_selected_action", one.id.value()}, {"_selected_action", two.id.value()}};
    auto text = client.post("/admin/press/post/", form).text();
    EXPECT_THAT(text, AllOf(HasSubstr("Delete 2 posts?"), HasSubstr("name=\"_selected_action\" value=\"" + std::to_string(two.id.value())), Not(HasSubstr("Three"))));
    form.emplace_back("post", "yes");
    client.post("/admin/press/post/", form);
    EXPECT_EQ(Post::objects.get().title, "Three");
    EXPECT_THAT(page("press/post/").text(), HasSubstr("2 posts were deleted."));
}

TEST_F(Delete, OnlyWithPermission) {
    Post post = make_post("Harbour");
    log_in_with({"view_post", "change_post"});
    EXPECT_EQ(client.post(url(post, "delete"), {{"post", "yes"}}).status(), 403);
    EXPECT_EQ(client.post("/admin/press/post/", {{"action", "delete_selected"}, {"_selected_action", post.id.value()}, {"post", "yes"}}).status(), 403);
    EXPECT_EQ(Post::objects.count(), 1);
}

struct Actions : AdminTest {};

TEST_F(Actions, RunOnTheSelectedAndSayWhatTheyDid) {
    Post one = make_post("One", Status::draft), two = make_post("Two", Status::draft);
    EXPECT_THAT(page("press/post/").text(), HasSubstr("value=\"publish_selected_posts\">Publish selected posts"));
    client.post("/admin/press/post/?status=draft", {{"action", "publish_selected_posts"}, {"_selected_action", one.id.value()}});
    EXPECT_EQ(Post::objects.filter(F(&Post::status) == Status::published).get().title, "One");
    EXPECT_THAT(page("press/post/").text(), HasSubstr("Publish selected posts: 1 post."));
    EXPECT_THAT(client.get(url(one, "history")).text(), HasSubstr("Publish selected posts"));
    EXPECT_EQ(Post::objects.get(F(&Post::id) == two.id).status, Status::draft);
}

TEST_F(Actions, RunOnAllThatMatch) {
    for (int i = 0; i < 15; ++i) make_post("Draft " + std::to_string(i), Status::draft);
    Post one = *Post::objects.order_by(F(&Post::id)).first();
    client.post("/admin/press/post/?status=draft", {{"action", "publish_selected_posts"}, {"select_across", "1"}, {"_selected_action", one.id.value()}});
    EXPECT_EQ(Post::objects.filter(F(&Post::status) == Status::draft).count(), 0);
}

TEST_F(Actions, MayAnswerWithAPageOfTheirOwn) {
    Post one = make_post("One");
    EXPECT_EQ(client.post("/admin/press/post/", {{"action", "say_hello"}, {"_selected_action", one.id.value()}}).text(), "hello");
}

TEST_F(Actions, NothingSelectedIsToldAndUnknownOnesRefused) {
    Post one = make_post("One", Status::draft);
    client.post("/admin/press/post/", {{"action", "publish_selected_posts"}});
    EXPECT_THAT(page("press/post/").text(), HasSubstr("select posts first"));
    client.post("/admin/press/post/", {{"action", "nonsense"}, {"_selected_action", one.id.value()}});
    EXPECT_THAT(page("press/post/").text(), HasSubstr("that action does not exist"));
    log_in_with({"view_post"});
    EXPECT_EQ(client.post("/admin/press/post/", {{"action", "publish_selected_posts"}, {"_selected_action", one.id.value()}}).status(), 403);
}

}  // namespace press
