#include <portico/orm/app.hpp>

#include <set>

#include <portico/base/text.hpp>
#include <portico/middleware/debug_panel.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/query_log.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/settings.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/routing/middleware.hpp>
#include <portico/testing/test_hook.hpp>

#include "fixtures/commands.hpp"
#include "installed.hpp"
#include "model_checks.hpp"
#include "monitoring.hpp"
#include "transport.hpp"

namespace portico::orm {

namespace {

/// Provides the databases that the settings name, made when they are first asked for.
struct DatabasesOfSettings {
    void attach(Project& project) const {
        project.provide(std::make_shared<Databases>(project.settings().root, [&project](Databases& databases) {
            databases.add("default", project.settings<DatabaseSettings>());
            for (bool replicas : {false, true})  // what they are copies of comes first
                for (const auto& [alias, settings] : project.named_settings<DatabaseSettings>())
                    if (settings->replica_of.empty() != replicas) databases.add(alias, *settings);
            for (const auto& [app, rule] : project.contributions<DatabaseRule>()) databases.add_rule(rule);
        }));
    }
};

/// No database watches over, or joins, rows of another.
void check_relations(CheckReport& report) {
    for (const ModelInfo* model : all_models()) {
        if (model->app.empty() || !detail::is_installed(*model)) continue;
        for (const Relation& relation : model->relations) {
            if (!relation.is_joined() || !detail::is_installed(relation.target()) || home_of(*model) == home_of(relation.target())) continue;
            report.error("orm.E005", model->label() + "." + relation.name,
                         "refers to " + relation.target().label() + ", which is in the database \"" + home_of(relation.target()) +
                             "\", while " + model->name + " is in \"" + home_of(*model) + "\"",
                         "keep the other's key as a plain value, or both apps in one database");
        }
    }
}

void check_url(Project& project, CheckReport& report) {
    try {
        project.get<Databases>().connection();
        check_relations(report);
    } catch (const Error& error) {
        report.error("orm.E001", "database.url", error.what(), error.hint());
    }
}

void check_connection(Project& project, CheckReport& report) {
    try {
        for (const std::string& alias : project.get<Databases>().aliases()) {
            Connection& connection = project.get<Databases>().connection(alias);
            connection.value({"SELECT 1", {}});
            for (const Advice& advice : connection.transport().advice()) report.warning("orm.W002", "database", advice.message, advice.hint);
        }
    } catch (const Locked& error) {
        report.warning("orm.W001", "database", error.what(), error.hint());
    } catch (const Error& error) {
        report.error("orm.E002", "database", error.what(), error.hint());
    }
}

/// Notes each request's statements while developing, until after the debug page was made.
Response log_queries(Request& request, Next next) {
    if (!Project::current().settings().debug) return next(request);
    QueryLog log;
    return next(request);
}

/// Where they came from, each place once, and what to do about them.
std::string repeated_places(const RepeatedQuery& same, const std::vector<std::string>& places) {
    std::string text;
    std::set<std::string> told;
    for (std::size_t entry : same.entries)
        if (!places[entry].empty() && told.insert(places[entry]).second) text += "\n" + places[entry];
    return text + "\none statement can bring all of them: select_related, prefetch_related, in_bulk";
}

constexpr const char* wrote_cookie = "portico_wrote";

/// What a request has written its reads find, and those of the same browser's next requests: a replica may be behind.
Response read_own_writes(Request& request, Next next) {
    Databases& databases = Project::current().get<Databases>();
    if (!databases.has_replicas()) return next(request);
    ReadOwnWrites writes(!request.cookie(wrote_cookie).empty());
    Response response = next(request);
    if (writes.wrote()) {
        auto span = std::chrono::ceil<std::chrono::seconds>(Project::current().settings<DatabaseSettings>().stay_on_primary);
        response.set_cookie({.name = wrote_cookie, .value = "1", .max_age = span, .http_only = true});
    }
    return response;
}

std::vector<std::pair<std::string, std::string>> query_rows(const Request&) {
    std::vector<std::pair<std::string, std::string>> rows;
    QueryRecord* record = current_query_record();
    if (!record) return rows;
    const auto places = places_of(record->queries);
    std::set<std::size_t> told;
    for (const RepeatedQuery& same : repeated_queries(record->queries)) {
        rows.emplace_back(std::to_string(same.times) + " times, " + std::to_string(same.duration.count()) + " µs",
                          same.sql + repeated_places(same, places));
        told.insert(same.entries.begin(), same.entries.end());
    }
    for (std::size_t i = 0; i < record->queries.size(); ++i) {
        const LoggedQuery& query = record->queries[i];
        if (told.contains(i) && !query.failed) continue;
        const std::string took = std::to_string(query.duration.count()) + " µs, " + std::to_string(query.rows) + " rows";
        const std::string values = query.parameters.empty() ? "" : "\n[" + text::join(query.parameters, ", ") + "]";
        rows.emplace_back(query.failed ? "failed" : took, query.sql + values + (places[i].empty() ? "" : "\n" + places[i]));
    }
    return rows;
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
        .with(settings_sections<DatabaseSettings>("databases"))
        .with(settings_section<OrmSettings>("orm"))
        .with(DatabasesOfSettings{})
        .with(Check{&check_url})
        .with(Check{&check_models})
        .with(Check{&check_connection, CheckStage::database})
        .with(dumpdata_command())
        .with(loaddata_command())
        .with(roll_back_each_test())
        .with(Middleware{.name = "read_own_writes", .handle = &read_own_writes, .before = {"errors"}})
        .with(Middleware{.name = "query_log", .handle = &log_queries, .before = {"errors"}})
        .with(database_health())
        .with(database_metrics())
        .with(slow_threshold())
        .with(slow_statements_section())
        .with(DebugPanel{"Statements of this request", &query_rows})
        .with(error_status<NotFound>(404))
        .with(error_status<DataError>(400))
        .with(error_status<StaleObject>(409))
        .with(error_status<Locked>(503))
        .with(error_status<OutOfSpace>(503))
        .with(error_status<ConnectionLost>(503))
        .with(error_status<TransactionConflict>(503));
}

}  // namespace portico::orm
