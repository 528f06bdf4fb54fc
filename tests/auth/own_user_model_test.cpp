// A site whose users are a model of its own: from no table at all to somebody who is logged in.
#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include <portico/auth/app.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/client.hpp>

#include "database_fixture.hpp"

namespace club {

namespace orm = portico::orm;

struct Member : orm::Model<Member> {
    orm::Id<> id{};
    std::string email{};
    std::string password{};
    bool is_superuser = false;
    static void describe(orm::Describe<Member>& member) {
        member.field(&Member::email).max_length(100).email().unique().personal();
        member.field(&Member::password).max_length(128).hidden().personal(orm::Personal::password);
    }
};

struct Match : orm::Model<Match> {
    orm::Id<> id{};
    orm::ForeignKey<Member> winner{};
};

}  // namespace club

namespace portico::auth {
namespace {

using club::Match;
using club::Member;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class OwnUserModel : public testing::Test {
protected:
    struct Program {
        Program(OwnUserModel& test, App users)
            : resources{.label = "club", .folder = test.app_folder},
              project({.settings = {{"database.url", Value(test.database.url())}, {"auth.password_cost", Value("low")},
                                     {"secret_key", Value("a secret of the tests")}, {"allowed_hosts", Value(List{"testserver"})}},
                       .root = test.folder.path(), .out = &out, .err = &out}) {
            project.install(std::move(users));
            project.install(App("club").with(orm::models<Member, Match>()).with(resources));
        }
        int run(std::vector<std::string> arguments) {
            out.str({});
            return project.run(arguments);
        }
        std::ostringstream out;
        AppResources resources;
        Project project;
    };
    std::string make_app_folder() {
        std::filesystem::create_directory(folder.path() / "club");
        return (folder.path() / "club").string();
    }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::string app_folder = make_app_folder();
};

TEST_F(OwnUserModel, MigratesFromZeroAndLogsIn) {
    Program site(*this, app<Member>({.login = "email"}));
    ASSERT_EQ(site.run({"makemigrations", "club"}), 0) << site.out.str();
    ASSERT_EQ(site.run({"migrate"}), 0) << site.out.str();
    ASSERT_EQ(site.run({"check", "--database"}), 0) << site.out.str();
    Project::Scope current(site.project);
    Member ann = Member::objects.create({.email = "ann@example.org", .password = make_password("kelp forest", "argon2", PasswordCost::low)});
    Match::objects.create({.winner = ann});
    EXPECT_EQ(User::objects.count(), 0) << "the standard model's table is there, and empty";
    EXPECT_EQ(Permission::objects.filter(F(&Permission::codename) == "change_member").count(), 1);
    TestClient client(site.project);
    const auto refused = client.post("/login/", {{"username", "ann@example.org"}, {"password", "kelp"}});
    EXPECT_EQ(refused.status(), 200);
    const auto answer = client.post("/login/", {{"username", "ann@example.org"}, {"password", "kelp forest"}});
    EXPECT_EQ(answer.status(), 302) << answer.text();
    EXPECT_EQ(SessionRow::objects.count(), 1);
    ASSERT_EQ(site.run({"migrate", "club", "zero"}), 0) << site.out.str();
    EXPECT_EQ(site.run({"migrate"}), 0) << site.out.str();
}

TEST_F(OwnUserModel, ChosenLaterIsRefusedUntilTheUsersAreBroughtOver) {
    {
        Program before(*this, app());
        ASSERT_EQ(before.run({"makemigrations", "club"}), 0) << before.out.str();
        ASSERT_EQ(before.run({"migrate"}), 0) << before.out.str();
        Project::Scope current(before.project);
        create_user("ann", "ann@example.org", "kelp forest");
        EXPECT_EQ(before.run({"check", "--database"}), 0) << before.out.str();
    }
    Program now(*this, app<Member>({.login = "email"}));
    EXPECT_EQ(now.run({"check"}), 0) << "no database is asked: " << now.out.str();
    EXPECT_EQ(now.run({"check", "--database"}), 1);
    EXPECT_THAT(now.out.str(), AllOf(HasSubstr("auth.E003"), HasSubstr("it is club.Member, whose table \"club_member\" is empty, while \"auth_user\" has 1 user"),
                                     HasSubstr("a user model is chosen before the first migrate")));
    Project::Scope current(now.project);
    for (const User& user : User::objects.all()) Member::objects.create({.id = user.id.value(), .email = user.email, .password = user.password});
    EXPECT_EQ(now.run({"check", "--database"}), 0) << now.out.str();
}

TEST_F(OwnUserModel, RolesThatItHasNoFieldsForAreTold) {
    Program site(*this, app<Member>());
    EXPECT_EQ(site.run({"check"}), 1);
    EXPECT_THAT(site.out.str(), AllOf(HasSubstr("auth.E001"), HasSubstr("the user model has no field \"username\" for the login")));
}

/// What auth has of persons is replaced in an anonymized dump, of the standard model and of one's own.
TEST_F(OwnUserModel, AndTheStandardOneAreAnonymized) {
    Program site(*this, app<Member>({.login = "email"}));
    ASSERT_EQ(site.run({"makemigrations", "club"}), 0) << site.out.str();
    ASSERT_EQ(site.run({"migrate"}), 0) << site.out.str();
    Project::Scope current(site.project);
    User ann = create_user("ann", "ann@home.example", "kelp forest");
    ann.first_name = "Annabel";
    ann.last_login = parse_date_time("2026-02-03T04:05:06Z");
    ann.save();
    Member::objects.create({.email = "ann@home.example", .password = ann.password});
    SessionRow::objects.create({.session_key = "keykeykey", .session_data = "data", .expire_date = now()});
    ASSERT_EQ(site.run({"dumpdata", "--anonymize"}), 0) << site.out.str();
    const std::string dumped = site.out.str();
    EXPECT_THAT(dumped, AllOf(Not(HasSubstr("\"ann\"")), Not(HasSubstr("home.example")), Not(HasSubstr("Annabel")), Not(HasSubstr("argon2")),
                              Not(HasSubstr("keykeykey"))));
    EXPECT_THAT(dumped, AllOf(HasSubstr(R"("password":"!)"), HasSubstr(R"("last_name":"")"), HasSubstr("2026-02-03T04:05:06Z"), HasSubstr("club.member")));
    ASSERT_EQ(site.run({"dumpdata"}), 0);
    EXPECT_THAT(site.out.str(), AllOf(HasSubstr("Annabel"), HasSubstr("argon2"), HasSubstr("keykeykey")));
}

}  // namespace
}  // namespace portico::auth
