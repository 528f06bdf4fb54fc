#include "select.hpp"

/// ORDER BY.
namespace portico::orm::detail {

void Select::add_term(std::string& text, const std::string& term, bool descending, Order::Nulls nulls) {
    text += text.empty() ? " ORDER BY " : ", ";
    bool first = nulls == Order::Nulls::first;
    bool named = nulls != Order::Nulls::as_database;
    if (named && !dialect_.features().nulls_first_last) text += "(" + term + " IS NULL)" + (first ? " DESC, " : ", ");
    text += term + (descending ? " DESC" : " ASC");
    if (named && dialect_.features().nulls_first_last) text += first ? " NULLS FIRST" : " NULLS LAST";
}

void Select::add_order(std::string& text, const Order& order, bool flip) {
    bool descending = order.descending != flip;
    Order::Nulls nulls = order.nulls;
    if (flip && nulls != Order::Nulls::as_database)
        nulls = nulls == Order::Nulls::first ? Order::Nulls::last : Order::Nulls::first;
    if (order.expression->kind == Expression::Kind::json_key && !hoisting_)
        return add_term(text, json_key(*order.expression, 0, JsonUse::compared).text, descending, nulls);
    if (order.expression->kind != Expression::Kind::path)
        return add_term(text, value(*order.expression).text, descending, nulls);

    Route route = route_of(model_, *order.expression, &query_);
    if (!route.annotation.empty()) {
        return add_term(text, path(*order.expression, 0).parts.front().text, descending, nulls);
    }
    bool to_one = !route.column && !route.hops.empty() && !route.hops.back().many();
    if (!to_one || route.model->ordering.empty()) {
        for (const Sql& part : path(*order.expression, 0).parts) {
            if (order_columns_ && part.bare) order_columns_->push_back(part.text);
            add_term(text, part.text, descending, nulls);
        }
        return;
    }
    // Rows of another model are ordered as that model orders itself.
    for (const Order& inner : route.model->ordering) {
        Route further = route_of(*route.model, *inner.expression, nullptr);
        further.hops.insert(further.hops.begin(), route.hops.begin(), route.hops.end());
        for (Sql& part : path(further, 0).parts) {
            if (order_columns_ && part.bare) order_columns_->push_back(part.text);
            if (hoisting_) part.text = hoisted(part.text);
            add_term(text, part.text, inner.descending != descending, inner.nulls);
        }
    }
}

std::string Select::order() {
    std::string text;
    const auto& orders = query_.ordered ? query_.order : model_.ordering;
    for (const Order& order : orders) add_order(text, order, query_.reversed);
    if (orders.empty() && query_.reversed) {
        for (const Column* key : model_.key) {
            std::string name = quoted(dialect_, joins_.root().alias, key->name);
            add_term(text, hoisting_ ? hoisted(name) : name, true, Order::Nulls::as_database);
        }
    }
    return text;
}

/// Each with a comma before it.
std::string Select::columns_of_order() {
    std::vector<std::string> columns;
    std::size_t bound = output_.parameters.size(), named = output_.named.size();
    order_columns_ = &columns;
    order();
    order_columns_ = nullptr;
    output_.rewind(bound, named);
    std::string text;
    for (const std::string& column : columns) text += ", " + column;
    return text;
}

}  // namespace portico::orm::detail
