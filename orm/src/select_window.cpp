#include <portico/base/error.hpp>

#include "conditions.hpp"
#include "select.hpp"

/// Window functions, and filters over them.
namespace portico::orm::detail {

namespace {

constexpr const char* inner_alias = "windowed";

ColumnType whole_number() { return type_of_kind(Kind::integer); }

}  // namespace

ExpressionPtr picking_key(const Query& query, const std::string& name) {
    ExpressionPtr key = path_named(name);
    if (!has_windows(query)) return key;
    auto alone = std::make_shared<WindowSpec>();
    alone->partition = {key};
    return over_window(function("first_value", {key}), std::move(alone));
}

ExpressionPtr picked_by(const Query& query, const Value& key) {
    const auto& columns = query.model().key;
    if (columns.size() == 1 || !has_windows(query)) return compare(Lookup::exact, picking_key(query), {value_of(key)});
    std::vector<ExpressionPtr> parts;
    for (std::size_t i = 0; i < columns.size(); ++i)
        parts.push_back(compare(Lookup::exact, picking_key(query, columns[i]->attribute), {value_of(key.at(i).value_or(Value()))}));
    return all_of(std::move(parts));
}

Sql Select::window_function(const Expression& expression, int group) {
    const std::string& name = expression.name;
    std::string arguments;
    Sql first;
    for (std::size_t i = 0; i < expression.arguments.size(); ++i) {
        const Expression& argument = *expression.arguments[i];
        // How many rows: the databases want a number there whose type they know.
        bool number = argument.kind == Expression::Kind::value && argument.value.as_integer();
        Sql sql = number ? Sql{argument.value.str()} : value(argument, group);
        arguments += (i > 0 ? ", " : "") + sql.text;
        if (i == 0) first = std::move(sql);
    }
    std::string text = dialect_.function(name, arguments.empty() ? std::vector<std::string>{} : std::vector{arguments});
    if (name == "percent_rank" || name == "cume_dist") return {text, type_of_kind(Kind::floating)};
    bool of_field = name == "lag" || name == "lead" || name.ends_with("_value");
    return of_field ? Sql{text, first.type, first.column, true} : Sql{text, whole_number()};
}

Sql Select::window(const Expression& expression, int group) {
    const Expression& inner = *expression.arguments.front();
    Sql computed = inner.kind == Expression::Kind::aggregate ? aggregate(inner, group) : window_function(inner, group);
    std::string over;
    for (const auto& field : expression.over->partition) {
        for (const Sql& part : field->kind == Expression::Kind::path ? path(*field, group).parts : std::vector{value(*field, group)})
            over += (over.empty() ? "PARTITION BY " : ", ") + part.text;
    }
    std::string order;
    for (const Order& term : expression.over->order) add_order(order, term, false);
    if (!order.empty()) over += over.empty() ? order.substr(1) : order;
    if (!expression.over->frame.empty()) over += (over.empty() ? "" : " ") + expression.over->frame;
    computed.text += " OVER (" + over + ")";
    return computed;
}

std::string Select::hoisted(const std::string& text) {
    std::string name = "w" + std::to_string(hoisting_->size());
    hoisting_->push_back({text, name});
    return quoted(dialect_, inner_alias, name);
}

/// The rows are computed with their windows in an inner query; conditions over windows, order and slice stand outside of it.
std::string Select::around_windows(std::vector<Item> items, const std::string& group_by, bool ordered) {
    std::string selected;
    for (std::size_t i = 0; i < items.size(); ++i) {
        std::string inner = "c" + std::to_string(i);
        selected += (i > 0 ? ", " : "") + quoted(dialect_, inner_alias, inner);
        if (!items[i].name.empty()) selected += " AS " + dialect_.quote(items[i].name);
        items[i].name = inner;
    }
    hoisting_ = &items;
    std::string outside;
    Conditions compiler(*this);
    for (std::size_t i = 0; i < query_.filters.size(); ++i) {
        const Expression& filter = *query_.filters[i];
        if (!is_window(filter)) continue;
        if (is_aggregate(filter)) throw Error("a filter names both an aggregate and a window", "make two filters of it");
        Expression windows = filter;
        if (filter.kind == Expression::Kind::all) std::erase_if(windows.arguments, [&](const auto& part) { return !is_window(*part); });
        outside += (outside.empty() ? " WHERE " : " AND ") + compiler.compile(windows, static_cast<int>(i)).text;
    }
    if (ordered) outside += order();
    hoisting_ = nullptr;
    std::string rest = where();
    if (!group_by.empty()) rest += " GROUP BY " + group_by;
    rest += having();
    std::string inner;
    for (const Item& item : items) inner += (inner.empty() ? "" : ", ") + item.text + " AS " + dialect_.quote(item.name);
    return std::string("SELECT ") + (query_.distinct ? "DISTINCT " : "") + selected + " FROM (SELECT " + inner + " FROM " +
           joins_.sql() + rest + ") " + dialect_.quote(inner_alias) + outside + dialect_.limit(query_.limit, query_.offset);
}

}  // namespace portico::orm::detail
