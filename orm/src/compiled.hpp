/// SELECTs that were compiled before: queries that differ in nothing but the values they compare with have the same text.
///
/// What can't be told to be the same by its shape alone (subqueries, patterns, lists, JSON, calendars) is compiled each time.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "select.hpp"

namespace portico::orm::detail {

struct CompiledSelect {
    /// A parameter is the n-th value of the query's tree, as its column stores it.
    struct Parameter {
        std::size_t value = 0;
        Origin origin{};
    };

    std::string sql{};
    Layout layout{};
    std::vector<Parameter> parameters{};
};

/// The query's SELECT of objects; `parameters` gets those of this query.
std::shared_ptr<const CompiledSelect> compiled_objects(const Query& query, const Dialect& dialect, std::vector<Value>& parameters);

}  // namespace portico::orm::detail
