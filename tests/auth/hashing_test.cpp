/// Few passwords are hashed at once.
#include <sstream>

#include <portico/auth/passwords.hpp>
#include <portico/orm/query_set.hpp>

#include "../../auth/src/hashing.hpp"
#include "session_site.hpp"

namespace portico::auth {

using testing::HasSubstr;

struct Hashing : testing::Test {
    static Map settings() {
        Map all = session_site_settings("database");
        all.set("auth.hashes_at_once", 1);
        all.set("auth.hashes_waiting", 0);
        return all;
    }
    Hashing() {
        install_session_site(site);
        site.start();
    }
    std::ostringstream out;
    Project site{ProjectOptions{.settings = settings(), .out = &out, .err = &out}};
};

TEST_F(Hashing, WhoComesWhenTooManyWaitIsToldSo) {
    Project::Scope current(site);
    TestScope scope(site);
    create_user("ann", "ann@example.org", "kelp forest");
    TestClient client(site);
    const auto log_in = [&] { return client.post("/login/", {{"username", "ann"}, {"password", "kelp forest"}}); };
    {
        const auto turn = take_hashing_turn();
        const auto answer = log_in();
        EXPECT_EQ(answer.status(), 503);
        EXPECT_EQ(answer.header("Retry-After"), "5");
        EXPECT_THAT(answer.text(), HasSubstr("Too many people are logging in just now."));
        EXPECT_EQ(client.get("/count/").text(), "1") << "others are answered";
    }
    EXPECT_EQ(log_in().status(), 302);
}

TEST_F(Hashing, WithoutAProjectThereAreNoTurns) { EXPECT_TRUE(check_password("kelp forest", make_password("kelp forest", "argon2", PasswordCost::low))); }

}  // namespace portico::auth
