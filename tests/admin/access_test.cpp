#include "press.hpp"

namespace press {

using namespace portico;

struct Access : AdminTest {};

TEST_F(Access, StrangersAreAskedToLogInAndComeBack) {
    client.cookies().clear();
    EXPECT_EQ(page("press/post/?status=draft").location(), "/admin/login/?next=%2Fadmin%2Fpress%2Fpost%2F%3Fstatus%3Ddraft");
    auto answer = client.post("/admin/login/", {{"username", "editor"}, {"password", "correct horse battery"}, {"next", "/admin/press/post/"}});
    EXPECT_EQ(answer.location(), "/admin/press/post/");
}

TEST_F(Access, AWrongPasswordIsToldAndTheNameKept) {
    client.cookies().clear();
    auto answer = client.post("/admin/login/", {{"username", "editor"}, {"password", "wrong"}});
    EXPECT_EQ(answer.status(), 422);
    EXPECT_THAT(answer.text(), AllOf(HasSubstr("Please enter a correct username and password"), HasSubstr("value=\"editor\""), Not(HasSubstr("wrong\""))));
}

TEST_F(Access, LoginLeadsNowhereElse) {
    client.cookies().clear();
    auto answer = client.post("/admin/login/", {{"username", "editor"}, {"password", "correct horse battery"}, {"next", "https://evil.example/"}});
    EXPECT_EQ(answer.location(), "/admin/");
}

TEST_F(Access, UsersWhoAreNoStaffStayOutside) {
    client.cookies().clear();
    auth::create_user("reader", "r@example.org", "correct horse battery");
    auto answer = client.post("/admin/login/", {{"username", "reader"}, {"password", "correct horse battery"}});
    EXPECT_THAT(answer.text(), HasSubstr("none of the staff"));
    EXPECT_EQ(page("").location(), "/admin/login/?next=%2Fadmin%2F");
}

TEST_F(Access, LogoutIsAPostAndEndsIt) {
    EXPECT_EQ(page("logout/").status(), 405);
    EXPECT_EQ(client.post("/admin/logout/").location(), "/admin/login/");
    EXPECT_THAT(std::string(page("").location()), HasSubstr("/admin/login/"));
}

TEST_F(Access, WhoMayNothingSeesNothingAndIsTold) {
    log_in_with({});
    EXPECT_THAT(page("").text(), AllOf(HasSubstr("There is nothing that you may see"), Not(HasSubstr("/admin/press/post/"))));
    auto answer = page("press/post/");
    EXPECT_EQ(answer.status(), 403);
    EXPECT_THAT(answer.text(), AllOf(HasSubstr("You may not see posts"), HasSubstr("Can view post")));
}

TEST_F(Access, ViewersSeeFormsWithoutControls) {
    Post post = make_post("Harbour");
    log_in_with({"view_post"});
    auto answer = client.get(url(post));
    EXPECT_EQ(answer.status(), 200);
    EXPECT_THAT(answer.text(), AllOf(HasSubstr("Harbour"), Not(HasSubstr("name=\"title\"")), Not(HasSubstr("name=\"_save\""))));
    EXPECT_THAT(page("press/post/").text(), Not(HasSubstr("Add post")));
    EXPECT_EQ(client.post(url(post), form_of(post, {{"title", "Other"}})).status(), 403);
    EXPECT_EQ(page("press/post/add/").status(), 403);
    EXPECT_EQ(client.get(url(post, "delete")).status(), 403);
}

TEST_F(Access, UnknownModelsAndRowsAreMissed) {
    EXPECT_EQ(page("press/nothing/").status(), 404);
    EXPECT_EQ(page("nothing/").status(), 404);
    EXPECT_EQ(page("press/post/99/change/").location(), "/admin/press/post/");
    EXPECT_THAT(page("press/post/").text(), HasSubstr("There is no post with the key “99”"));
    EXPECT_EQ(page("press/post/abc/change/").location(), "/admin/press/post/");
}

TEST_F(Access, TheLookIsKeptWithoutAScript) {
    auto answer = client.post("/admin/look/", {{"theme", "dark"}, {"next", "/admin/press/post/"}});
    EXPECT_EQ(answer.location(), "/admin/press/post/");
    EXPECT_THAT(page("").text(), HasSubstr("data-theme=\"dark\""));
    client.post("/admin/look/", {{"density", "compact"}});
    EXPECT_THAT(page("").text(), AllOf(HasSubstr("data-theme=\"dark\""), HasSubstr("data-density=\"compact\"")));
}

TEST_F(Access, PagesHaveNoInlineScriptOrStyle) {
    Post post = make_post("Harbour");
    for (const std::string& target : {std::string("/admin/"), std::string("/admin/press/post/"), url(post), url(post, "delete"), url(post, "history")}) {
        EXPECT_THAT(client.get(target).text(), AllOf(Not(HasSubstr(" style=\"")), Not(HasSubstr("<style")), Not(HasSubstr(" onclick")), Not(HasSubstr("<script>"))));
    }
}

}  // namespace press
