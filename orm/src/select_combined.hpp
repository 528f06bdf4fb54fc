/// Several queries' rows as one.
#pragma once
#include <portico/base/error.hpp>

#include "select.hpp"

namespace portico::orm::detail {

const char* set_operator(SetOperation operation);

/// `part` writes one of the queries; each stands in brackets of its own, so that it may have an order and a slice.
template <class Part> std::string Select::combined(const Part& part, bool ordered, Layout& layout) {
    Query first = query_;
    first.combined.clear();
    first.ordered = true;
    first.order.clear();
    first.limit.reset();
    first.offset = 0;
    Layout own;
    auto write = [&](const Query& query, Layout& its) {
        Select select(query, output_, outer_);
        return part(select, its);
    };
    std::string text = "SELECT * FROM (" + write(first, own) + ") part0";
    // Nothing of the first is nothing of the whole.
    if (query_.none) return layout = std::move(own), text;
    for (std::size_t i = 0; i < query_.combined.size(); ++i) {
        const Combined& other = query_.combined[i];
        Layout its;
        text += set_operator(other.operation) + ("SELECT * FROM (" + write(*other.query, its) + ") part" + std::to_string(i + 1));
        if (its.columns != own.columns || its.extras.size() != own.extras.size())
            throw Error("the query sets of a union select different columns", "give them the same annotations and select_related");
    }
    layout = std::move(own);
    if (ordered) text += order_of_combined(layout);
    return text + dialect_.limit(query_.limit, query_.offset);
}

}  // namespace portico::orm::detail
