#include "press.hpp"

namespace press {

using namespace portico;
using admin::LogEntry;

struct History : AdminTest {};

TEST_F(History, TellsOldAndNewValues) {
    Post post = make_post("Harbour", Status::draft);
    post.rating = Decimal("3.0");
    post.save();
    client.post(url(post), form_of(post, {{"status", "published"}, {"rating", "4.5"}, {"body", std::string(200, 'x')}}));
    auto text = client.get(url(post, "history")).text();
    EXPECT_THAT(text, AllOf(HasSubstr("<strong>editor</strong> changed"), HasSubstr("<del>Draft</del> → <ins>Published</ins>"), HasSubstr("<del>3.0</del> → <ins>4.5</ins>")));
    EXPECT_THAT(text, AllOf(HasSubstr("changed, 195 characters longer"), Not(HasSubstr("xxxx"))));
    EXPECT_THAT(page("").text(), HasSubstr("Status: Draft → Published"));
    EXPECT_THAT(client.get(url(post)).text(), HasSubstr("Post, last changed by editor"));
}

TEST_F(History, OfAModelThatKeepsItsOwnHasWhatWasDoneElsewhere) {
    Tag tag = Tag::objects.create({.code = "sea", .name = "Sea"});
    tag.name = "The sea";
    tag.save();
    client.post("/admin/press/tag/sea/change/", {{"code", "sea"}, {"name", "Seas"}});
    auto text = client.get("/admin/press/tag/sea/history/").text();
    EXPECT_THAT(text, AllOf(HasSubstr("<strong>Someone</strong> added it"), HasSubstr("<del>Sea</del> → <ins>The sea</ins>"),
                            HasSubstr("<strong>editor</strong> changed"), HasSubstr("<del>The sea</del> → <ins>Seas</ins>")));
}

TEST_F(History, IsKeptInDjangosFormat) {
    Post post = make_post("Harbour");
    client.post(url(post), form_of(post, {{"views", 7}}));
    LogEntry line = LogEntry::objects.get();
    EXPECT_EQ(line.action_flag, LogEntry::change);
    EXPECT_EQ(line.object_id, std::to_string(post.id.value()));
    EXPECT_EQ(line.object_repr, "Harbour");
    EXPECT_EQ(line.change_message, R"([{"changed":{"fields":["Views"],"values":{"Views":["0","7"]}}}])");
}

TEST_F(History, ReadsWhatDjangoWrote) {
    Post post = make_post("Harbour");
    client.post(url(post), form_of(post, {{"views", 7}}));
    LogEntry line = LogEntry::objects.get();
    line.change_message = R"([{"changed": {"fields": ["Title", "Body"]}}])";
    line.save();
    EXPECT_THAT(client.get(url(post, "history")).text(), AllOf(HasSubstr("<dt>Title</dt>"), HasSubstr("<dt>Body</dt>")));
}

TEST_F(History, NothingChangedIsNothingTold) {
    Post post = make_post("Harbour");
    client.post(url(post), form_of(post));
    EXPECT_EQ(LogEntry::objects.count(), 0);
    EXPECT_THAT(client.get(url(post, "history")).text(), HasSubstr("No history"));
}

TEST_F(History, TellsOfRowsBelow) {
    Post post = make_post("Harbour");
    client.post(url(post), form_of(post, {{"comments-TOTAL_FORMS", 1}, {"comments-0-name", "Jonas"}, {"comments-0-text", "Yes."}, {"comments-0-approved", "on"}}));
    EXPECT_THAT(client.get(url(post, "history")).text(), HasSubstr("<dt>Comment “Jonas”</dt><dd>added</dd>"));
}

TEST_F(History, TellsWhatWasAddedAndDeleted) {
    Post wanted{.title = "Harbour", .slug = "harbour", .body = "Text", .author = ann};
    client.post("/admin/press/post/add/", form_of(wanted));
    Post post = Post::objects.get();
    client.post(url(post, "delete"), {{"post", "yes"}});
    EXPECT_THAT(page("").text(), AllOf(HasSubstr("editor</strong> added post <a"), HasSubstr("editor</strong> deleted post <a")));
    EXPECT_EQ(LogEntry::objects.filter(F(&LogEntry::action_flag) == LogEntry::deletion).count(), 1);
}

TEST_F(History, OutlivesTheRow) {
    Post post = make_post("Harbour");
    const std::string address = url(post, "history");
    client.post(url(post), form_of(post, {{"views", 7}}));
    client.post(url(post, "delete"), {{"post", "yes"}});
    EXPECT_THAT(page("").text(), HasSubstr(address));
    EXPECT_THAT(client.get(address).text(),
                AllOf(HasSubstr("History of “Harbour”"), HasSubstr("<strong>editor</strong> deleted it"),
                      HasSubstr("<del>0</del> → <ins>7</ins>"), Not(HasSubstr("Open post"))));
    EXPECT_EQ(client.get("/admin/press/post/999/history/").status(), 303);
}

}  // namespace press
