#include <algorithm>

#include <portico/base/error.hpp>

#include "select_combined.hpp"

/// UNION, INTERSECT, EXCEPT.
namespace portico::orm::detail {

const char* set_operator(SetOperation operation) {
    switch (operation) {
    case SetOperation::union_: return " UNION ";
    case SetOperation::union_all: return " UNION ALL ";
    case SetOperation::intersection: return " INTERSECT ";
    case SetOperation::difference: break;
    }
    return " EXCEPT ";
}

/// The whole is ordered by places in the list of columns: of its rows nothing else is known.
std::string Select::order_of_combined(const Layout& layout) {
    std::string text;
    for (const Order& order : query_.ordered ? query_.order : model_.ordering) {
        Route route;
        bool path = order.expression->kind == Expression::Kind::path;
        if (path) route = route_of(model_, *order.expression, &query_);
        std::size_t place = 0;
        if (path && route.column && route.hops.empty() && route.transforms.empty() && !layout.objects.empty()) {
            place = route.column->index + 1;
        } else if (path && !route.annotation.empty()) {
            auto found = std::ranges::find(layout.extras, route.annotation, &Layout::Extra::name);
            if (found != layout.extras.end()) place = layout.columns + static_cast<std::size_t>(found - layout.extras.begin()) + 1;
        } else if (path && route.column && layout.objects.empty()) {
            auto found = std::ranges::find(layout.extras, route.column, &Layout::Extra::column);
            if (found != layout.extras.end()) place = static_cast<std::size_t>(found - layout.extras.begin()) + 1;
        }
        // values_list of a model with an order of its own that isn't among the values: no order.
        if (place == 0 && !query_.ordered) continue;
        if (place == 0) throw Error("a union is ordered by what is none of its columns", "order it by fields of its own model that it selects");
        add_term(text, std::to_string(place), order.descending != query_.reversed, order.nulls);
    }
    return text;
}

}  // namespace portico::orm::detail
