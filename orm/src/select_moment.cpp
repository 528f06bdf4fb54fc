#include <portico/i18n/current_zone.hpp>

#include "conditions.hpp"
#include "convert.hpp"
#include "select.hpp"

/// Parts of moments, days and years, as a clock in some time zone shows them.
namespace portico::orm::detail {

bool is_calendar(std::string_view name) {
    return name == "date" || name == "time" || name.starts_with("trunc_") || date_part_named(name);
}

/// The zone that the function names, else the current one. What is kept in the schema must not depend on who asks: UTC.
i18n::TimeZone Select::zone_of(const Expression& function) const {
    if (function.arguments.size() > 1) return i18n::require_zone(function.arguments[1]->value.str());
    return output_.in_schema ? i18n::TimeZone() : i18n::current_zone();
}

Sql Select::of_moment(const std::string& name, const Sql& moment, const i18n::TimeZone& zone) const {
    bool zoned = moment.type.kind == Kind::date_time;
    if (name.starts_with("trunc_")) {
        std::string unit = name.substr(6);
        std::string text = zoned ? dialect_.truncated_in(unit, moment.text, zone) : dialect_.truncated(unit, moment.text, moment.type.kind);
        return {std::move(text), moment.type, nullptr, moment.nullable};
    }
    std::string shown = zoned ? dialect_.local_time(moment.text, zone) : moment.text;
    if (name == "date") return {dialect_.date_of(shown), type_of_kind(Kind::date), nullptr, moment.nullable};
    if (name == "time") return {dialect_.time_of(shown), type_of_kind(Kind::time), nullptr, moment.nullable};
    return {dialect_.date_part(*date_part_named(name), shown), type_of_kind(Kind::integer), nullptr, moment.nullable};
}

namespace {

using Days = std::pair<Date, Date>;  // the first, and the first that is not of it any more

Date first_of_iso_year(std::int64_t number) {
    using namespace std::chrono;
    const sys_days fourth(year(static_cast<int>(number)) / January / 4);
    return Date(fourth - (weekday(fourth) - Monday));
}

std::optional<Days> days_of(const std::string& part, const Value& given) {
    using namespace std::chrono;
    if (part == "date") {
        auto* date = given.as_date();
        if (!date) return std::nullopt;
        return Days(*date, Date(sys_days(*date) + days(1)));
    }
    auto* number = given.as_integer();
    if (!number || *number < 2 || *number > 9998) return std::nullopt;
    if (part == "iso_year") return Days(first_of_iso_year(*number), first_of_iso_year(*number + 1));
    return Days(year(static_cast<int>(*number)) / January / 1, year(static_cast<int>(*number) + 1) / January / 1);
}

/// Where a stretch of days begins and ends (the end is not of it), for a column of that kind.
struct Ends {
    Value first{}, next{};
};

Ends ends_of(const Days& days, Kind kind, const i18n::TimeZone& zone) {
    if (kind == Kind::date) return {days.first, days.second};
    return {zone.moment(days.first, {}), zone.moment(days.second, {})};
}

bool is_range_of_days(const Expression& left) {
    return left.kind == Expression::Kind::function && (left.name == "year" || left.name == "iso_year" || left.name == "date");
}

}  // namespace

std::optional<ConditionSql> Conditions::calendar(const Expression& expression, int group) {
    const Expression& left = *expression.arguments.front();
    const Lookup lookup = expression.lookup;
    bool compared = lookup == Lookup::exact || lookup == Lookup::range || (lookup >= Lookup::gt && lookup <= Lookup::lte);
    if (!is_range_of_days(left) || !compared || select_.hoisting_) return std::nullopt;
    if (left.arguments.front()->kind != Expression::Kind::path) return std::nullopt;
    Route route = route_of(select_.model_, *left.arguments.front(), &select_.query_);
    if (!route.column) return std::nullopt;
    const auto kind = route.column->type.kind;
    if (kind != Kind::date_time && (kind != Kind::date || left.name == "date")) return std::nullopt;

    const ColumnType wanted = type_of_kind(left.name == "date" ? Kind::date : Kind::integer);
    std::vector<Ends> ends;
    for (std::size_t i = 1; i < expression.arguments.size(); ++i) {
        const Expression& given = *expression.arguments[i];
        if (given.kind != Expression::Kind::value) return std::nullopt;
        auto days = days_of(left.name, converted(given.value, wanted));
        if (!days) return std::nullopt;
        ends.push_back(ends_of(*days, kind, select_.zone_of(left)));
    }
    Sql field = select_.single(select_.path(route, group));
    auto is = [&](const char* symbol, const Value& end) {
        return field.text + symbol + select_.output_.bind(dialect_.stored(end, kind));
    };
    switch (lookup) {
    case Lookup::gt: return ConditionSql{is(" >= ", ends[0].next), field.nullable};
    case Lookup::gte: return ConditionSql{is(" >= ", ends[0].first), field.nullable};
    case Lookup::lt: return ConditionSql{is(" < ", ends[0].first), field.nullable};
    case Lookup::lte: return ConditionSql{is(" < ", ends[0].next), field.nullable};
    default: {
        std::string from = is(" >= ", ends.front().first);
        return ConditionSql{"(" + from + " AND " + is(" < ", ends.back().next) + ")", field.nullable};
    }
    }
}

}  // namespace portico::orm::detail
