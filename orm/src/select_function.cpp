#include <algorithm>
#include <map>

#include <portico/base/error.hpp>
#include <portico/i18n/time_zone.hpp>

#include "select.hpp"

/// Functions.
namespace portico::orm::detail {

namespace {

/// What a function gives; `same`: what its first argument is.
enum class Gives { same, text, integer, floating, json };

const std::map<std::string, Gives, std::less<>> functions{
    {"lower", Gives::text}, {"upper", Gives::text}, {"length", Gives::integer}, {"trim", Gives::text}, {"ltrim", Gives::text},
    {"rtrim", Gives::text}, {"reverse", Gives::text}, {"left", Gives::text}, {"right", Gives::text}, {"substr", Gives::text},
    {"replace", Gives::text}, {"lpad", Gives::text}, {"rpad", Gives::text}, {"repeat", Gives::text},
    {"strindex", Gives::integer}, {"md5", Gives::text}, {"sha1", Gives::text},
    {"sha224", Gives::text}, {"sha256", Gives::text}, {"sha384", Gives::text}, {"sha512", Gives::text}, {"ord", Gives::integer}, {"chr", Gives::text},
    {"abs", Gives::same}, {"sign", Gives::integer}, {"ceil", Gives::floating}, {"floor", Gives::floating}, {"round", Gives::same},
    {"mod", Gives::same}, {"power", Gives::floating}, {"sqrt", Gives::floating}, {"exp", Gives::floating}, {"ln", Gives::floating},
    {"log", Gives::floating}, {"sin", Gives::floating}, {"cos", Gives::floating}, {"tan", Gives::floating},
    {"cot", Gives::floating}, {"asin", Gives::floating}, {"acos", Gives::floating}, {"atan", Gives::floating},
    {"atan2", Gives::floating}, {"degrees", Gives::floating}, {"radians", Gives::floating}, {"random_number", Gives::floating},
    {"coalesce", Gives::same}, {"greatest", Gives::same}, {"least", Gives::same}, {"nullif", Gives::same},
    {"json_object", Gives::json}, {"json_array", Gives::json}};

bool is_choice(std::string_view name) {
    return name == "coalesce" || name == "greatest" || name == "least" || name == "nullif";
}

ColumnType small_number() {
    ColumnType type = type_of_kind(Kind::integer);
    type.bits = 32;
    return type;
}

}  // namespace

std::vector<Sql> Select::arguments_of(const Expression& expression, int group, const Column* wanted) {
    std::vector<Sql> arguments;
    bool choice = is_choice(expression.name), json = expression.name.starts_with("json_");
    for (const auto& argument : expression.arguments) {
        bool literal = argument->kind == Expression::Kind::value;
        if (literal && choice && !arguments.empty() && !wanted) {
            Sql beside = arguments.front();
            beside.bare = false;
            arguments.push_back({bound(argument->value, beside), beside.type, beside.column, argument->value.is_null()});
        } else if (literal && !choice && argument->value.as_integer()) {
            // How many characters, places, bits: functions want their whole numbers small.
            arguments.push_back({dialect_.typed(output_.bind(argument->value), small_number()), small_number()});
        } else if (argument->kind == Expression::Kind::json_key && !json) {
            arguments.push_back(json_key(*argument, group, JsonUse::text));
        } else {
            arguments.push_back(value(*argument, group, choice ? wanted : nullptr));
        }
    }
    return arguments;
}

Sql Select::function(const Expression& expression, int group, const Column* wanted) {
    const std::string& name = expression.name;
    if (name == "random") return {dialect_.random(), type_of_kind(Kind::integer)};
    if (name == "now") return {dialect_.typed(output_.bind(Value(now())), type_of_kind(Kind::date_time)), type_of_kind(Kind::date_time)};
    if (name == "has_key") {
        Sql json = value(*expression.arguments.at(0), group);
        std::string path = output_.bind(dialect_.json_path({expression.arguments.at(1)->value}));
        return {dialect_.json_value(json.text, path, JsonUse::json) + " IS NOT NULL", type_of_kind(Kind::boolean)};
    }
    if (name == "collate") {
        Sql text = value(*expression.arguments.at(0), group);
        return {"(" + text.text + " COLLATE " + dialect_.quote(expression.arguments.at(1)->value.str()) + ")", text.type, text.column, text.nullable};
    }
    if (is_calendar(name)) return of_moment(name, value(*expression.arguments.at(0), group), zone_of(expression));
    auto arguments = arguments_of(expression, group, wanted);
    bool nullable = std::ranges::any_of(arguments, &Sql::nullable);
    std::vector<std::string> texts;
    for (auto& argument : arguments) texts.push_back(argument.text);
    if (name == "concat") {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (arguments[i].type.kind != Kind::text) texts[i] = dialect_.cast(texts[i], type_of_kind(Kind::text));
        }
        return {dialect_.concat(texts), type_of_kind(Kind::text)};
    }
    if (name == "cast") return {dialect_.cast(texts.at(0), type_of_kind(*expression.result)), type_of_kind(*expression.result), nullptr, nullable};
    auto known = functions.find(name);
    if (known == functions.end()) throw Error("the function \"" + name + "\" is not known", "see orm/functions.hpp for those that are");
    switch (known->second) {
    case Gives::text: return {dialect_.function(name, texts), type_of_kind(Kind::text), nullptr, nullable};
    case Gives::integer: return {dialect_.function(name, texts), type_of_kind(Kind::integer), nullptr, nullable};
    case Gives::floating: return {dialect_.function(name, texts), type_of_kind(Kind::floating), nullptr, nullable};
    case Gives::json: return {dialect_.function(name, texts), type_of_kind(Kind::json)};
    case Gives::same: break;
    }
    ColumnType type = arguments.at(0).type;
    type.automatic = false;
    bool all_null = std::ranges::all_of(arguments, &Sql::nullable);
    return {dialect_.function(name, texts), type, is_choice(name) ? arguments[0].column : nullptr,
            name == "nullif" || (is_choice(name) ? all_null : nullable)};
}

}  // namespace portico::orm::detail
