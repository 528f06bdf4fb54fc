#include <portico/orm/app.hpp>

#include <portico/orm/databases.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/settings.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/testing/test_hook.hpp>

namespace portico::orm {

namespace {

/// Provides the databases that the settings name, made when they are first asked for.
struct DatabasesOfSettings {
    void attach(Project& project) const {
        project.provide(std::make_shared<Databases>(project.settings().root, [&project](Databases& databases) {
            databases.add("default", project.settings<DatabaseSettings>());
        }));
    }
};

void check_url(Project& project, CheckReport& report) {
    try {
        project.get<Databases>().connection();
    } catch (const Error& error) {
        report.error("orm.E001", "database.url", error.what(), error.hint());
    }
}

void check_connection(Project& project, CheckReport& report) {
    try {
        project.get<Databases>().connection().value({"SELECT 1", {}});
    } catch (const Locked& error) {
        report.warning("orm.W001", "database", error.what(), error.hint());
    } catch (const Error& error) {
        report.error("orm.E002", "database", error.what(), error.hint());
    }
}

/// Each test in a transaction that is rolled back.
TestHook roll_back_each_test() {
    return {.set_up = [](Project& project) { project.provide(std::make_shared<TestTransaction>()); },
            .tear_down = [](Project& project) { project.provide(std::shared_ptr<TestTransaction>()); }};
}

}  // namespace

void DatabaseSettings::apply_profile(Profile profile) {
    if (profile == Profile::test) url = "sqlite::memory:";
}

App app() {
    return App("orm")
        .with(settings_section<DatabaseSettings>("database"))
        .with(settings_section<OrmSettings>("orm"))
        .with(DatabasesOfSettings{})
        .with(Check{&check_url})
        .with(Check{&check_connection, CheckStage::database})
        .with(roll_back_each_test())
        .with(error_status<NotFound>(404))
        .with(error_status<Locked>(503))
        .with(error_status<ConnectionLost>(503))
        .with(error_status<TransactionConflict>(503));
}

}  // namespace portico::orm
