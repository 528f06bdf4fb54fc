#include "table_sql.hpp"

#include <portico/base/date_time.hpp>
#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/base/uuid.hpp>

namespace portico::migrations {

namespace {

template <class T>
Value parsed(const std::optional<T>& found, const Value& text) {
    return found ? Value(*found) : text;
}

/// A file's text as what the column holds.
Value of_kind(const Value& value, Kind kind) {
    if (kind == Kind::json || kind == Kind::list) return Value(to_json(value));
    if (kind == Kind::boolean && !value.is_text()) return Value(value.truthy());
    if (!value.is_text()) return value;
    const std::string text = value.str();
    switch (kind) {
    case Kind::date: return parsed(parse_date(text), value);
    case Kind::time: return parsed(parse_time(text), value);
    case Kind::date_time: return parsed(parse_date_time(text), value);
    case Kind::duration: return parsed(parse_duration(text), value);
    case Kind::uuid: return parsed(Uuid::parse(text), value);
    default: return value;
    }
}

}  // namespace

std::string TableSql::literal(const Value& value, const orm::ColumnType& type) const {
    return dialect_.literal(of_kind(value, type.kind));
}

std::string fitted(const orm::Dialect& dialect, std::string name) {
    const std::size_t most = dialect.features().max_name_length;
    if (name.size() <= most) return name;
    const std::string digest = text::hex(md5(name)).substr(0, 8);
    return name.substr(0, most - digest.size() - 1) + "_" + digest;
}

bool is_known_not_null(const ModelState& model, const std::string& column, const orm::Dialect& dialect) {
    const std::string condition = dialect.quote(column) + " IS NOT NULL", name(dialect.name());
    for (const CheckState& check : model.checks) {
        const auto text = check.condition.texts.find(name);
        if (!check.not_valid && text != check.condition.texts.end() && text->second == condition) return true;
    }
    return false;
}

std::string TableSql::names(const std::vector<std::string>& columns) const {
    std::vector<std::string> quoted;
    for (const std::string& column : columns) {
        const bool descending = column.starts_with('-');
        quoted.push_back(q(descending ? column.substr(1) : column) + (descending ? " DESC" : ""));
    }
    return text::join(quoted, ", ");
}

std::vector<std::string> TableSql::key_columns(const ModelState& model) {
    std::vector<std::string> columns;
    for (const FieldState* field : model.key()) columns.insert(columns.end(), field->columns.begin(), field->columns.end());
    return columns;
}

std::vector<std::string> TableSql::key_fields(const ModelState& model) {
    std::vector<std::string> names;
    for (const FieldState* field : model.key()) names.push_back(field->name);
    return names;
}

std::vector<orm::ColumnType> TableSql::key_types(const ModelState& model) const {
    std::vector<orm::ColumnType> types;
    for (const FieldState* field : model.key()) types.insert(types.end(), field->types.begin(), field->types.end());
    for (orm::ColumnType& type : types) type.automatic = false;
    return types;
}

std::vector<std::string> TableSql::columns_referred_to(const FieldState& field) const {
    const ModelState& target = state_.get(field.to);
    if (field.to_field.empty()) return key_columns(target);
    if (const FieldState* named = target.find(field.to_field)) return named->columns;
    throw Error("the field \"" + field.name + "\" refers to \"" + field.to + "." + field.to_field + "\", which does not exist at this point",
                "add that field before, or mend \"to_field\"");
}

std::string TableSql::references(const ModelState& target, const std::vector<std::string>& columns, const std::string& on_delete) const {
    return " REFERENCES " + q(target.table) + " (" + names(columns) + ") " + (on_delete.empty() ? "" : "ON DELETE " + on_delete + " ") +
           std::string(dialect_.deferrable());
}

std::string TableSql::references(const std::string& to) const {
    const ModelState& target = state_.get(to);
    return references(target, key_columns(target), "");
}

std::string TableSql::references(const FieldState& field) const {
    return references(state_.get(field.to), columns_referred_to(field), field.on_delete);
}

std::string TableSql::condition(const FieldState& field, std::size_t part) const {
    const std::string& column = field.columns[part];
    if (field.choices.empty()) return field.is_relation() ? std::string() : dialect_.column_check(column, field.types[part]);
    std::vector<std::string> literals;
    for (const Value& choice : field.choices) literals.push_back(literal(choice, field.types[part]));
    return q(column) + " IN (" + text::join(literals, ", ") + ")";
}

std::string TableSql::column(const ModelState& model, const FieldState& field, std::size_t part) const {
    const std::string& name = field.columns[part];
    const orm::ColumnType& type = field.types[part];
    std::string sql = q(name) + " " + dialect_.column_type(type);
    if (!field.generated.empty()) sql += " GENERATED ALWAYS AS (" + field.generated.in(dialect_.name()) + ") STORED";
    sql += field.nullable ? " NULL" : " NOT NULL";
    if (field.db_default) sql += " DEFAULT " + literal(*field.db_default, type);
    const bool single = field.columns.size() == 1;
    if (field.primary_key && key_columns(model).size() == 1)
        sql += " " + (type.automatic ? std::string(dialect_.automatic_key_suffix()) : "PRIMARY KEY");
    else if (single && (field.unique || field.form == FieldForm::one_to_one))
        sql += " UNIQUE";
    if (const std::string check = condition(field, part); !check.empty() && !is_added_later(field.not_valid)) sql += " CHECK (" + check + ")";
    if (field.is_relation() && single && field.db_constraint && inline_references()) sql += references(field);
    return sql;
}

std::vector<std::string> TableSql::constraints(const ModelState& model) const {
    std::vector<std::string> constraints;
    for (const CheckState& check : model.checks)
        if (!is_added_later(check.not_valid)) constraints.push_back("CONSTRAINT " + q(check.name) + " CHECK (" + check.condition.in(dialect_.name()) + ")");
    const auto key = key_columns(model);
    if (key.size() > 1) constraints.push_back("PRIMARY KEY (" + names(key) + ")");
    for (const FieldState& field : model.fields) {
        if (!field.is_relation() || field.columns.size() < 2) continue;
        if (inline_references() && field.db_constraint)
            constraints.push_back("FOREIGN KEY (" + names(field.columns) + ")" + references(field));
        if (field.unique || field.form == FieldForm::one_to_one)
            constraints.push_back("UNIQUE (" + names(field.columns) + ")");
    }
    for (const ExclusionState& one : model.exclusions) constraints.push_back(exclusion(one));
    return constraints;
}

std::string TableSql::create_table(const ModelState& model, std::string_view table) const {
    std::vector<std::string> parts;
    for (const FieldState& field : model.fields)
        for (std::size_t part = 0; part < field.columns.size(); ++part) parts.push_back(column(model, field, part));
    for (std::string& constraint : constraints(model)) parts.push_back(std::move(constraint));
    return "CREATE TABLE " + q(table.empty() ? model.table : table) + " (" + text::join(parts, ", ") + ")";
}

namespace {

std::string_view name_of(orm::IndexType type) {
    switch (type) {
    case orm::IndexType::hash: return "hash";
    case orm::IndexType::gin: return "gin";
    case orm::IndexType::gist: return "gist";
    case orm::IndexType::spgist: return "spgist";
    case orm::IndexType::brin: return "brin";
    case orm::IndexType::bloom: return "bloom";
    case orm::IndexType::tree: break;
    }
    return "btree";
}

std::string text_of(orm::Deferrable when) {
    if (when == orm::Deferrable::no) return {};
    return when == orm::Deferrable::deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE INITIALLY IMMEDIATE";
}

}  // namespace

std::string TableSql::index_terms(const IndexState& index) const {
    std::string terms;
    auto expression = index.expressions.begin();
    const bool nulls_meet = index.unique && !index.more.nulls_distinct && !dialect_.features().nulls_not_distinct;
    for (std::size_t i = 0; i < index.columns.size(); ++i) {
        const std::string& column = index.columns[i];
        const bool descending = column.starts_with('-');
        const std::string name = descending ? column.substr(1) : column;
        std::string term = name.empty() ? "(" + (expression++)->in(dialect_.name()) + ")" : q(name);
        // As two terms a null is a value like any other.
        if (nulls_meet) term = "(" + term + " IS NULL), coalesce(" + term + ", 0)";
        if (dialect_.features().index_types && i < index.more.opclasses.size() && !index.more.opclasses[i].empty())
            term += " " + index.more.opclasses[i];
        terms += (terms.empty() ? "" : ", ") + term + (descending && !nulls_meet ? " DESC" : "");
    }
    return terms;
}

std::string TableSql::unique_constraint(const std::string& table, const IndexState& index) const {
    if (!dialect_.features().deferrable_unique)
        throw Error("the unique rule \"" + index.name + "\" is deferrable, which " + std::string(dialect_.name()) + " does not know",
                    "leave out .deferrable(), or use PostgreSQL");
    if (!index.expressions.empty() || !index.condition.empty())
        throw Error("the unique rule \"" + index.name + "\" is deferrable, and can't have expressions or a condition",
                    "leave out .deferrable(), or make it a rule over columns");
    std::string sql = "ALTER TABLE " + q(table) + " ADD CONSTRAINT " + q(fitted(dialect_, index.name)) + " UNIQUE ";
    if (!index.more.nulls_distinct) sql += "NULLS NOT DISTINCT ";
    sql += "(" + names(index.columns) + ")";
    if (!index.include.empty()) sql += " INCLUDE (" + names(index.include) + ")";
    return sql + text_of(index.more.deferrable);
}

std::string TableSql::exclusion(const ExclusionState& exclusion) const {
    if (!dialect_.features().exclusion_constraints)
        throw Error("the rule \"" + exclusion.name + "\" excludes rows by an operator, which " + std::string(dialect_.name()) + " does not know",
                    "use PostgreSQL, or check it in the program");
    std::string terms;
    for (const ExclusionState::Term& term : exclusion.terms)
        terms += (terms.empty() ? "(" : ", (") + term.expression.in(dialect_.name()) + ")" +
                 (term.opclass.empty() ? "" : " " + term.opclass) + " WITH " + term.op;
    std::string sql = "CONSTRAINT " + q(fitted(dialect_, exclusion.name)) + " EXCLUDE USING " + std::string(name_of(exclusion.type)) + " (" + terms + ")";
    if (!exclusion.condition.empty()) sql += " WHERE (" + exclusion.condition.in(dialect_.name()) + ")";
    return sql + text_of(exclusion.deferrable);
}

std::string TableSql::comment_on_table(const ModelState& model) const {
    return "COMMENT ON TABLE " + q(model.table) + " IS " + (model.db_comment.empty() ? "NULL" : dialect_.literal(Value(model.db_comment)));
}

std::string TableSql::comment_on_column(const std::string& table, const FieldState& field) const {
    return "COMMENT ON COLUMN " + q(table) + "." + q(field.columns.front()) + " IS " +
           (field.db_comment.empty() ? "NULL" : dialect_.literal(Value(field.db_comment)));
}

std::vector<std::string> TableSql::comments(const ModelState& model) const {
    std::vector<std::string> all;
    if (!dialect_.features().comments) return all;
    if (!model.db_comment.empty()) all.push_back(comment_on_table(model));
    for (const FieldState& field : model.fields)
        if (field.has_columns() && !field.db_comment.empty()) all.push_back(comment_on_column(model.table, field));
    return all;
}

std::string TableSql::create_index(const std::string& table, const IndexState& index) const {
    if (index.more.deferrable != orm::Deferrable::no) return unique_constraint(table, index);
    const bool tree = index.more.type == orm::IndexType::tree;
    const orm::Features& features = dialect_.features();
    // What only made searches fast is left out where there is no such index.
    if (!features.index_types && !tree && index.more.type != orm::IndexType::hash) return {};
    std::string sql = std::string(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") + q(fitted(dialect_, index.name)) + " ON " + q(table);
    if (!tree && features.index_types) sql += " USING " + std::string(name_of(index.more.type));
    sql += " (" + index_terms(index) + ")";
    if (!index.include.empty() && dialect_.features().covering_indexes) sql += " INCLUDE (" + names(index.include) + ")";
    if (index.unique && !index.more.nulls_distinct && features.nulls_not_distinct) sql += " NULLS NOT DISTINCT";
    if (!index.condition.empty()) sql += " WHERE " + index.condition.in(dialect_.name());
    return sql;
}

std::vector<std::string> TableSql::create_indexes(const ModelState& model) const {
    std::vector<std::string> indexes;
    for (const FieldState& field : model.fields)
        if (field.indexed && field.has_columns())
            indexes.push_back(create_index(model.table, {.name = index_name(model.table, field.columns), .columns = field.columns}));
    for (const IndexState& index : model.indexes) indexes.push_back(create_index(model.table, index));
    return indexes;
}

std::string TableSql::create_through(const ModelState& model, const FieldState& field) const {
    const ModelState& target = state_.get(field.to);
    std::vector<std::string> parts{q("id") + " " + dialect_.column_type({.kind = Kind::integer, .automatic = true}) +
                                   " NOT NULL " + std::string(dialect_.automatic_key_suffix())};
    auto side = [&](const std::vector<std::string>& columns, const ModelState& end) {
        const auto types = key_types(end);
        const bool single = columns.size() == 1;
        for (std::size_t i = 0; i < columns.size() && i < types.size(); ++i)
            parts.push_back(q(columns[i]) + " " + dialect_.column_type(types[i]) + " NOT NULL" +
                            (single && inline_references() ? references(end.label()) : std::string()));
    };
    side(field.through_from, model);
    side(field.through_to, target);
    if (field.through_from.size() > 1 && inline_references())
        parts.push_back("FOREIGN KEY (" + names(field.through_from) + ")" + references(model.label()));
    if (field.through_to.size() > 1 && inline_references())
        parts.push_back("FOREIGN KEY (" + names(field.through_to) + ")" + references(target.label()));
    return "CREATE TABLE " + q(field.through) + " (" + text::join(parts, ", ") + ")";
}

std::vector<std::string> TableSql::create_through_indexes(const FieldState& field) const {
    std::vector<std::string> both = field.through_from;
    both.insert(both.end(), field.through_to.begin(), field.through_to.end());
    auto index = [&](const std::vector<std::string>& columns, bool unique) {
        return create_index(field.through, {.name = index_name(field.through, columns, unique ? "_uniq" : ""), .columns = columns, .unique = unique});
    };
    return {index(both, true), index(field.through_from, false), index(field.through_to, false)};
}

}  // namespace portico::migrations
