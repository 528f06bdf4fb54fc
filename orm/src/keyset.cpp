#include <portico/orm/keyset.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/routing.hpp>

#include "convert.hpp"
#include "route.hpp"

namespace portico::orm {

namespace {

struct Term {
    const Column* column = nullptr;
    bool descending = false;
    bool nulls_first = false;
};

/// The columns that rows are ordered by, the key last.
std::vector<Term> terms_of(const AnyQuerySet& rows) {
    const Query& query = rows.query();
    const ModelInfo& model = rows.model();
    bool nulls_low = detail::reading_connection(query).dialect().features().nulls_sort_low;
    std::vector<Term> terms;
    for (const Order& order : query.ordered ? query.order : model.ordering) {
        bool path = order.expression->kind == Expression::Kind::path;
        detail::Route route = path ? detail::route_of(model, *order.expression, &query) : detail::Route{};
        if (!route.column || !route.hops.empty() || !route.transforms.empty() || !route.keys.empty())
            throw Error("a list of \"" + model.name + "\" is ordered by what is no field of its own, and can't go on after a row",
                        "order it by fields of the model, or use Paginator");
        bool descending = order.descending != query.reversed;
        bool first = order.nulls == Order::Nulls::as_database ? nulls_low != descending
                                                              : (order.nulls == Order::Nulls::first) != query.reversed;
        terms.push_back({route.column, descending, first});
    }
    for (const Column* key : model.key) {
        if (std::ranges::find(terms, key, &Term::column) == terms.end()) terms.push_back({key, query.reversed, false});
    }
    return terms;
}

ExpressionPtr path_of(const Term& term) { return path_named(term.column->attribute); }

ExpressionPtr is_null(const Term& term, bool yes) { return compare(Lookup::isnull, path_of(term), {value_of(Value(yes))}); }

ExpressionPtr equal(const Term& term, const Value& value) {
    return value.is_null() ? is_null(term, true) : compare(Lookup::exact, path_of(term), {value_of(value)});
}

/// Rows that come later by this column.
ExpressionPtr later(const Term& term, const Value& value) {
    if (value.is_null()) return term.nulls_first ? is_null(term, false) : any_of({});
    auto beyond = compare(term.descending ? Lookup::lt : Lookup::gt, path_of(term), {value_of(value)});
    bool nulls_follow = term.column->nullable && !term.nulls_first;
    return nulls_follow ? any_of({beyond, is_null(term, true)}) : beyond;
}

std::string token_of(const std::vector<Term>& terms, const void* object) {
    List values;
    for (const Term& term : terms) {
        Value value = term.column->value(object).owned();
        bool plain = value.is_null() || value.as_integer() || value.as_boolean() || value.is_text();
        values.push_back(plain ? value : Value(value.str()));
    }
    return text::base64url(to_json(Value::list(std::move(values))));
}

[[noreturn]] void refuse() { throw ConversionError("this list can't go on from there: the link is of another list, or was changed", "invalid"); }

List values_of(std::string_view token, const std::vector<Term>& terms) {
    auto json = text::from_base64url(token);
    if (!json) refuse();
    try {
        Value parsed = parse_json(*json);
        const List* list = parsed.as_list();
        if (!list || list->size() != terms.size()) refuse();
        List values;
        for (std::size_t i = 0; i < terms.size(); ++i) values.push_back(detail::converted((*list)[i].owned(), *terms[i].column));
        return values;
    } catch (const JsonError&) {
        refuse();
    }
}

ExpressionPtr after(const std::vector<Term>& terms, const List& values) {
    std::vector<ExpressionPtr> ways;
    for (std::size_t last = 0; last < terms.size(); ++last) {
        std::vector<ExpressionPtr> all;
        for (std::size_t i = 0; i < last; ++i) all.push_back(equal(terms[i], values[i]));
        all.push_back(later(terms[last], values[last]));
        ways.push_back(all_of(std::move(all)));
    }
    return any_of(std::move(ways));
}

}  // namespace

AnyKeysetPage page_after(const AnyQuerySet& rows, std::string_view token, std::uint64_t per_page) {
    auto terms = terms_of(rows);
    AnyQuerySet wanted = token.empty() ? rows : rows.filter(after(terms, values_of(token, terms)));
    Query query = wanted.query();
    query.ordered = true;
    query.reversed = false;
    query.order.clear();
    for (const Term& term : terms) {
        auto nulls = term.column->nullable ? (term.nulls_first ? Order::Nulls::first : Order::Nulls::last) : Order::Nulls::as_database;
        query.order.push_back({path_of(term), term.descending, nulls});
    }
    query.limit = per_page;
    AnyQuerySet page{std::move(query)};
    const auto& items = page.results().items;
    bool full = !items.empty() && items.size() == per_page;
    // A full page may be the last: then the next one is empty, which costs less than looking for it here.
    return {page, full ? token_of(terms, items.back()) : std::string()};
}

}  // namespace portico::orm
