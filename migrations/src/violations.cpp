#include "violations.hpp"

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

#include "fill.hpp"
#include "retyping.hpp"
#include "table_sql.hpp"

namespace portico::migrations {

namespace {

constexpr std::size_t most_shown = 10;

std::string in_quotes(const std::vector<std::string>& names) { return "\"" + text::join(names, "\", \"") + "\""; }

class Search {
public:
    Search(orm::Connection& connection, const ModelState& model, const ProjectState& state)
        : connection_(connection), model_(model), state_(state), sql_(connection.dialect(), state), key_(TableSql::key_columns(model)) {}

    std::optional<Violation> all(std::string rule) { return where("1 = 1", std::move(rule)); }
    std::optional<Violation> where(const std::string& condition, std::string rule) { return in(q(model_.table), condition, std::move(rule)); }
    /// Rows that have the same there as another; those with a null in it only where nulls are alike.
    std::optional<Violation> same(const std::vector<std::string>& terms, const std::string& condition, bool nulls_differ, std::string rule) {
        std::string among = condition.empty() ? "1 = 1" : "(" + condition + ")";
        for (const std::string& term : terms)
            if (nulls_differ) among += " AND " + term + " IS NOT NULL";
        const std::string counted = "(SELECT " + sql_.names(key_) + ", count(*) OVER (PARTITION BY " + text::join(terms, ", ") +
                                    ") AS portico_alike FROM " + q(model_.table) + " WHERE " + among + ") AS portico_rows";
        return in(counted, "portico_alike > 1", std::move(rule));
    }
    /// Rows that have nothing and would get what another has or gets.
    std::optional<Violation> filled_alike(const FieldState& before, const FieldState& after) {
        const std::string column = q(before.columns.front());
        const std::string fill = sql_.literal(fill_of(after, after.types.front()), after.types.front());
        return where(column + " IS NULL AND (SELECT count(*) FROM " + q(model_.table) + " WHERE " + column + " IS NULL OR " + column + " = " + fill + ") > 1",
                     "have no " + in_quotes(before.columns) + " and would get the same as another");
    }
    std::optional<Violation> refers_to_nothing(const FieldState& field) {
        const ModelState* target = state_.find(field.to);
        const auto to = target ? sql_.columns_referred_to(field) : std::vector<std::string>();
        if (!target || to.size() != field.columns.size()) return std::nullopt;
        std::string given, found;
        for (std::size_t i = 0; i < to.size(); ++i) {
            const std::string column = q(model_.table) + "." + q(field.columns[i]);
            given += (i ? " AND " : "") + column + " IS NOT NULL";
            found += (i ? " AND portico_to." : "portico_to.") + q(to[i]) + " = " + column;
        }
        return where(given + " AND NOT EXISTS (SELECT 1 FROM " + q(target->table) + " AS portico_to WHERE " + found + ")",
                     "refer by " + in_quotes(field.columns) + " to a row of \"" + target->table + "\" that does not exist");
    }
    /// Rows that another excludes by the operators of the rule.
    std::optional<Violation> excluded(const ExclusionState& rule) {
        const std::string_view database = connection_.dialect().name();
        std::string terms, meet, apart;
        for (std::size_t i = 0; i < rule.terms.size(); ++i) {
            const std::string name = "portico_" + std::to_string(i);
            terms += ", (" + rule.terms[i].expression.in(database) + ") AS " + name;
            meet += " AND one." + name + " " + rule.terms[i].op + " other." + name;
        }
        for (const std::string& column : key_) apart += (apart.empty() ? "" : " OR ") + ("one." + q(column)) + " <> other." + q(column);
        const std::string rows = "(SELECT " + sql_.names(key_) + terms + " FROM " + q(model_.table) +
                                 (rule.condition.empty() ? "" : " WHERE " + rule.condition.in(database)) + ")";
        return in(rows + " AS one", "EXISTS (SELECT 1 FROM " + rows + " AS other WHERE (" + apart + ")" + meet + ")",
                  "meet another that the exclusion \"" + rule.name + "\" keeps them from");
    }
    /// Values that can't become one of the new type.
    std::optional<Violation> no_longer_fits(const FieldState& before, const FieldState& after, std::size_t part) {
        if (before.types[part] == after.types[part] || connection_.dialect().name() != "postgresql") return std::nullopt;
        try {
            orm::Atomic alone(connection_, {});
            const std::string fits = postgresql::make_fits(connection_, before.types[part], after.types[part]);
            const std::string column = q(before.columns[part]);
            return where(column + " IS NOT NULL AND NOT " + fits + "(" + column + ")", is_no(connection_.dialect(), before.columns[part], after.types[part]));
        } catch (const Error&) {
            return std::nullopt;
        }
    }
    /// Rows of which the database can't compute that: it gives up at the first.
    std::optional<Violation> cant_compute(const std::string& expression, std::string rule) {
        if (connection_.dialect().name() != "postgresql") return std::nullopt;
        try {
            orm::Atomic alone(connection_, {});
            return where("NOT " + postgresql::make_computes(connection_, model_.table, expression) + "(ctid)", std::move(rule));
        } catch (const Error&) {
            return std::nullopt;
        }
    }
    std::string q(std::string_view name) const { return connection_.dialect().quote(name); }
    const TableSql& sql() const { return sql_; }

private:
    std::optional<Violation> in(const std::string& from, const std::string& condition, std::string rule) {
        Violation found{.table = model_.table, .key = key_, .rule = std::move(rule)};
        if (key_.empty()) return std::nullopt;
        try {
            // A question that can't be asked (of a column that the rule changes as well, say) must not spoil the transaction.
            orm::Atomic alone(connection_, {});
            connection_.query({"SELECT count(*) OVER (), " + sql_.names(key_) + " FROM " + from + " WHERE " + condition + " ORDER BY " + sql_.names(key_) +
                                   " LIMIT " + std::to_string(most_shown), {}},
                              [&](const orm::Row& row) { note(row, found); });
            alone.commit();
        } catch (const Error&) {
            return std::nullopt;
        }
        if (found.count == 0) return std::nullopt;
        return found;
    }
    void note(const orm::Row& row, Violation& found) const {
        found.count = row.integer(0);
        std::vector<std::string> parts;
        for (std::size_t column = 1; column < row.columns(); ++column) parts.emplace_back(row.text(column));
        found.rows.push_back(parts.size() == 1 ? parts[0] : "(" + text::join(parts, ", ") + ")");
    }

    orm::Connection& connection_;
    const ModelState& model_;
    const ProjectState& state_;
    const TableSql sql_;
    const std::vector<std::string> key_;
};

bool is_unique(const FieldState& field) { return !field.primary_key && (field.unique || field.form == FieldForm::one_to_one); }

std::optional<Violation> of_new_checks(Search& search, const Change& change, std::string_view database) {
    for (const CheckState& check : change.new_model->checks) {
        const auto& old = change.model->checks;
        if (std::find(old.begin(), old.end(), check) != old.end()) continue;
        if (auto found = search.where("NOT (" + check.condition.in(database) + ")", "break the check \"" + check.name + "\"")) return found;
    }
    return std::nullopt;
}

std::optional<Violation> of_new_indexes(Search& search, const Change& change, std::string_view database) {
    for (const IndexState& index : change.new_model->indexes) {
        if (!index.unique || change.model->find_index(index.name)) continue;
        std::vector<std::string> terms, names;
        auto expression = index.expressions.begin();
        for (const std::string& column : index.columns) {
            const std::string name = column.starts_with('-') ? column.substr(1) : column;
            terms.push_back(name.empty() ? "(" + (expression++)->in(database) + ")" : search.q(name));
            names.push_back(name.empty() ? terms.back() : "\"" + name + "\"");
        }
        const std::string condition = index.condition.empty() ? std::string() : index.condition.in(database);
        if (auto found = search.same(terms, condition, index.more.nulls_distinct, "have the same " + text::join(names, ", ") + " as another"))
            return found;
    }
    return std::nullopt;
}

std::optional<Violation> of_new_exclusions(Search& search, const Change& change) {
    for (const ExclusionState& rule : change.new_model->exclusions) {
        const auto& old = change.model->exclusions;
        if (std::find(old.begin(), old.end(), rule) != old.end()) continue;
        if (auto found = search.excluded(rule)) return found;
    }
    return std::nullopt;
}

/// What a field that was there does not hold as it is to be.
std::optional<Violation> of_changed_field(Search& search, const FieldState& before, const FieldState& after) {
    std::vector<std::string> columns;
    for (const std::string& column : before.columns) columns.push_back(search.q(column));
    if (before.nullable && !after.nullable && !fills_nulls(after))
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (auto found = search.where(columns[i] + " IS NULL", "have no \"" + before.columns[i] + "\"")) {
                found->hint = "say what they get by a \"fill\" in the field, or have a run_sql or a run_code before this operation give it";
                return found;
            }
    if (before.nullable && !after.nullable && fills_nulls(after) && is_unique(after) && columns.size() == 1)
        if (auto found = search.filled_alike(before, after)) {
            found->hint = "have a run_sql or a run_code before this operation give each row its own";
            return found;
        }
    if (!is_unique(before) && is_unique(after))
        if (auto found = search.same(columns, {}, true, "have the same " + in_quotes(before.columns) + " as another")) return found;
    FieldState now = after;  // what is to hold, of the columns as they are called before
    now.columns = before.columns;
    for (std::size_t part = 0; part < columns.size() && part < now.types.size() && before.columns.size() == after.columns.size(); ++part) {
        const std::string check = search.sql().condition(now, part);
        if (!check.empty())
            if (auto found = search.where("NOT (" + check + ")", "have a \"" + before.columns[part] + "\" that is not allowed")) return found;
        const auto length = now.types[part].max_length;
        if (length && now.types[part].kind == Kind::text && before.types[part].kind == Kind::text)
            if (auto found = search.where("length(" + columns[part] + ") > " + std::to_string(*length),
                                          "have a \"" + before.columns[part] + "\" longer than " + std::to_string(*length)))
                return found;
    }
    for (std::size_t part = 0; part < columns.size() && before.types.size() == after.types.size(); ++part)
        if (auto found = search.no_longer_fits(before, after, part)) return found;
    if (after.is_relation() && after.has_columns() && after.db_constraint) return search.refers_to_nothing(now.is_relation() ? now : after);
    return std::nullopt;
}

/// What each row has of it is its own.
std::optional<Violation> of_computed_field(Search& search, const FieldState& field, std::string_view database) {
    const std::string expression = "(" + field.generated.in(database) + ")", name = in_quotes(field.columns);
    if (auto found = search.cant_compute(expression, "would have a " + name + " that can't be computed")) return found;
    if (!field.nullable)
        if (auto found = search.where(expression + " IS NULL", "would have no " + name)) return found;
    if (is_unique(field)) return search.same({expression}, {}, true, "would have the same " + name + " as another");
    return std::nullopt;
}

/// A new field has the same in all rows, if it has anything.
std::optional<Violation> of_added_field(Search& search, const FieldState& field) {
    if (!field.has_columns()) return std::nullopt;
    if (!field.nullable && !has_fill(field)) return search.all("would have no " + in_quotes(field.columns));
    const bool filled = !field.nullable || field.fill || field.db_default;
    if (!filled) return std::nullopt;
    if (is_unique(field)) return search.all("would have the same " + in_quotes(field.columns) + " as another");
    return search.all("would get a " + in_quotes(field.columns) + " that is not allowed");
}

}  // namespace

namespace {

/// "have the same" of one row: "has the same".
std::string of_one(const std::string& rule) {
    const auto space = rule.find(' ');
    const std::string verb = rule.substr(0, space);
    if (verb == "would") return rule;
    return (verb == "have" ? "has" : verb + "s") + rule.substr(space);
}

/// "decimal(9, 2)" where the database says no more than "decimal", too.
std::string name_of(const orm::Dialect& dialect, const orm::ColumnType& type) {
    std::string name = dialect.column_type(type);
    if (type.kind == Kind::decimal && name.find('(') == std::string::npos && type.digits > 0)
        name += "(" + std::to_string(type.digits) + ", " + std::to_string(type.places) + ")";
    if (type.kind == Kind::integer && type.bits == 8) name += " of 8 bits";
    return name;
}

}  // namespace

std::string Violation::str() const {
    std::string words = std::to_string(count) + (count == 1 ? " row" : " rows") + " of \"" + table + "\" " + (count == 1 ? of_one(rule) : rule) + ": " +
                        (key.size() == 1 ? key[0] : "(" + text::join(key, ", ") + ")") + " " + text::join(rows, ", ");
    return static_cast<std::size_t>(count) > rows.size() ? words + " …" : words;
}

std::optional<Violation> violation_of(orm::Connection& connection, const Change& change) {
    if (!change.model || !change.new_model) return std::nullopt;
    const std::string_view database = connection.dialect().name();
    Search search(connection, *change.model, change.after);
    const bool computed = change.new_field && !change.new_field->generated.empty();
    if (computed && (!change.field || !(change.field->generated == change.new_field->generated))) return of_computed_field(search, *change.new_field, database);
    if (change.field && change.new_field) return of_changed_field(search, *change.field, *change.new_field);
    if (change.new_field) return of_added_field(search, *change.new_field);
    if (auto found = of_new_checks(search, change, database)) return found;
    if (auto found = of_new_indexes(search, change, database)) return found;
    return of_new_exclusions(search, change);
}

std::optional<Violation> rows_where(orm::Connection& connection, const ModelState& model, const std::string& condition, std::string rule) {
    const ProjectState nothing;
    return Search(connection, model, nothing).where(condition, std::move(rule));
}

std::string is_no(const orm::Dialect& dialect, const std::string& column, const orm::ColumnType& type) {
    if (type.kind == Kind::text && type.max_length) return "have a \"" + column + "\" longer than " + std::to_string(*type.max_length);
    return "have a \"" + column + "\" that is no " + name_of(dialect, type);
}

std::string would_be_no(const orm::Dialect& dialect, const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const bool rounds = is.kind == Kind::floating || (was.kind == Kind::floating && (is.kind == Kind::decimal || is.kind == Kind::text));
    return rounds ? "have a \"" + column + "\" that would lose digits as " + name_of(dialect, is) : is_no(dialect, column, is);
}

std::optional<BrokenReference> broken_reference(orm::Connection& connection, const ProjectState& state, std::string_view table) {
    for (const ModelState& model : state.models()) {
        if (!table.empty() && model.table != table) continue;
        for (const FieldState& field : model.fields) {
            if (!field.is_relation() || !field.has_columns() || !field.db_constraint) continue;
            if (auto found = Search(connection, model, state).refers_to_nothing(field)) return BrokenReference{model.label(), field.name, *found};
        }
    }
    return std::nullopt;
}

}  // namespace portico::migrations
