// What else of a model names a column that gets another name.
#include <portico/base/text.hpp>

#include "operations.hpp"

namespace portico::migrations {

namespace {

/// Replaces a quoted name, but not inside of a text.
void replace_name(std::string& sql, const std::string& before, const std::string& after) {
    const std::string name = "\"" + before + "\"", other = "\"" + after + "\"";
    bool in_text = false;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        if (sql[i] == '\'') in_text = !in_text;
        if (in_text || sql.compare(i, name.size(), name) != 0) continue;
        sql.replace(i, name.size(), other);
        i += other.size() - 1;
    }
}

}  // namespace

void follow_column(ModelState& model, const std::string& before, const std::string& after) {
    auto in_sql = [&](SqlTexts& sql) {
        for (auto& [dialect, text] : sql.texts) replace_name(text, before, after);
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
