// What the database has written down of its migrations: the table, its rows, and the way back along them.
#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/migrations/executor.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::migrations {

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
    if (applied().empty()) return {};
    std::vector<MigrationKey> latest;  // the last first
    connection_.query({"SELECT app, name FROM django_migrations ORDER BY id DESC", {}}, [&](const orm::Row& row) {
        if (latest.size() < count && (app.empty() || row.text(0) == app)) latest.emplace_back(row.text(0), row.text(1));
    });
    if (latest.size() < count && !latest.empty())
        throw MigrationError("only " + std::to_string(latest.size()) + (latest.size() == 1 ? " migration is" : " migrations are") + " applied" +
                                 (app.empty() ? "" : " of \"" + std::string(app) + "\"") + ", so " + std::to_string(count) + " can't be taken back",
                             app.empty() ? "say --back " + std::to_string(latest.size()) + " if all of them are meant" : "\"migrate " + std::string(app) + " zero\" takes back all");
    std::set<const Migration*> undone;
    for (const MigrationKey& key : latest) {
        const Migration* migration = set_.find(key);
        if (!migration)
            throw MigrationError("\"" + key.first + "." + key.second + "\" was applied, but its file is gone, so it can't be undone",
                                 "bring the file back, or have it forgotten: migrate " + key.first + " --prune");
        undone.insert(migration);
        for (const Migration* other : set_.that_need(*migration)) undone.insert(other);
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
