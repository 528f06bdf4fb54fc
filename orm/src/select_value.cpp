#include <algorithm>
#include <map>

#include <portico/base/error.hpp>

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
    default: return Kind::text;
    }
}

const std::map<std::string, DatePart, std::less<>> date_parts{
    {"year", DatePart::year}, {"iso_year", DatePart::iso_year}, {"quarter", DatePart::quarter}, {"month", DatePart::month},
    {"week", DatePart::week}, {"week_day", DatePart::week_day}, {"iso_week_day", DatePart::iso_week_day},
    {"day", DatePart::day}, {"hour", DatePart::hour}, {"minute", DatePart::minute}, {"second", DatePart::second}};

const std::map<std::string, std::pair<const char*, Kind>, std::less<>> plain_functions{
    {"lower", {"LOWER", Kind::text}}, {"upper", {"UPPER", Kind::text}}, {"length", {"LENGTH", Kind::integer}},
    {"abs", {"ABS", Kind::other}}, {"coalesce", {"COALESCE", Kind::other}}, {"trim", {"TRIM", Kind::text}},
    {"nullif", {"NULLIF", Kind::other}}, {"round", {"ROUND", Kind::other}}};

}  // namespace

Select::PathValue Select::path(const Route& route, int group) {
    PathValue made;
    made.route = route;
    Place place = base_;
    for (std::size_t i = skip_; i < route.hops.size(); ++i) place = current_->over(place, route.hops[i], group);
    bool is_key = !route.column || (route.column->primary_key && place.pending);
    if (is_key) {
        auto columns = current_->key_columns(place, group);
        for (std::size_t part = 0; part < columns.size(); ++part) {
            const Column* key = route.model->key[part];
            if (route.column && route.column != key) continue;
            made.parts.push_back({columns[part], key->type, key, place.nullable});
        }
        return made;
    }
    place = current_->settled(place, group);
    made.parts.push_back({current_->column(place, *route.column), route.column->type, route.column,
                          place.nullable || route.column->nullable});
    return made;
}

Select::PathValue Select::path(const Expression& expression, int group) {
    Route route = route_of(model_, expression, &query_);
    if (!route.annotation.empty()) {
        const Annotation& wanted = annotation(route.annotation);
        PathValue made;
        made.parts = {value(*wanted.expression, group_of(wanted))};
        return made;
    }
    PathValue made = path(route, group);
    for (const auto& transform : route.transforms) {
        Sql& part = made.parts.front();
        if (auto date_part = date_parts.find(transform); date_part != date_parts.end()) {
            part = {dialect_.date_part(date_part->second, part.text), type_of_kind(Kind::integer), nullptr, part.nullable};
        } else if (transform == "date") {
            part = {dialect_.date_of(part.text), type_of_kind(Kind::date), nullptr, part.nullable};
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

std::string Select::bound(const Expression& value, const ColumnType& type, const Column* column) {
    Value given = column && !column->relation ? converted(value.value, *column) : converted(value.value, type);
    return output_.bind(dialect_.stored(given, type.kind));
}

Sql Select::operation(const Expression& expression, int group) {
    const Expression& left = *expression.arguments[0];
    const Expression& right = *expression.arguments[1];
    Sql a = value(left, group);
    Sql b;
    if (right.kind == Expression::Kind::value) {
        Kind kind = kind_of(right.value);
        b = {output_.bind(dialect_.stored(right.value, kind)), type_of_kind(kind), nullptr, right.value.is_null()};
    } else {
        b = value(right, group);
    }
    ColumnType type = b.type.kind == Kind::floating ? b.type : a.type;
    if (type.kind == Kind::enumeration) throw Error("an enum can't be computed with", "compare it instead");
    type.automatic = false;
    return {"(" + a.text + " " + expression.name + " " + b.text + ")", type, nullptr, a.nullable || b.nullable};
}

Sql Select::function(const Expression& expression, int group) {
    if (expression.name == "random") return {dialect_.random(), type_of_kind(Kind::integer), nullptr, false};
    if (expression.name == "now") return {output_.bind(Value(now())), type_of_kind(Kind::date_time), nullptr, false};
    std::vector<Sql> arguments;
    for (const auto& argument : expression.arguments) {
        if (argument->kind == Expression::Kind::value && !arguments.empty()) {
            arguments.push_back({bound(*argument, arguments.front().type, nullptr), arguments.front().type, nullptr, false});
        } else {
            arguments.push_back(value(*argument, group));
        }
    }
    bool nullable = std::ranges::any_of(arguments, &Sql::nullable);
    if (auto part = date_parts.find(expression.name); part != date_parts.end())
        return {dialect_.date_part(part->second, arguments.at(0).text), type_of_kind(Kind::integer), nullptr, nullable};
    if (expression.name == "date")
        return {dialect_.date_of(arguments.at(0).text), type_of_kind(Kind::date), nullptr, nullable};
    if (expression.name == "concat") {
        std::vector<std::string> texts;
        for (auto& argument : arguments) texts.push_back(argument.text);
        return {dialect_.concat(texts), type_of_kind(Kind::text), nullptr, nullable};
    }
    auto known = plain_functions.find(expression.name);
    if (known == plain_functions.end()) throw Error("the function \"" + expression.name + "\" is not known", "");
    std::string text = std::string(known->second.first) + "(";
    for (std::size_t i = 0; i < arguments.size(); ++i) text += (i > 0 ? ", " : "") + arguments[i].text;
    ColumnType type = known->second.second == Kind::other ? arguments.at(0).type : type_of_kind(known->second.second);
    return {text + ")", type, nullptr, expression.name == "coalesce" ? arguments.back().nullable : true};
}

Sql Select::aggregate(const Expression& expression, int group) {
    Sql inner{"*", type_of_kind(Kind::integer), nullptr, false};
    std::string filter;
    bool as_case = expression.filter && !dialect_.features().filter_clause;
    if (as_case) filter = Conditions(*this).compile(*expression.filter, group).text;
    if (!expression.arguments.empty()) {
        const Expression& argument = *expression.arguments.front();
        inner = argument.kind == Expression::Kind::path ? path(argument, group).parts.front() : value(argument, group);
    }
    std::string text = inner.text;
    if (as_case) text = "CASE WHEN " + filter + " THEN " + (text == "*" ? "1" : text) + " END";
    std::string name = expression.name;
    std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    text = name + "(" + (expression.distinct ? "DISTINCT " : "") + text + ")";
    if (expression.filter && !as_case) text += " FILTER (WHERE " + Conditions(*this).compile(*expression.filter, group).text + ")";
    ColumnType type = expression.name == "count" ? type_of_kind(Kind::integer)
                      : expression.name == "avg" ? type_of_kind(Kind::floating)
                                                 : inner.type;
    const Column* column = expression.name == "min" || expression.name == "max" ? inner.column : nullptr;
    return {text, type, column, expression.name != "count"};
}

Sql Select::choice(const Expression& expression, int group) {
    std::string text = "CASE";
    Sql result;
    std::size_t i = 0;
    for (; i + 1 < expression.arguments.size(); i += 2) {
        text += " WHEN " + Conditions(*this).compile(*expression.arguments[i], group).text;
        result = value(*expression.arguments[i + 1], group);
        text += " THEN " + result.text;
    }
    if (i < expression.arguments.size()) text += " ELSE " + value(*expression.arguments[i], group).text;
    return {text + " END", result.type, nullptr, true};
}

Sql Select::value(const Expression& expression, int group) {
    using Kind = Expression::Kind;
    switch (expression.kind) {
    case Kind::path: return single(path(expression, group));
    case Kind::value: {
        auto kind = kind_of(expression.value);
        return {output_.bind(dialect_.stored(expression.value, kind)), type_of_kind(kind), nullptr, expression.value.is_null()};
    }
    case Kind::operation: return operation(expression, group);
    case Kind::function: return function(expression, group);
    case Kind::aggregate: return aggregate(expression, group);
    case Kind::when: return choice(expression, group);
    case Kind::subquery: return {"(" + Select(*expression.query, output_, this).keys() + ")", {}, nullptr, true};
    case Kind::outer: {
        if (!outer_) throw Error("outer(…) stands outside of a subquery", "use it inside exists(…) or in(…)");
        return outer_->value(*expression.arguments.front());
    }
    default: return {Conditions(*this).compile(expression, group).text, type_of_kind(portico::Kind::boolean), nullptr, false};
    }
}

}  // namespace portico::orm::detail
