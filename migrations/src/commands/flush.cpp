#include <algorithm>
#include <ostream>

#include <portico/migrations/app.hpp>
#include <portico/migrations/introspection.hpp>
#include <portico/orm/alone.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/project.hpp>

#include "../emptying.hpp"
#include "ask.hpp"
#include "commands.hpp"

namespace portico::migrations {

namespace {

struct FlushArguments {
    bool noinput = false;
    bool production = false;
    std::string database = "default";

    static void describe(Describe<FlushArguments>& arguments) {
        using A = FlushArguments;
        arguments.field(&A::noinput).help_text("does not ask");
        arguments.field(&A::production).help_text("says that this is the production site, and meant; needed there besides");
        arguments.field(&A::database).help_text("the database's alias");
    }
};

struct SqlFlushArguments {
    std::string database = "default";
    static void describe(Describe<SqlFlushArguments>& arguments) { arguments.field(&SqlFlushArguments::database).help_text("the database's alias"); }
};

struct SequenceArguments {
    Argument<std::vector<std::string>> apps{};
    std::string database = "default";

    static void describe(Describe<SequenceArguments>& arguments) {
        arguments.field(&SequenceArguments::apps).help_text("the apps whose tables are meant; default: all");
        arguments.field(&SequenceArguments::database).help_text("the database's alias");
    }
};

std::vector<std::string> table_names(orm::Connection& connection) {
    std::vector<std::string> names;
    connection.query({std::string(connection.dialect().table_names_query()), {}}, [&](const orm::Row& row) { names.emplace_back(row.text(0)); });
    return names;
}

/// Of the project's models, those that are there. What is written down of migrations is no model's.
std::vector<std::string> model_tables(Project& project, const std::string& database) {
    auto& databases = project.get<orm::Databases>();
    const auto there = table_names(databases.connection(database));
    std::vector<std::string> tables;
    auto add = [&](const std::string& table) {
        if (std::find(there.begin(), there.end(), table) != there.end()) tables.push_back(table);
    };
    const ProjectState state = state_of_models(project);
    for (const ModelState& model : state.models()) {
        if (!databases.holds_app(database, model.app)) continue;
        add(model.table);
        for (const FieldState& field : model.fields)
            if (field.form == FieldForm::many_to_many) add(field.through);
    }
    return tables;
}

/// Only "yes" will do.
void be_sure(Project& project, const orm::Connection& connection, std::size_t tables) {
    project.out() << "All rows of " << tables << " tables of " << connection.name() << " will be deleted; this can't be taken back.\n";
    if (ask(project.out(), "Type \"yes\" to go on: ") != "yes") throw Error("nothing was deleted", "type \"yes\", or say --noinput");
}

void refuse_by_mistake(Project& project, const FlushArguments& arguments) {
    if (project.settings().profile != Profile::production || arguments.production) return;
    throw Error("this is the production site: flush would delete all of its rows", "if that is meant, say flush --production");
}

int flush(Project& project, const FlushArguments& arguments) {
    refuse_by_mistake(project, arguments);
    orm::Connection& connection = project.get<orm::Databases>().connection(arguments.database);
    const auto tables = model_tables(project, arguments.database);
    if (!arguments.noinput) be_sure(project, connection, tables.size());
    {
        orm::Atomic transaction(connection, {});
        if (!orm::hold_to_the_end(connection, "portico.migrate"))
            throw Error("another program migrates this database, or loads rows into it", "try again when it has finished");
        for (const std::string& statement : emptying_sql(connection.dialect(), tables)) connection.execute({statement, {}});
        transaction.commit();
    }
    for (const auto& [app, after] : project.contributions<AfterMigrate>()) after.run(project);
    project.out() << "Emptied " << tables.size() << (tables.size() == 1 ? " table\n" : " tables\n");
    return 0;
}

void print(Project& project, const std::vector<std::string>& statements) {
    project.out() << "BEGIN;\n";
    for (const std::string& statement : statements) project.out() << statement << ";\n";
    project.out() << "COMMIT;\n";
}

int sql_flush(Project& project, const SqlFlushArguments& arguments) {
    const orm::Dialect& dialect = project.get<orm::Databases>().connection(arguments.database).dialect();
    const auto statements = emptying_sql(dialect, model_tables(project, arguments.database));
    if (statements.empty()) project.out() << "-- no tables\n";
    else print(project, statements);
    return 0;
}

/// Tables whose keys the database counts, and those columns.
std::vector<std::string> counting_sql(const orm::Dialect& dialect, const ModelState& model) {
    std::vector<std::string> statements;
    auto add = [&](const std::string& table, const std::string& column) {
        for (std::string& statement : dialect.continue_keys(table, column)) statements.push_back(std::move(statement));
    };
    for (const FieldState& field : model.fields) {
        if (field.primary_key && field.type.automatic) add(model.table, field.columns.front());
        if (field.form == FieldForm::many_to_many) add(field.through, "id");
    }
    return statements;
}

int sql_sequence_reset(Project& project, const SequenceArguments& arguments) {
    auto& databases = project.get<orm::Databases>();
    const orm::Dialect& dialect = databases.connection(arguments.database).dialect();
    std::vector<std::string> statements;
    for (const std::string& app : arguments.apps.value)
        if (!project.has_app(app)) throw Error("there is no app \"" + app + "\"");
    const ProjectState state = state_of_models(project);
    for (const ModelState& model : state.models()) {
        const auto& apps = arguments.apps.value;
        if (!databases.holds_app(arguments.database, model.app)) continue;
        if (!apps.empty() && std::find(apps.begin(), apps.end(), model.app) == apps.end()) continue;
        for (std::string& statement : counting_sql(dialect, model)) statements.push_back(std::move(statement));
    }
    if (statements.empty()) project.out() << "-- nothing to do: keys go on behind the greatest that is there\n";
    else print(project, statements);
    return 0;
}

}  // namespace

Command flush_command() { return command<flush>("flush", "Deletes all rows of all tables; they stay, and so do the migrations."); }
Command sqlflush_command() { return command<sql_flush>("sqlflush", "Shows the SQL that flush would run."); }
Command sqlsequencereset_command() {
    return command<sql_sequence_reset>("sqlsequencereset", "Shows the SQL that has keys count on from the greatest, after rows were loaded with keys of their own.");
}

}  // namespace portico::migrations
