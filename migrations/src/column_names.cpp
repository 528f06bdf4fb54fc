// What else of a model names a column that gets another name.
#include "operations.hpp"
#include "sql_columns.hpp"

namespace portico::migrations {

void follow_column(ModelState& model, const std::string& before, const std::string& after) {
    auto in_sql = [&](SqlTexts& sql) {
        for (auto& [dialect, text] : sql.texts) text = with_column(text, quoting_of(dialect), before, after);
    };
    for (FieldState& field : model.fields) in_sql(field.generated);
    for (CheckState& check : model.checks) in_sql(check.condition);
    for (ExclusionState& exclusion : model.exclusions) {
        for (ExclusionState::Term& term : exclusion.terms) in_sql(term.expression);
        in_sql(exclusion.condition);
    }
    for (IndexState& index : model.indexes) {
        for (SqlTexts& expression : index.expressions) in_sql(expression);
        in_sql(index.condition);
        for (std::string& column : index.include)
            if (column == before) column = after;
        for (std::string& column : index.columns)
            if (column == before || column == "-" + before) column.replace(column.size() - before.size(), before.size(), after);
    }
}

}  // namespace portico::migrations
