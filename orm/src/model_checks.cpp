#include "model_checks.hpp"

#include <algorithm>

#include <portico/orm/connection.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>

#include "hooks.hpp"

namespace portico::orm {

namespace {

std::string named(const Relation& relation) { return relation.from->name + "." + relation.name; }

/// Rules that the database does not know.
void check_rules(const ModelInfo& model, const Dialect& dialect, CheckReport& report) {
    const std::string database(dialect.name());
    for (const IndexInfo& index : model.indexes) {
        if (index.more.deferrable != Deferrable::no && !dialect.features().deferrable_unique)
            report.error("orm.E003", model.label(), "the unique rule \"" + index.name + "\" is deferrable, which " + database + " does not know",
                         "leave out .deferrable(), or use PostgreSQL");
        if (index.more.deferrable != Deferrable::no && (!index.unique || index.condition || !index.over_columns()))
            report.error("orm.E003", model.label(), "\"" + index.name + "\" can't be deferrable",
                         "only unique rules over columns can, without a condition");
    }
    for (const Exclusion& exclusion : model.exclusions) {
        if (!dialect.features().exclusion_constraints)
            report.error("orm.E003", model.label(), "the rule \"" + exclusion.name + "\" excludes rows by an operator, which " + database + " does not know",
                         "use PostgreSQL, or check it in the program");
    }
}

/// Why rows of that model can't be left to the database when what they refer to goes; empty where they can.
std::string needed_by(const ModelInfo& model) {
    if (detail::has_hooks(model, Hooks::before_delete) || detail::has_hooks(model, Hooks::after_delete))
        return "\"" + model.name + "\" has hooks for its deletion";
    for (const Relation* relation : model.incoming)
        if (relation->to_many() ? !relation->through_model : relation->on_delete != do_nothing && database_rule(relation->on_delete).empty())
            return "\"" + named(*relation) + "\" has an on_delete that the program sees to";
    for (const Relation& relation : model.relations)
        if (relation.to_many() && !relation.through_model) return "its many-to-many \"" + named(relation) + "\" is cleared by the program";
    return {};
}

}  // namespace

void check_models(Project& project, CheckReport& report) {
    const Dialect* dialect = nullptr;
    try {
        dialect = &project.get<Databases>().connection().dialect();
    } catch (const Error&) {
        return;  // orm.E001 has said it
    }
    for (const auto& [app, models] : project.contributions<Models>()) {
        for (const ModelInfo* model : models.models()) {
            if (model->managed) check_rules(*model, *dialect, report);
            for (const Relation& relation : model->relations) {
                if (relation.to_many() || relation.on_delete != db_cascade) continue;
                const std::string reason = needed_by(*model);
                if (!reason.empty())
                    report.error("orm.E004", model->label(), "\"" + named(relation) + "\" leaves deleting to the database, which would pass over the program: " + reason,
                                 "use on_delete(cascade), or give those a db_… rule too");
            }
        }
    }
}

}  // namespace portico::orm
