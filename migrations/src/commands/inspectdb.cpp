#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <set>

#include <portico/base/text.hpp>
#include <portico/migrations/introspection.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/project.hpp>

#include "../inspect/names.hpp"
#include "../inspect/text.hpp"
#include "commands.hpp"

namespace portico::migrations {

namespace {

struct InspectArguments {
    Argument<std::vector<std::string>> tables{};
    std::string app{};
    std::string output{};
    bool include_views = false;
    std::string database = "default";

    static void describe(Describe<InspectArguments>& arguments) {
        using A = InspectArguments;
        arguments.field(&A::tables).help_text("tables, \"blog_*\" is all that begin so; default: all that no model of the program has");
        arguments.field(&A::app).help_text("the app that the models will be of: their namespace, and the beginning of tables' names that structs' names leave out").blank();
        arguments.field(&A::output).alias("o").help_text("the folder to write models.hpp and models.cpp to; default: both are printed").blank();
        arguments.field(&A::include_views).help_text("views too, as models that migrations leave alone");
        arguments.field(&A::database).help_text("the database's alias");
    }
};

/// Tables that have models already, by the models' names in C++; those between two have none.
std::map<std::string, std::string> tables_of_models(Project& project) {
    std::map<std::string, std::string> known;
    for (const auto& [app, models] : project.contributions<orm::Models>())
        for (const orm::ModelInfo* model : models.models()) {
            known[model->table] = model->type->qualified;
            for (const orm::Relation& relation : model->relations)
                if (relation.to_many() && !relation.through_model) known[relation.through] = "";
        }
    return known;
}

bool fits(const std::string& pattern, const std::string& table) {
    return pattern.ends_with('*') ? table.starts_with(pattern.substr(0, pattern.size() - 1)) : pattern == table;
}

/// Those that are wanted. A table between two of them comes along with them.
std::vector<LiveTable> chosen(std::vector<LiveTable> tables, const std::vector<std::string>& patterns, const std::map<std::string, std::string>& known) {
    for (const std::string& pattern : patterns)
        if (std::none_of(tables.begin(), tables.end(), [&](const LiveTable& table) { return fits(pattern, table.name); })) {
            std::vector<std::string> names;
            for (const LiveTable& table : tables) names.push_back(table.name);
            throw Error("there is no table \"" + pattern + "\"", did_you_mean(pattern, names));
        }
    std::erase_if(tables, [&](const LiveTable& table) {
        if (table.name == "django_migrations") return true;
        if (patterns.empty()) return known.contains(table.name);
        return std::none_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) { return fits(pattern, table.name); });
    });
    return tables;
}

/// Views as tables whose key is their column "id", or else the first.
std::vector<LiveTable> with_views(orm::Connection& connection, std::vector<LiveTable> tables, std::set<std::string>& names) {
    for (LiveTable& view : live_views(connection)) {
        if (view.columns.empty()) continue;
        const LiveColumn* id = view.find("id");
        view.key = {id ? "id" : view.columns.front().name};
        for (LiveColumn& column : view.columns)
            if (column.name == view.key.front()) column.nullable = false, column.automatic = true;
        names.insert(view.name);
        tables.push_back(std::move(view));
    }
    return tables;
}

void write_file(const std::filesystem::path& path, const std::string& text) {
    if (std::filesystem::exists(path)) throw Error("\"" + path.string() + "\" is there already", "move it away, or write to another folder");
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw Error("can't write \"" + path.string() + "\"", "may this user write in that folder?");
}

int inspect_database(Project& project, const InspectArguments& arguments) {
    if (!arguments.app.empty() && !inspect::is_plain_name(arguments.app))
        throw Error("\"" + arguments.app + "\" is no name for a namespace", "letters, digits and _ that are no word of C++: --app shop");
    orm::Connection& connection = project.get<orm::Databases>().connection(arguments.database);
    auto known = tables_of_models(project);
    std::set<std::string> views;
    auto all = live_tables(connection);
    if (arguments.include_views) all = with_views(connection, std::move(all), views);
    const auto tables = chosen(std::move(all), arguments.tables.value, known);
    for (const LiveTable& table : tables) known.erase(table.name);
    const std::string app = arguments.app.empty() ? "models" : arguments.app;
    const auto made = inspect::structs_of(tables, {.app = app, .dialect = std::string(connection.dialect().name()), .known = known, .views = views});
    const std::string header = inspect::header_text(made, app), source = inspect::source_text(made, app, "models.hpp");
    if (arguments.output.empty()) {
        project.out() << "// models.hpp\n" << header << "\n// models.cpp\n" << source;
        return 0;
    }
    const std::filesystem::path folder = arguments.output;
    std::filesystem::create_directories(folder);
    write_file(folder / "models.hpp", header);
    write_file(folder / "models.cpp", source);
    project.out() << "Wrote " << made.structs.size() << (made.structs.size() == 1 ? " model" : " models") << " to " << (folder / "models.hpp").string() << " and models.cpp\n";
    for (const std::string& left_out : made.left_out) project.out() << "Left out: " << left_out << "\n";
    return 0;
}

}  // namespace

Command inspectdb_command() { return command<inspect_database>("inspectdb", "Writes models for the tables of a database."); }

}  // namespace portico::migrations
