#include <algorithm>
#include <map>
#include <utility>

#include <portico/base/error.hpp>
#include <portico/i18n/current_zone.hpp>

#include "conditions.hpp"
#include "convert.hpp"
#include "select.hpp"

/// Values: paths, arithmetic, functions, aggregates.
namespace portico::orm::detail {

ColumnType type_of_kind(Kind kind) {
    ColumnType type;
    type.kind = kind;
    return type;
}

namespace {

Kind kind_of(const Value& value) {
    switch (value.type()) {
    case Value::Type::boolean: return Kind::boolean;
    case Value::Type::integer: return Kind::integer;
    case Value::Type::number: return Kind::floating;
    case Value::Type::decimal: return Kind::decimal;
    case Value::Type::date: return Kind::date;
    case Value::Type::time: return Kind::time;
    case Value::Type::date_time: return Kind::date_time;
    case Value::Type::duration: return Kind::duration;
    case Value::Type::uuid: return Kind::uuid;
    case Value::Type::bytes: return Kind::bytes;
    case Value::Type::list:
    case Value::Type::map: return Kind::json;
    default: return Kind::text;
    }
}

const std::map<std::string, DatePart, std::less<>> parts_of_dates{
    {"year", DatePart::year}, {"iso_year", DatePart::iso_year}, {"quarter", DatePart::quarter}, {"month", DatePart::month},
    {"week", DatePart::week}, {"week_day", DatePart::week_day}, {"iso_week_day", DatePart::iso_week_day},
    {"day", DatePart::day}, {"hour", DatePart::hour}, {"minute", DatePart::minute}, {"second", DatePart::second}};

}  // namespace

std::optional<DatePart> date_part_named(std::string_view name) {
    auto found = parts_of_dates.find(name);
    return found == parts_of_dates.end() ? std::nullopt : std::optional(found->second);
}

Select::PathValue Select::path(const Route& route, int group, JsonUse use) {
    PathValue made;
    made.route = route;
    Place place = base_;
    for (std::size_t i = skip_; i < route.hops.size(); ++i) place = current_->over(place, route.hops[i], group);
    const Column* referred = place.pending && !place.pending->back ? place.pending->relation->to_field : nullptr;
    bool is_key = !route.column || (place.pending && (referred ? route.column == referred : route.column->primary_key));
    if (is_key) {
        auto columns = current_->key_columns(place, group);
        for (std::size_t part = 0; part < columns.size(); ++part) {
            const Column* key = referred ? referred : route.model->key[part];
            if (route.column && route.column != key) continue;
            made.parts.push_back({columns[part], key->type, key, place.nullable, true, false, referred != nullptr});
        }
        return made;
    }
    place = current_->settled(place, group);
    made.parts.push_back({current_->column(place, *route.column), route.column->type, route.column,
                          place.nullable || route.column->nullable, true});
    if (!route.keys.empty()) {
        Sql& json = made.parts.front();
        json.text = dialect_.json_value(json.text, output_.bind(dialect_.json_path(route.keys)), use);
        json = {json.text, type_of_kind(use == JsonUse::text ? Kind::text : Kind::json), nullptr, true, false, use == JsonUse::compared};
    }
    return made;
}

Select::PathValue Select::path(const Expression& expression, int group, JsonUse use) {
    if (auto* items = std::exchange(hoisting_, nullptr)) {
        PathValue made = path(expression, group, use);
        hoisting_ = items;
        for (Sql& part : made.parts) part.text = hoisted(part.text);
        return made;
    }
    Route route = route_of(model_, expression, &query_);
    PathValue made;
    if (route.has_own_transforms()) {
        made.route = route;
        made.parts = {value(*transformed(route, expression.name), group)};
        return made;
    }
    if (!route.annotation.empty()) {
        const Annotation& wanted = annotation(route.annotation);
        made.route = route;
        made.parts = {value(*wanted.expression, group_of(wanted))};
        if (route.transforms.empty()) return made;
    } else {
        made = path(route, group, use);
    }
    for (const auto& transform : route.transforms) {
        Sql& part = made.parts.front();
        if (is_calendar(transform)) {
            part = of_moment(transform, part, output_.in_schema ? i18n::TimeZone() : i18n::current_zone());
        } else {
            part = {"LENGTH(" + part.text + ")", type_of_kind(Kind::integer), nullptr, part.nullable};
        }
    }
    return made;
}

Sql Select::single(PathValue value) const {
    if (value.parts.size() == 1) return std::move(value.parts.front());
    throw Error("a key of several columns stands where one value is needed", "name one of its columns");
}

/// Of an object that stands in a condition: its key, or what foreign keys with a to_field refer to.
const Value& value_for(const Expression& value, const Column* referred) {
    if (referred)
        for (const auto& other : value.arguments)
            if (other->name == referred->attribute) return other->value;
    return value.value;
}

std::string Select::bound(const Value& value, const Sql& beside) {
    if (beside.json) return dialect_.json_operand(value, [&](Value given) { return output_.bind(std::move(given)); });
    // In the text, not beside it: a planner that knows which of the two it is finds partial indexes, and knows how many rows there are.
    if (value.as_boolean() && beside.type.kind == Kind::boolean) return dialect_.literal(value);
    return placed(output_.bind(value, {beside.column, beside.type}), beside);
}

Sql Select::literal(const Expression& value, const Column* wanted) {
    if (wanted) {
        Value given = wanted->relation ? converted(value.value, wanted->type) : converted(value.value, *wanted);
        return {dialect_.typed(output_.bind(dialect_.stored(given, wanted->type.kind)), wanted->type), wanted->type, wanted, given.is_null()};
    }
    ColumnType type = type_of_kind(kind_of(value.value));
    std::string placeholder = output_.bind(dialect_.stored(value.value, type.kind));
    return {value.value.is_null() ? placeholder : dialect_.typed(placeholder, type), type, nullptr, value.value.is_null()};
}

namespace {

bool is_moment(Kind kind) { return kind == Kind::date || kind == Kind::date_time || kind == Kind::time; }

ColumnType type_of_arithmetic(const Sql& a, const Sql& b) {
    if (is_moment(a.type.kind) && is_moment(b.type.kind)) return type_of_kind(Kind::duration);
    for (Kind stronger : {Kind::date_time, Kind::date, Kind::time, Kind::floating, Kind::decimal}) {
        if (a.type.kind == stronger) return a.type;
        if (b.type.kind == stronger) return b.type;
    }
    return a.type;
}

}  // namespace

namespace {

/// Where decimals are numbers: 10.00 is stored as 10, which must not be divided as integers are, and 0.30 - 0.10 is to be 0.20.
std::string decimal_arithmetic(const std::string& symbol, const std::string& a, const std::string& b, const Dialect& dialect) {
    const std::string left = symbol == "/" ? dialect.cast(a, type_of_kind(Kind::floating)) : a;
    return "ROUND(" + left + " " + symbol + " " + b + ", 10)";
}

}  // namespace

Sql Select::operation(const Expression& expression, int group) {
    Sql a = value(*expression.arguments[0], group);
    Sql b = value(*expression.arguments[1], group);
    ColumnType type = type_of_arithmetic(a, b);
    if (type.kind == Kind::enumeration) throw Error("an enum can't be computed with", "compare it instead");
    type.automatic = false;
    bool nullable = a.nullable || b.nullable;
    const std::string& symbol = expression.name;
    if (is_moment(a.type.kind) || is_moment(b.type.kind))
        return {dialect_.date_arithmetic(symbol, a.text, a.type.kind, b.text, b.type.kind), type, nullptr, nullable};
    if (symbol == "#") return {dialect_.bit_xor(a.text, b.text), type, nullptr, nullable};
    // PostgreSQL shifts by an integer of 32 bits only.
    if (symbol == "<<" || symbol == ">>") b.text = dialect_.cast(b.text, {.kind = Kind::integer, .bits = 32});
    // What stands in a schema stays as it was written there: another text would be a migration.
    if (type.kind == Kind::decimal && !dialect_.features().native_decimal && !output_.in_schema)
        return {decimal_arithmetic(symbol, a.text, b.text, dialect_), type, nullptr, nullable};
    return {"(" + a.text + " " + symbol + " " + b.text + ")", type, nullptr, nullable};
}

/// A key of several columns as one value, to tell it from others; null where there is none.
std::string Select::all_parts(const std::vector<Sql>& parts) const {
    std::vector<std::string> texts;
    for (const Sql& part : parts) texts.push_back(part.text);
    return "CASE WHEN " + texts.front() + " IS NOT NULL THEN " + dialect_.function("json_array", texts) + " END";
}

Sql Select::aggregate(const Expression& expression, int group) {
    Sql inner{"*", type_of_kind(Kind::integer), nullptr, false};
    std::string filter;
    bool as_case = expression.filter && !dialect_.features().filter_clause;
    if (as_case) filter = Conditions(*this).compile(*expression.filter, group).text;
    if (!expression.arguments.empty()) {
        const Expression& argument = *expression.arguments.front();
        auto parts = argument.kind == Expression::Kind::path ? path(argument, group).parts : std::vector{value(argument, group)};
        if (expression.distinct && parts.size() > 1) parts.front().text = all_parts(parts);
        inner = parts.front();
    }
    std::string text = inner.text;
    if (as_case) text = "CASE WHEN " + filter + " THEN " + (text == "*" ? "1" : text) + " END";
    const std::string& name = expression.name;
    const bool of_rows = name == "min" || name == "max" || name == "any_value";
    // PostgreSQL before 18 has no least UUID; their texts sort as they do.
    const bool by_text = of_rows && inner.type.kind == Kind::uuid && dialect_.features().native_uuid;
    if (by_text) text = dialect_.cast(text, type_of_kind(Kind::text));
    if (name == "string_agg" || name == "array_agg")
        text = collected(expression, text, group);
    else
        text = dialect_.aggregate_name(name) + "(" + (expression.distinct ? "DISTINCT " : "") + text + ")";
    if (expression.filter && !as_case) text += " FILTER (WHERE " + Conditions(*this).compile(*expression.filter, group).text + ")";
    if (by_text) text = dialect_.cast(text, inner.type);
    bool spread = name == "avg" || name.starts_with("stddev") || name.starts_with("var");
    ColumnType type = name == "count" ? type_of_kind(Kind::integer) : spread ? type_of_kind(Kind::floating) : inner.type;
    if (name == "array_agg") type = type_of_kind(Kind::json);
    type.automatic = false;
    return {text, type, of_rows ? inner.column : nullptr, name != "count"};
}

/// Nulls stand where the database puts them in an ORDER BY, unless the order says otherwise.
std::string Select::collected(const Expression& expression, const std::string& what, int group) {
    std::vector<std::string> arguments{what};
    for (std::size_t i = 1; i < expression.arguments.size(); ++i) arguments.push_back(value(*expression.arguments[i], group).text);
    std::vector<Dialect::Term> order;
    for (const Order& given : expression.over ? expression.over->order : std::vector<Order>{}) {
        bool last = given.nulls == Order::Nulls::as_database ? given.descending == dialect_.features().nulls_sort_low
                                                             : given.nulls == Order::Nulls::last;
        order.push_back({value(*given.expression, group).text, given.descending, last});
    }
    return dialect_.collected(expression.name, expression.distinct, arguments, order);
}

Sql Select::choice(const Expression& expression, int group, const Column* wanted) {
    const auto& arguments = expression.arguments;
    // Where the results are fields and values, a field says how the values are stored.
    for (std::size_t i = 1; i < arguments.size() && !wanted; i += 2) {
        if (arguments[i]->kind == Expression::Kind::path) wanted = route_of(model_, *arguments[i], &query_).column;
    }
    std::string text = "CASE";
    Sql result;
    std::size_t i = 0;
    for (; i + 1 < arguments.size(); i += 2) {
        text += " WHEN " + Conditions(*this).compile(*arguments[i], group).text;
        result = value(*arguments[i + 1], group, wanted);
        text += " THEN " + result.text;
    }
    if (i < arguments.size()) text += " ELSE " + value(*arguments[i], group, wanted).text;
    return {text + " END", result.type, result.column, true};
}

Sql Select::raw(const Expression& expression, int group) {
    std::string text, sql = expression.name;
    if (const Map* of_databases = expression.value.as_map()) {
        const Value* own = of_databases->find(dialect_.name());
        if (!own || own->str().empty())
            throw Error("a function of one's own has no SQL for \"" + std::string(dialect_.name()) + "\"", "give it one beside the other's");
        sql = own->str();
    }
    std::size_t from = 0;
    for (const auto& argument : expression.arguments) {
        std::size_t gap = sql.find("{}", from);
        text += sql.substr(from, gap - from) + value(*argument, group).text;
        from = gap + 2;
    }
    return {"(" + text + sql.substr(from) + ")", type_of_kind(*expression.result), nullptr, true};
}

Sql Select::json_key(const Expression& expression, int group, JsonUse use) {
    Sql json = value(*expression.arguments.front(), group);
    List keys;
    for (std::size_t i = 1; i < expression.arguments.size(); ++i) keys.push_back(expression.arguments[i]->value);
    std::string text = dialect_.json_value(json.text, output_.bind(dialect_.json_path(keys)), use);
    return {text, type_of_kind(use == JsonUse::text ? Kind::text : Kind::json), nullptr, true, false, use == JsonUse::compared};
}

namespace {

const TypeInfo* root_of(const Expression& path) {
    if (path.steps.empty()) return nullptr;
    const Step& first = path.steps.front();
    const ModelInfo& model = require_model(*first.model, "a model in a path");
    const Relation* relation = first.back ? model.relation_at(first.offset) : nullptr;
    return relation ? relation->target().type : model.type;
}

}  // namespace

/// A field of the nearest query around this one that is of the field's model.
Sql Select::of_outer(const Expression& field) {
    if (!outer_) throw Error("outer(…) stands outside of a subquery", "use it inside of exists(…), subquery(…) or in(…)");
    const TypeInfo* wanted = root_of(field);
    for (Select* around = outer_; around; around = around->outer_) {
        if (!wanted || around->model_.type == wanted) return around->value(field);
    }
    throw Error("outer(…) names a field of \"" + wanted->name + "\", but the query around is of \"" + outer_->model_.name + "\"",
                "use the subquery in a query of that model");
}

Sql Select::subquery(const Query& query) {
    Select inner(query, output_, this);
    Sql first = only_column(query);
    first.text = "(" + inner.keys() + ")";
    first.nullable = true;
    return first;
}

/// What a subquery gives, without its text.
Sql Select::only_column(const Query& query) {
    if (query.columns.size() != 1) return {};
    Select types(query, output_, this);
    std::size_t bound = output_.parameters.size(), named = output_.named.size();
    Sql first = types.value(*query.columns.front());
    output_.rewind(bound, named);
    return {{}, first.type, first.column, first.nullable, false, false, first.referred};
}

Sql Select::value(const Expression& expression, int group, const Column* wanted) {
    if (expression.kind == Expression::Kind::value) return literal(expression, wanted);
    if (auto* items = std::exchange(hoisting_, nullptr)) {
        Sql made = computed(expression, group, wanted);
        hoisting_ = items;
        made.text = hoisted(made.text);
        return made;
    }
    return computed(expression, group, wanted);
}

Sql Select::computed(const Expression& expression, int group, const Column* wanted) {
    using Kind = Expression::Kind;
    switch (expression.kind) {
    case Kind::path: return single(path(expression, group, JsonUse::json));
    case Kind::operation: return operation(expression, group);
    case Kind::function: return function(expression, group, wanted);
    case Kind::aggregate: return aggregate(expression, group);
    case Kind::when: return choice(expression, group, wanted);
    case Kind::window: return window(expression, group);
    case Kind::raw: return raw(expression, group);
    case Kind::cte: return cte_column(expression, group);
    case Kind::json_key: return json_key(expression, group, JsonUse::json);
    case Kind::subquery: return subquery(*expression.query);
    case Kind::outer: return of_outer(*expression.arguments.front());
    default: return {Conditions(*this).compile(expression, group).text, type_of_kind(portico::Kind::boolean), nullptr, false};
    }
}

}  // namespace portico::orm::detail
