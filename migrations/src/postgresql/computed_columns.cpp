// PostgreSQL alters no column that others are computed from: those go for that time, and come back with what names them.
#include <algorithm>

#include <portico/orm/dialect.hpp>

#include "../sql_columns.hpp"
#include "schema_editor.hpp"

namespace portico::migrations::postgresql {

namespace {

bool names(const std::string& sql, const std::string& column) { return names_column(sql, Quoting::postgresql, column); }

bool names(const IndexState& index, const std::string& column) {
    auto in = [&](const std::vector<std::string>& columns) {
        return std::ranges::find(columns, column) != columns.end() || std::ranges::find(columns, "-" + column) != columns.end();
    };
    return in(index.columns) || in(index.include) || (!index.condition.empty() && names(index.condition.in("postgresql"), column)) ||
           std::ranges::any_of(index.expressions, [&](const SqlTexts& one) { return names(one.in("postgresql"), column); });
}

}  // namespace

std::vector<const FieldState*> PostgresqlSchemaEditor::drop_computed_from(const ModelState& model, const std::vector<std::string>& columns) {
    std::vector<const FieldState*> dropped;
    for (const FieldState& field : model.fields) {
        const bool computed = !field.generated.empty() && std::ranges::any_of(columns, [&](auto& one) { return names(field.generated.in("postgresql"), one); });
        if (!computed) continue;
        run("ALTER TABLE " + quote(model.table) + " DROP COLUMN " + quote(field.columns.front()));
        dropped.push_back(&field);
    }
    return dropped;
}

/// With what names them; it went with the columns.
void PostgresqlSchemaEditor::make_again(const ProjectState& state, const ModelState& model, const std::vector<const FieldState*>& fields) {
    for (const FieldState* field : fields) {
        add_field(state, model, model, field->name);
        const std::string& column = field->columns.front();
        for (const IndexState& index : model.indexes)
            if (names(index, column)) add_index(model, index);
        for (const CheckState& check : model.checks)
            if (names(check.condition.in("postgresql"), column))
                run("ALTER TABLE " + quote(model.table) + " ADD CONSTRAINT " + quote(check.name) + " CHECK (" + check.condition.in("postgresql") + ")");
        for (const ExclusionState& one : model.exclusions)
            if (std::ranges::any_of(one.terms, [&](auto& term) { return names(term.expression.in("postgresql"), column); }))
                run("ALTER TABLE " + quote(model.table) + " ADD " + sql(state).exclusion(one));
    }
}

}  // namespace portico::migrations::postgresql
