#include "press.hpp"

#include <portico/auth/passwords.hpp>

namespace press {

using namespace portico;

struct Users : AdminTest {
    static auth::User user(const std::string& name) { return auth::User::objects.get(F(&auth::User::username) == name); }
    static std::string url_of(const auth::User& user, const std::string& page) {
        return "/admin/auth/user/" + std::to_string(user.id.value()) + "/" + page + "/";
    }
};

TEST_F(Users, AreAddedWithAPasswordThatIsHashed) {
    auto answer = client.post("/admin/auth/user/add/", {{"username", "mira"}, {"password1", "tr0ub4dor and three"}, {"password2", "tr0ub4dor and three"}});
    EXPECT_EQ(answer.location(), url_of(user("mira"), "change"));
    EXPECT_TRUE(auth::check_password("tr0ub4dor and three", user("mira").password));
}

TEST_F(Users, PasswordsAreNeverShown) {
    const auth::User editor = user("editor");
    EXPECT_THAT(client.get(url_of(editor, "change")).text(), AllOf(HasSubstr("Set password"), Not(HasSubstr("argon2")), Not(HasSubstr("name=\"password\""))));
}

TEST_F(Users, APasswordIsSetForThem) {
    const auth::User clerk = auth::create_user("clerk", "", "first password here");
    EXPECT_EQ(client.post(url_of(clerk, "password"), {{"new_password1", "short"}, {"new_password2", "short"}}).status(), 422);
    EXPECT_EQ(client.post(url_of(clerk, "password"), {{"new_password1", "second password here"}, {"new_password2", "second password here"}}).location(),
              url_of(clerk, "change"));
    EXPECT_TRUE(auth::check_password("second password here", user("clerk").password));
    EXPECT_EQ(client.get("/admin/press/post/1/password/").status(), 303);
}

TEST_F(Users, OnesOwnPasswordIsChangedAndTheSessionGoesOn) {
    auto answer = client.post("/admin/password_change/", {{"old_password", "correct horse battery"}, {"new_password1", "another horse battery"},
                                                          {"new_password2", "another horse battery"}});
    EXPECT_EQ(answer.location(), "/admin/") << answer.text();
    EXPECT_EQ(page("").status(), 200);
}

TEST_F(Users, TheirSessionsAreEnded) {
    const auth::User clerk = auth::create_user("clerk", "", "first password here");
    TestClient elsewhere(client.project());
    elsewhere.post("/login/", {{"username", "clerk"}, {"password", "first password here"}});
    EXPECT_EQ(elsewhere.get("/password_change/").status(), 200);
    client.post("/admin/auth/user/", {{"action", "end_their_sessions"}, {"_selected_action", clerk.id.value()}});
    EXPECT_EQ(elsewhere.get("/password_change/").status(), 302);
    EXPECT_THAT(page("auth/user/").text(), HasSubstr("One session was ended."));
}

TEST_F(Users, AreListedWithTheirGroups) {
    EXPECT_THAT(page("auth/user/").text(), AllOf(HasSubstr("editor"), HasSubstr("Staff status")));
    EXPECT_THAT(page("auth/group/").text(), HasSubstr("No groups yet"));
}

}  // namespace press
