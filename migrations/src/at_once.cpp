// A database without tables gets what the migrations add up to, in one step.
#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/migrations/executor.hpp>
#include <portico/migrations/schema_editor.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

#include "optimizer.hpp"

namespace portico::migrations {

namespace {

/// The first operation that the tables alone don't show.
std::string first_of_its_own(const Migration& migration) {
    for (std::size_t i = 0; i < migration.operations.size(); ++i)
        if (is_barrier(*migration.operations[i]) && !migration.operations[i]->is_elidable())
            return migration.where(i) + ": " + migration.operations[i]->describe() + " may leave more behind than tables (\"elidable\": true says it does not)";
    return {};
}

}  // namespace

std::string why_not_at_once(const MigrationSet& set) {
    for (const Migration* migration : set.in_order())
        if (std::string why = first_of_its_own(*migration); !why.empty()) return why;
    return {};
}

std::string Executor::why_not_at_once(const std::vector<Step>& plan) const {
    if (!applied().empty()) return "the database has migrations applied already";
    ProjectState state;
    for (const Step& step : plan) {
        if (step.backwards) return "some are to be undone";
        if (std::string why = first_of_its_own(*step.migration); !why.empty()) return why;
        apply(*step.migration, state);
    }
    std::string there;
    connection_.query({std::string(connection_.dialect().table_names_query()), {}}, [&](const orm::Row& row) {
        for (const ModelState& model : state.models())
            if (text::ascii_iequals(model.table, row.text(0))) there = model.table;
    });
    return there.empty() ? there : "the table \"" + there + "\" is there already";
}

std::optional<std::size_t> Executor::make_at_once(const std::vector<Step>& plan) {
    const std::string why = why_not_at_once(plan);
    if (!why.empty() && !applied().empty()) return std::nullopt;
    if (!why.empty()) throw MigrationError("the tables can't be made at once: " + why, "apply the migrations one by one");
    ensure_table({});
    ProjectState state;
    for (const Step& step : plan)
        apply(*step.migration, state);
    const auto transaction = begin_in_turn({});
    auto editor = make_schema_editor(connection_);
    if (!applied().empty()) return std::nullopt;
    for (const ModelState& model : state.models()) editor->create_model(state, model);
    editor->finish();
    for (const Step& step : plan) connection_.execute({recording_sql(step), {}});
    transaction->commit();
    return state.models().size();
}

}  // namespace portico::migrations
