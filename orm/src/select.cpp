#include "select.hpp"

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/orm/routing.hpp>

#include "conditions.hpp"
#include "select_combined.hpp"

namespace portico::orm::detail {

namespace {

/// A statement is run by one database: a subquery that was told to use another would read the wrong rows.
void require_same_database(const Query& inner, const Query& outermost) {
    if (inner.database.empty() || inner.database == home_of(outermost)) return;
    throw Error("a subquery of the database \"" + inner.database + "\" stands in a query of \"" + home_of(outermost) + "\"",
                "fetch its values first and give those, or use one database for both");
}

}  // namespace

Select::Select(const Query& query, Output& output, Select* outer)
    : query_(query), model_(query.model()), output_(output), dialect_(output.dialect), outer_(outer),
      joins_(output, model_, outer != nullptr), current_(&joins_), base_(joins_.root()) {
    if (!outer) return;
    while (outer->outer_) outer = outer->outer_;
    require_same_database(query, outer->query_);
}

namespace {

std::string listed(const std::vector<Item>& items, const Dialect& dialect) {
    std::string text;
    for (const Item& item : items) {
        if (!text.empty()) text += ", ";
        text += item.text;
        if (!item.name.empty()) text += " AS " + dialect.quote(item.name);
    }
    return text;
}

}  // namespace

std::string Select::assembled(std::vector<Item> items, const std::string& group_by, bool ordered) {
    if (windowed()) return around_windows(std::move(items), group_by, ordered);
    std::string rest = where();
    if (!group_by.empty()) rest += " GROUP BY " + group_by;
    rest += having();
    if (ordered) rest += order();
    rest += dialect_.limit(query_.limit, query_.offset) + lock();
    return std::string("SELECT ") + (query_.distinct ? "DISTINCT " : "") + listed(items, dialect_) + " FROM " + joins_.sql() + rest;
}

std::string Select::group_keys(const std::vector<Place>& places) {
    if (!any_aggregate()) return {};
    std::string text;
    for (const Place& place : places) {
        for (const Column* key : place.model->key) text += (text.empty() ? "" : ", ") + quoted(dialect_, place.alias, key->name);
    }
    return text;
}

Layout::Extra Select::extra_of(const std::string& name, const Expression& expression, const Sql& sql) const {
    const bool number = sql.type.kind == Kind::integer || sql.type.kind == Kind::floating || sql.type.kind == Kind::decimal;
    const bool computes = expression.kind == Expression::Kind::operation ||
                          (expression.kind == Expression::Kind::function && sql.type.kind == Kind::floating);
    // Over groups and outer joins what is computed with may be missing, whatever its columns say.
    return {name, sql.type, sql.column, number && computes && !is_aggregate(expression), sql.nullable};
}

std::string Select::columns(const std::vector<ExpressionPtr>& columns, Layout& layout) {
    if (!query_.combined.empty()) {
        return combined([&](Select& part, Layout& its) { return part.columns(columns, its); }, true, layout);
    }
    std::vector<Item> items;
    std::string groups;
    bool aggregated = std::ranges::any_of(columns, [&](const auto& column) { return is_aggregate(*column); });
    for (const auto& column : columns) {
        Sql sql = value(*column);
        items.push_back({sql.text, {}});
        layout.extras.push_back(extra_of({}, *column, sql));
        if (aggregated && !is_aggregate(*column) && column->kind != Expression::Kind::window)
            groups += (groups.empty() ? "" : ", ") + std::to_string(items.size());
    }
    bool ordered = !aggregated || (query_.ordered && !groups.empty());  // without groups there is one row
    // Of rows that become one, none tells the place that the model's own order would give.
    if (query_.distinct && !query_.ordered && !orders_by(layout)) ordered = false;
    // As a group has one place only, what places it is one of what it is grouped by.
    if (!groups.empty() && query_.ordered) groups += columns_of_order();
    return assembled(std::move(items), aggregated ? groups : group_keys({joins_.root()}), ordered);
}

/// The model's own order goes by what is selected.
bool Select::orders_by(const Layout& layout) const {
    return std::ranges::all_of(model_.ordering, [&](const Order& order) {
        if (order.expression->kind != Expression::Kind::path) return false;
        const Route route = route_of(model_, *order.expression, &query_);
        return route.column && route.hops.empty() && route.transforms.empty() && route.keys.empty() &&
               std::ranges::find(layout.extras, route.column, &Layout::Extra::column) != layout.extras.end();
    });
}

std::string Select::keys(const Column* instead) {
    if (!query_.combined.empty()) {
        Layout ignored;
        return combined([&](Select& part, Layout&) { return part.keys(instead); }, false, ignored);
    }
    std::vector<Item> items;
    for (const auto& column : query_.columns) items.push_back({value(*column).text, {}});
    if (items.empty() && instead) items.push_back({quoted(dialect_, joins_.root().alias, instead->name), {}});
    if (items.empty()) {
        for (const Column* key : model_.key) items.push_back({quoted(dialect_, joins_.root().alias, key->name), {}});
    }
    return assembled(std::move(items), group_keys({joins_.root()}), query_.sliced());
}

std::string Select::exists() {
    if (!query_.combined.empty() || windowed()) return "SELECT 1 FROM (" + keys() + ") found LIMIT 1";
    std::string rest = where();
    if (any_aggregate()) rest += " GROUP BY " + group_keys({joins_.root()}) + having();
    std::string slice = query_.sliced() ? order() + dialect_.limit(query_.limit, query_.offset) : dialect_.limit(1, 0);
    return "SELECT 1 FROM " + joins_.sql() + rest + slice;
}

std::string Select::count() {
    bool by_itself = query_.sliced() || query_.distinct || any_aggregate() || windowed() || !query_.combined.empty();
    if (by_itself) return "SELECT COUNT(*) FROM (" + keys() + ") counted";
    std::string conditions = where();
    return "SELECT COUNT(*) FROM " + joins_.sql() + conditions;
}

std::string Select::aggregates(const std::vector<ExpressionPtr>& aggregates, Layout& layout) {
    std::string selected;
    for (const auto& one : aggregates) {
        Sql sql = value(*one);
        if (!selected.empty()) selected += ", ";
        selected += sql.text;
        layout.extras.push_back({"", sql.type, sql.column});
    }
    bool of_all = !query_.sliced() && !query_.distinct && !windowed() && !any_aggregate() && query_.combined.empty();
    if (of_all) {
        std::string conditions = where();
        return "SELECT " + selected + " FROM " + joins_.sql() + conditions;
    }
    if (model_.key.size() > 1) throw Error("aggregates over a slice need a key of one column", "");
    std::string subquery = Select(query_, output_, this).keys();
    return "SELECT " + selected + " FROM " + joins_.sql() + " WHERE " +
           quoted(dialect_, joins_.root().alias, model_.key.front()->name) + " IN (" + subquery + ")";
}

std::string Select::where() {
    Conditions compiler(*this);
    // Those who run a query of nothing don't ask; as a part of another it stands there.
    std::string text = query_.none ? " WHERE 1 = 0" : "";
    for (std::size_t i = 0; i < query_.filters.size(); ++i) {
        const Expression& filter = *query_.filters[i];
        if (is_aggregate(filter)) continue;
        std::string condition;
        if (!is_window(filter)) {
            condition = compiler.compile(filter, static_cast<int>(i)).text;
        } else if (filter.kind == Expression::Kind::all) {
            Expression rest = filter;
            std::erase_if(rest.arguments, [&](const auto& part) { return is_window(*part); });
            condition = compiler.compile(rest, static_cast<int>(i)).text;
        }
        if (condition.empty()) continue;
        text += (text.empty() ? " WHERE " : " AND ") + condition;
        if (!is_window(filter)) compiler.require(filter, static_cast<int>(i));
    }
    return text;
}

std::string Select::having() {
    Conditions compiler(*this);
    std::string text;
    for (std::size_t i = 0; i < query_.filters.size(); ++i) {
        if (!is_aggregate(*query_.filters[i])) continue;
        text += (text.empty() ? " HAVING " : " AND ") + compiler.compile(*query_.filters[i], static_cast<int>(i)).text;
    }
    return text;
}

std::string Select::lock() {
    if (!query_.for_update) return {};
    std::vector<std::string> tables;
    for (const Path& path : query_.lock_of) {
        auto found = std::ranges::find(routes_, hops_of(model_, path));
        if (found == routes_.end())
            throw Error("rows of a relation can't be locked that the query does not bring along", "add it to select_related as well");
        tables.push_back(dialect_.quote(places_[static_cast<std::size_t>(found - routes_.begin())].alias));
    }
    // Rows that an outer join may not have found can't be locked, so the model's own are named.
    if (!joins_.empty()) tables.insert(tables.begin(), dialect_.quote(joins_.root().alias));
    return dialect_.row_lock(query_.lock, tables);
}

const Annotation& Select::annotation(const std::string& name) const {
    return *std::ranges::find(query_.annotations, name, &Annotation::name);
}

/// An annotation made after a filter counts the same related rows as that filter speaks of.
int Select::group_of(const Annotation& annotation) const { return annotation.after_filter ? 0 : -1; }

namespace {

/// The expression or one of its parts, annotations looked into; subqueries are not.
template <class Is> bool any_part(const Expression& expression, const Query& query, const Is& is) {
    if (is(expression)) return true;
    if (expression.kind == Expression::Kind::path || expression.kind == Expression::Kind::named) {
        auto name = expression.name.substr(0, expression.name.find("__"));
        auto found = std::ranges::find(query.annotations, name, &Annotation::name);
        if (!name.empty() && found != query.annotations.end()) return any_part(*found->expression, query, is);
    }
    // The aggregate over a window is none over the query's rows.
    if (expression.kind == Expression::Kind::window) return false;
    return std::ranges::any_of(expression.arguments, [&](const auto& argument) { return any_part(*argument, query, is); });
}

}  // namespace

bool Select::is_aggregate(const Expression& expression) const {
    return any_part(expression, query_, [](const Expression& part) { return part.kind == Expression::Kind::aggregate; });
}

bool Select::is_window(const Expression& expression) const {
    return any_part(expression, query_, [](const Expression& part) { return part.kind == Expression::Kind::window; });
}

bool has_windows(const Query& query) {
    auto window = [](const Expression& part) { return part.kind == Expression::Kind::window; };
    return std::ranges::any_of(query.filters, [&](const auto& filter) { return any_part(*filter, query, window); }) ||
           std::ranges::any_of(query.annotations, [&](const Annotation& a) { return any_part(*a.expression, query, window); });
}

bool Select::any_aggregate() const {
    return std::ranges::any_of(query_.annotations, [&](const Annotation& a) { return is_aggregate(*a.expression); }) ||
           std::ranges::any_of(query_.filters, [&](const auto& filter) { return is_aggregate(*filter); }) ||
           std::ranges::any_of(query_.order, [&](const Order& order) { return is_aggregate(*order.expression); });
}

bool Select::all_in_where() const {
    return std::ranges::none_of(query_.filters, [&](const auto& filter) { return is_aggregate(*filter) || is_window(*filter); });
}

bool Select::windowed() const {
    return std::ranges::any_of(query_.filters, [&](const auto& filter) { return is_window(*filter); });
}

}  // namespace portico::orm::detail
