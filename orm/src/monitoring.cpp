#include "monitoring.hpp"

#include <portico/fibers/offload.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/settings.hpp>
#include <portico/orm/slow_statements.hpp>
#include <portico/project/project.hpp>

namespace portico::orm {

namespace {

void write_pool(const Connection& connection, MetricWriter& out) {
    const PoolStatistics pool = connection.statistics();
    const std::string& database = connection.alias();
    auto now = [&](std::string_view state, std::size_t count) {
        out.gauge("portico_database_connections", "Connections to the database now.", static_cast<double>(count), {{"database", database}, {"state", state}});
    };
    now("in_use", pool.in_use);
    now("idle", pool.idle);
    auto count = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        out.counter(name, help, static_cast<double>(value), {{"database", database}});
    };
    out.gauge("portico_database_connections_max", "The most connections.", static_cast<double>(pool.most), {{"database", database}});
    out.gauge("portico_database_waiting", "Fibers that wait for a connection now.", static_cast<double>(pool.waiting), {{"database", database}});
    out.counter("portico_database_wait_seconds_total", "Time waited for a connection.", static_cast<double>(pool.waited.count()) / 1e6, {{"database", database}});
    count("portico_database_waits_total", "How often a connection was waited for.", pool.waits);
    count("portico_database_wait_timeouts_total", "How often in vain.", pool.timeouts);
    count("portico_database_connections_opened_total", "Connections opened.", pool.opened);
    count("portico_database_connections_lost_total", "Connections that the server ended or that broke.", pool.lost);
    count("portico_database_statements_total", "Statements sent.", pool.statements);
}

void write_metrics(Project& project, MetricWriter& out) {
    Databases& databases = project.get<Databases>();
    for (const std::string& alias : databases.aliases()) {
        const Connection& connection = databases.connection(alias);
        if (connection.statistics().most > 0) write_pool(connection, out);  // SQLite has no pool
    }
}

void check_databases(Project& project) {
    Databases& databases = project.get<Databases>();
    for (const std::string& alias : databases.aliases())
        if (!databases.is_replica(alias)) databases.connection(alias).value({"SELECT 1", {}});
}

std::vector<std::pair<std::string, std::string>> slow_rows(Project& project) {
    std::vector<SlowStatement> statements;
    Databases& databases = project.get<Databases>();
    for (const std::string& alias : databases.aliases())
        for (SlowStatement& one : slow_statements(databases.connection(alias)).list()) statements.push_back(std::move(one));
    std::vector<Stack> stacks;
    for (const SlowStatement& one : statements) stacks.push_back(*one.stack);
    const auto frames = fibers::offload([&] { return own_frames(stacks); });
    std::vector<std::pair<std::string, std::string>> rows;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const SlowStatement& one = statements[i];
        rows.emplace_back(std::to_string(one.longest.count() / 1000) + " ms at most, " + std::to_string(one.count) + " times, " +
                              std::to_string(one.total.count() / 1000) + " ms in all",
                          one.sql + "\n" + frames[i].place());
    }
    return rows;
}

}  // namespace

Ready slow_threshold() {
    return on_ready([](Project& project) {
        Databases& databases = project.get<Databases>();
        for (const std::string& alias : databases.aliases())
            slow_statements(databases.connection(alias)).set_threshold(project.settings<OrmSettings>().slow);
    });
}

HealthCheck database_health() { return {"database", check_databases}; }
MetricSource database_metrics() { return {write_metrics}; }
DebugSection slow_statements_section() { return {"Slow statements, the longest first", slow_rows}; }

}  // namespace portico::orm
