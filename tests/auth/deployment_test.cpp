/// What `check --deploy` says of users.
#include <gmock/gmock.h>

#include <portico/auth/app.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>

namespace portico::auth {
namespace {

std::vector<std::string> told(Map settings) {
    settings.set("database.url", "sqlite::memory:");
    settings.set("secret_key", "a secret of the tests");
    Project project({.settings = std::move(settings)});
    project.install(app());
    std::vector<std::string> ids;
    for (const CheckMessage& one : project.check({CheckStage::deploy}))
        if (one.id.starts_with("auth.")) ids.push_back(one.id);
    return ids;
}

TEST(Deployment, WeakSettingsAreTold) {
    EXPECT_THAT(told({{"auth.attempts", 0}, {"auth.password_min_length", 4}, {"auth.password_cost", "low"}}), testing::IsSupersetOf({"auth.E009", "auth.W002", "auth.W003", "auth.I002"}));
}

TEST(Deployment, StrongOnesAreNot) {
    const auto ids = told({{"auth.second_factor", "staff"}, {"auth.password_cost", "normal"}});
    for (const char* id : {"auth.E009", "auth.W002", "auth.W003", "auth.I002"}) EXPECT_THAT(ids, testing::Not(testing::Contains(id)));
}

}  // namespace
}  // namespace portico::auth
