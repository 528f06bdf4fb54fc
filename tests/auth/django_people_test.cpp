/// A database that Django made: its people log in here, and Django goes on with it afterwards.
#include <gmock/gmock.h>

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <portico/auth/app.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/session.hpp>
#include <portico/http/response.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/client.hpp>

#include "database_fixture.hpp"

namespace portico::auth {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* password = "kelp förest";

Response who(Request& request) {
    const CurrentUser& user = current_user(request);
    if (!user) return Response("nobody");
    return Response(user.login() + (user.has_perm("auth.change_group") ? " changes" : "") + (user.has_perm("auth.view_group") ? " views" : ""));
}

Response cart(Request& request) {
    if (request.is_post()) session(request).set("cart", List{3, "drei"});
    return Response(session(request).get("cart").str());
}

class DjangoPeople : public testing::Test {
protected:
    void SetUp() override {
        std::string key;
        const int status = django("make", key);
        if (status == 77) GTEST_SKIP() << "Django could not be installed: " << key;
        ASSERT_EQ(status, 0) << key;
        django_session = key.substr(0, key.find('\n'));
        project.install(app());
        project.install(App("pages").with(urls({path<who>("who/"), path<cart>("cart/")})));
        ASSERT_EQ(project.run({"migrate"}), 0) << out.str();
    }
    /// tests/auth/django/people.py, by the Django of tests/migrations/django/make.
    int django(const std::string& arguments, std::string& said) {
        const std::string target = orm::test::on_postgresql() ? database.url() : (folder.path() / "db.sqlite3").string();
        const std::string file = (folder.path() / "said").string();
        const std::string command = "'" PORTICO_TESTS_DIR "/migrations/django/make' '" PORTICO_DJANGO_CACHE "' '" + target + "' run '" PORTICO_TESTS_DIR "/auth/django/people.py' " + arguments + " > '" + file + "' 2>&1";
        const int status = std::system(command.c_str());
        std::ifstream in(file);
        said.assign(std::istreambuf_iterator<char>(in), {});
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::string log_in(TestClient& client, const std::string& name) {
        client.post("/login/", {{"username", name}, {"password", password}});
        return client.get("/who/").text();
    }
    std::string hash_of(const std::string& name) { return User::objects.get(F(&User::username) == name).password; }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::ostringstream out;
    // The secret key of tests/migrations/django/settings.py.
    Project project{{.settings = {{"database.url", Value(database.url())}, {"secret_key", "of a database for tests: " + std::string(40, 'x')}, {"auth.password_cost", "normal"}},
                     .root = folder.path(), .out = &out, .err = &out}};
    std::string django_session;
};

TEST_F(DjangoPeople, LogInHereAndThereAfterwards) {
    Project::Scope current(project);
    for (const char* kind : {"pbkdf2_sha256", "pbkdf2_sha1", "argon2", "scrypt", "bcrypt_sha256", "bcrypt"}) {
        TestClient client(project);
        EXPECT_THAT(log_in(client, kind), StartsWith(kind));
        EXPECT_THAT(hash_of(kind), StartsWith("argon2$argon2id$")) << "upgraded";
    }
    TestClient stranger(project);
    EXPECT_EQ(log_in(stranger, "nobody"), "nobody");
    EXPECT_EQ(log_in(stranger, "gone"), "nobody");

    TestClient client(project);
    EXPECT_EQ(log_in(client, "scrypt"), "scrypt changes") << "by their group";
    client.post("/cart/");
    TestClient other(project);
    EXPECT_EQ(log_in(other, "argon2"), "argon2 views") << "by themselves";
    auto object = UserModel::current().find("pbkdf2_sha1");
    set_password(object, "seaweed umbrella");
    create_user("new", "new@example.org", password);

    std::string said;
    ASSERT_EQ(django("check " + client.cookies().at("sessionid"), said), 0) << said;
    EXPECT_THAT(said, AllOf(HasSubstr("pbkdf2_sha256 argon2 yes \n"), HasSubstr("pbkdf2_sha1 argon2 new \n"), HasSubstr("argon2 argon2 yes auth.view_group\n"),
                            HasSubstr("scrypt argon2 yes auth.change_group\n"), HasSubstr("bcrypt_sha256 argon2 yes \n"), HasSubstr("bcrypt argon2 yes \n")));
    EXPECT_THAT(said, AllOf(HasSubstr("nobody none no \n"), HasSubstr("gone argon2 no"), HasSubstr("root pbkdf2_sha256 yes all\n"), HasSubstr("new argon2 yes \n"),
                            HasSubstr("session of scrypt with [3, 'drei']\n")));
}

TEST_F(DjangoPeople, SessionsGoOn) {
    TestClient client(project);
    client.cookies()["sessionid"] = django_session;
    EXPECT_EQ(client.get("/who/").text(), "bcrypt");
    EXPECT_EQ(client.get("/cart/").text(), "[1, 'zwei']");
    client.post("/cart/");
    std::string said;
    ASSERT_EQ(django("session " + django_session, said), 0) << said;
    EXPECT_THAT(said, HasSubstr("session of bcrypt with [3, 'drei']\n"));
}

}  // namespace
}  // namespace portico::auth
