#include "former_users.hpp"

#include <portico/auth/models.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/error.hpp>
#include <portico/orm/any_query_set.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>

namespace portico::auth {

void check_former_users(Project& project, CheckReport& report) {
    try {
        const orm::ModelInfo& users = project.get<UserModel>().model();
        const orm::ModelInfo& standard = orm::model<User>();
        if (&users == &standard) return;
        const auto former = orm::AnyQuerySet(standard).count();
        if (former == 0 || orm::AnyQuerySet(users).exists()) return;
        report.error("auth.E003", "the user model",
                     "it is " + users.label() + ", whose table \"" + users.table + "\" is empty, while \"" + standard.table + "\" has " +
                         std::to_string(former) + (former == 1 ? " user" : " users") + " who can no longer log in",
                     "a user model is chosen before the first migrate: install auth::app() again, or bring the rows over into \"" + users.table +
                         "\" with their keys");
    } catch (const Error&) {
        // Tables that are not there yet, and a database that can't be read, others tell of.
    }
}

}  // namespace portico::auth
