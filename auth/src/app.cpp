#include <portico/auth/app.hpp>

#include <portico/auth/current_user.hpp>

#include <embedded/auth.hpp>
#include <portico/auth/csp_reports.hpp>
#include <portico/auth/messages.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/user_sessions.hpp>
#include <portico/cache/app.hpp>
#include <portico/auth/signed_tokens.hpp>
#include <portico/auth/tokens.hpp>
#include <portico/mail/app.hpp>
#include <portico/middleware/app.hpp>
#include <portico/middleware/security_headers.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/reverse.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/templates/app.hpp>

#include "backend_list.hpp"
#include "closed_site.hpp"
#include "commands.hpp"
#include "former_users.hpp"
#include "hashing.hpp"
#include "permissions.hpp"
#include "session_notes.hpp"
#include "session_stores.hpp"
#include "policy_book.hpp"
#include "remote_user.hpp"
#include "second_factor.hpp"
#include "views.hpp"

namespace portico::auth {

namespace {

/// Brings along what it stands on, and the user model as a service.
struct Installation {
    const TypeInfo* const* users = nullptr;
    std::string type_name{};
    Roles roles{};

    void attach(Project& project) const {
        project.require(standard_middleware());
        project.require(templates::app());
        project.require(cache::app());
        project.require(mail::app());
        project.require(migrations::app());
        project.provide(std::make_shared<UserModel>(users, type_name, roles));
        project.provide(std::make_shared<HashingThreads>(project));
        project.provide(std::make_shared<StoreOfSettings>());
        project.provide(std::make_shared<RecentNotes>());
        project.provide(std::make_shared<BackendList>());
        project.provide(std::make_shared<PolicyBook>());
        project.provide(std::make_shared<CspReports>(CspReports{[] { return reverse("auth:csp-report"); }}));
    }
};

void check_user_model(Project& project, CheckReport& report) {
    const UserModel& users = project.get<UserModel>();
    try {
        const Roles& roles = users.roles();
        users.model();
        for (const auto& [role, name] : {std::pair("login", roles.login), std::pair("password", roles.password)}) {
            if (users.field(name)) continue;
            report.error("auth.E001", users.type().name, "the user model has no field \"" + name + "\" for the " + role,
                         "name it: auth::app<" + users.type().name + ">({." + role + " = \"…\"})");
        }
    } catch (const Error& error) {
        report.error("auth.E002", "the user model", error.what(), "install it with orm::models<…>() in one of the site's apps");
    }
}

void check_deployment(Project& project, CheckReport& report) {
    const AuthSettings& settings = project.settings<AuthSettings>();
    if (settings.password_cost == "low") report.error("auth.E009", "auth.password_cost", "passwords are hashed with as little work as in tests", "remove the setting");
    if (settings.attempts <= 0) report.warning("auth.W002", "auth.attempts", "passwords may be guessed as often as anybody likes", "remove the setting, or say how many failures are too many");
    if (settings.second_factor == "offered")
        report.info("auth.I002", "auth.second_factor", "a password alone lets the staff in", "set second_factor = \"staff\" to have them use an authenticator app, too");
    if (settings.password_min_length < 8)
        report.warning("auth.W003", "auth.password_min_length", "passwords of " + std::to_string(settings.password_min_length) + " characters are taken", "take none shorter than 8");
}

void add_variables(Request& request, templates::Context& context) {
    context.set("user", callable([&request] { return Value(current_user(request)); }));
    context.set("perms", Permissions(request));
    context.set("messages", messages(request));
}

}  // namespace

void AuthSettings::apply_profile(Profile profile) {
    if (profile == Profile::test) password_cost = "low";
}

App app(const TypeInfo* const* users, std::string type_name, Roles roles) {
    return App("auth")
        .title("Users and permissions")
        .with(embedded::auth)
        .with(Installation{users, std::move(type_name), std::move(roles)})
        .with(settings_section<AuthSettings>("auth"))
        .with(settings_section<SessionSettings>("session"))
        .with(orm::models<ContentType, Permission, Group, User, SessionRow, FailedAttempt, UserSession, SecondFactorRow, RecoveryCode, CspReport, ApiToken, RefreshToken>())
        .with(sessions())
        .with(remote_user())
        .with(closed_site())
        .with(second_factor())
        .with(templates::context_processor(&add_variables))
        .with(routes())
        .with(createsuperuser_command())
        .with(changepassword_command())
        .with(clearsessions_command())
        .with(forgetsecondfactor_command())
        .with(migrations::after_migrate(&create_permissions))
        .with(migrations::ModelRenamed{&rename_content_type})
        .with(Check{&check_user_model})
        .with(Check{&check_backends})
        .with(Check{&check_remote_user})
        .with(Check{&check_policies})
        .with(Check{&check_second_factor})
        .with(Check{&check_open_routes})
        .with(Check{&check_session_store})
        .with(Check{&check_deployed_sessions, CheckStage::deploy})
        .with(Check{&check_deployment, CheckStage::deploy})
        .with(Check{&check_former_users, CheckStage::database});
}

App app() { return app<User>(); }

}  // namespace portico::auth
