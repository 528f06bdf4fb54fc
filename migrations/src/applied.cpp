// What the database has written down of its migrations: the table, its rows, and the way back along them.
#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/migrations/executor.hpp>
#include <portico/migrations/underway.hpp>
#include <portico/orm/dialect.hpp>

#include "table_names.hpp"

namespace portico::migrations {

namespace {

struct Latest {
    MigrationKey key{};
    const Migration* migration = nullptr;  // none: its file is gone
    bool half = false;                     // begun, and not ended: by now, or at all
};

/// As they are written down, the last first; of apps of which there is any file. A squash has the place of its parts: its own row may have been made long after theirs.
std::vector<MigrationKey> written_latest_first(orm::Connection& connection, const MigrationSet& set) {
    std::vector<MigrationKey> all, kept;
    if (!table_exists(connection, "django_migrations")) return kept;
    connection.query({"SELECT app, name FROM django_migrations ORDER BY id DESC", {}}, [&](const orm::Row& row) { all.emplace_back(row.text(0), row.text(1)); });
    const std::set<MigrationKey> written(all.begin(), all.end());
    for (MigrationKey& key : all) {
        const Migration* migration = set.find(key);
        const bool squash = migration && migration->key() == key && std::ranges::any_of(migration->replaces, [&](const std::string& part) { return written.contains({key.first, part}); });
        if (!squash && !set.of_app(key.first).empty()) kept.push_back(std::move(key));
    }
    return kept;
}

/// What can be taken back, each once: what was begun and not ended comes first.
std::vector<Latest> latest_first(orm::Connection& connection, const MigrationSet& set, const std::set<MigrationKey>& applied, std::string_view app) {
    std::vector<Latest> found;
    std::set<MigrationKey> seen;
    auto add = [&](const MigrationKey& key, bool half) {
        const Migration* migration = set.find(key);
        if ((!app.empty() && key.first != app) || applied.contains(migration ? migration->key() : key) == half) return;
        if (seen.insert(migration ? migration->key() : key).second) found.push_back({key, migration, half});
    };
    for (const Underway& one : underway(connection))
        if (!one.backwards && !set.of_app(one.app).empty()) add({one.app, one.name}, true);
    for (const MigrationKey& key : written_latest_first(connection, set)) add(key, false);
    return found;
}

[[noreturn]] void refuse_without_file(const Latest& one) {
    const std::string told = "\"" + one.key.first + "." + one.key.second + "\" was " + (one.half ? "applied in part" : "applied") + ", but its file is gone, so it can't be undone";
    throw MigrationError(told, one.half ? "bring the file back; if it only has another number now, let migrate end it first" : "bring the file back, or have it forgotten: migrate " + one.key.first + " --prune");
}

}  // namespace

std::string Executor::table_sql() const {
    const orm::Dialect& sql = connection_.dialect();
    bool there = false;
    connection_.query({std::string(sql.table_names_query()), {}},
                      [&](const orm::Row& row) { there = there || text::ascii_iequals(row.text(0), "django_migrations"); });
    if (there) return {};
    const std::string name = sql.column_type({.kind = Kind::text, .max_length = 255}) + " NOT NULL";
    return "CREATE TABLE \"django_migrations\" (\"id\" " + sql.column_type({.kind = Kind::integer, .automatic = true}) + " NOT NULL " +
           std::string(sql.automatic_key_suffix()) + ", \"app\" " + name + ", \"name\" " + name + ", \"applied\" " +
           sql.column_type({.kind = Kind::date_time}) + " NOT NULL)";
}

/// With those that it stands for: a version of the program from before the squash knows them alone.
std::string Executor::recording_sql(const Step& step) const {
    const orm::Dialect& sql = connection_.dialect();
    const std::string app = sql.literal(Value(step.migration->app)), moment = sql.literal(Value(now()));
    std::vector<std::string> names, rows;
    for (const std::string& name : step.migration->replaces) names.push_back(sql.literal(Value(name)));
    names.push_back(sql.literal(Value(step.migration->name)));
    for (const std::string& name : names) rows.push_back("(" + app + ", " + name + ", " + moment + ")");
    const std::string these = names.size() == 1 ? " = " + names[0] : " IN (" + text::join(names, ", ") + ")";
    if (step.backwards) return "DELETE FROM django_migrations WHERE app = " + app + " AND name" + these;
    return "INSERT INTO django_migrations (app, name, applied) VALUES " + text::join(rows, ", ");
}

std::vector<Step> Executor::plan_back(std::string_view app, std::size_t count) const {
    auto latest = latest_first(connection_, set_, applied(), app);
    if (latest.size() < count && !latest.empty())
        throw MigrationError("only " + std::to_string(latest.size()) + (latest.size() == 1 ? " migration is" : " migrations are") + " applied" +
                                 (app.empty() ? "" : " of \"" + std::string(app) + "\"") + ", so " + std::to_string(count) + " can't be taken back",
                             app.empty() ? "say --back " + std::to_string(latest.size()) + " if all of them are meant" : "\"migrate " + std::string(app) + " zero\" takes back all");
    latest.resize(std::min(latest.size(), count));
    std::set<const Migration*> undone;
    for (const Latest& one : latest) {
        if (!one.migration) refuse_without_file(one);
        undone.insert(one.migration);
        for (const Migration* other : set_.that_need(*one.migration)) undone.insert(other);
    }
    return taking_back(undone);
}

std::vector<MigrationKey> Executor::prune(std::string_view app) {
    std::vector<MigrationKey> gone;
    const orm::Dialect& sql = connection_.dialect();
    for (const MigrationKey& key : applied()) {
        if (key.first != app || set_.find(key)) continue;
        connection_.execute({"DELETE FROM django_migrations WHERE app = " + sql.literal(Value(key.first)) + " AND name = " + sql.literal(Value(key.second)), {}});
        gone.push_back(key);
    }
    return gone;
}

void Executor::tell_of_rename(const Operation& operation, const Step& step, const ProjectState& state) const {
    if (operation.kind() != "rename_model") return;
    const Map map = operation.to_map();
    std::string from = map.find("from")->str(), to = map.find("to")->str();
    if (step.backwards) std::swap(from, to);
    CodeContext context{connection_, state};
    for (const AfterRename& run : after_rename_) run(context, step.migration->app, from, to);
}

}  // namespace portico::migrations
