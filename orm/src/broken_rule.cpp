#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/orm/constraints.hpp>

namespace portico::orm {

namespace {

using Kind = IntegrityError::Kind;

/// Names of single columns and constraints come in the same list from SQLite.
bool names(const IntegrityError& error, const std::string& rule) {
    return error.constraint() == rule || (error.columns().size() == 1 && error.columns().front() == rule);
}

std::string name_of(const Column& column) { return column.relation ? column.relation->name : column.attribute; }

FieldError unique_error(const ModelInfo& model, std::vector<std::string> columns, const IndexInfo* index) {
    std::vector<std::string> labels;
    for (std::string& name : columns) {
        if (name.starts_with('-')) name.erase(0, 1);
        if (const Column* column = model.column(name); column && column->part == 0) labels.push_back(column->field->label);
    }
    const std::string said = text::capfirst(model.verbose_name) + " with this " + text::join(labels, " and ") + " already exists.";
    FieldError told{"", labels.empty() ? text::capfirst(model.verbose_name) + " exists already." : said, labels.size() > 1 ? "unique_together" : "unique"};
    const Column* only = columns.size() == 1 ? model.column(columns.front()) : nullptr;
    if (only && !index) told.field = name_of(*only);
    if (index && !index->message.empty()) told.message = index->message;
    if (index) told.code = index->code.empty() ? "unique_together" : index->code;
    return told;
}

FieldError unique_error(const ModelInfo& model, const IntegrityError& error) {
    auto sorted = error.columns();
    std::ranges::sort(sorted);
    for (const IndexInfo& index : model.indexes) {
        auto columns = index.columns;
        std::ranges::sort(columns);
        if (index.unique && (names(error, index.name) || (error.constraint().empty() && !sorted.empty() && columns == sorted)))
            return unique_error(model, index.columns, &index);
    }
    return unique_error(model, error.columns(), nullptr);
}

}  // namespace

std::optional<FieldError> broken_rule(const ModelInfo& model, const IntegrityError& error) {
    if (!error.table().empty() && error.table() != model.table) return std::nullopt;
    for (const CheckInfo& check : model.checks)
        if (names(error, check.name))
            return FieldError{"", check.message.empty() ? "Constraint “" + check.name + "” is violated." : check.message, check.code.empty() ? "check" : check.code};
    for (const Exclusion& one : model.exclusions)
        if (names(error, one.name))
            return FieldError{"", one.message.empty() ? "Constraint “" + one.name + "” is violated." : one.message, one.code.empty() ? "exclusion" : one.code};
    if (error.kind() == Kind::unique && (!error.columns().empty() || !error.constraint().empty())) return unique_error(model, error);
    const Column* column = error.columns().size() == 1 ? model.column(error.columns().front()) : nullptr;
    if (!column) return std::nullopt;
    if (error.kind() == Kind::not_null) return FieldError{name_of(*column), "This field cannot be null.", "null"};
    if (error.kind() == Kind::foreign_key && column->relation)
        return FieldError{name_of(*column), "The " + column->relation->target().verbose_name + " that this refers to does not exist.", "invalid"};
    if (error.kind() == Kind::check) return FieldError{name_of(*column), "Enter a valid value.", "invalid"};
    return std::nullopt;
}

}  // namespace portico::orm
