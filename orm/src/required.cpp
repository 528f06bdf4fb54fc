#include <algorithm>

#include "conditions.hpp"

/// Which relations a WHERE needs: a comparison with something that is missing is never true.
namespace portico::orm::detail {

namespace {

using Kind = Expression::Kind;

/// False for what holds where nothing is there: "is null", and "= null", which is written so.
bool needs_its_row(Lookup lookup, const Expression& right) {
    if (lookup == Lookup::isnull) return false;
    return lookup != Lookup::exact || right.kind != Kind::value || !right.value.is_null();
}

}  // namespace

void Conditions::require(const Expression& expression, int group) {
    if (expression.kind == Kind::all) {
        for (const auto& argument : expression.arguments) require(*argument, group);
        return;
    }
    bool named = expression.kind == Kind::named;
    if (!named && expression.kind != Kind::compare) return;
    const Expression& path = named ? expression : *expression.arguments.front();
    if (!named && path.kind != Kind::path) return;
    Route route = route_of(select_.model_, path, &select_.query_);
    const Expression& right = *expression.arguments.back();
    Lookup lookup = named ? route.lookup.value_or(Lookup::exact) : expression.lookup;
    if (route.annotation.empty() && needs_its_row(lookup, right)) select_.joins_.require(route.hops, group);
}

}  // namespace portico::orm::detail
