#include "filters.hpp"

#include "words.hpp"

#include <portico/base/text.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

constexpr std::uint64_t most_options = 300;
constexpr std::string_view none = "none", some = "some";

std::vector<Choice> choices_of(const FieldInfo& field) {
    if (!field.choices.empty()) return field.choices;
    std::vector<Choice> choices;
    const FieldType& type = field.type->element ? *field.type->element : *field.type;
    for (const EnumValue& value : type.enumerators) choices.push_back({Value(value.name), field.display(Value(value.name)), {}});
    return choices;
}

orm::AnyQuerySet where(const orm::AnyQuerySet& rows, const FilterPlan& filter, const char* lookup, Value value) {
    return rows.where(filter.found.lookup + lookup, std::move(value));
}

orm::AnyQuerySet empty_or_not(const orm::AnyQuerySet& rows, const FilterPlan& filter, bool empty) {
    orm::ExpressionPtr condition = orm::named(filter.found.lookup + "__isnull", Value(true));
    const bool is_text = filter.found.field && !filter.found.relation && filter.found.field->type->kind == Kind::text;
    if (is_text) {
        auto blank = orm::named(filter.found.lookup, Value(""));
        condition = filter.nullable ? orm::any_of({condition, blank}) : blank;
    }
    return empty ? rows.filter(condition) : rows.exclude(condition);
}

Value day_value(const FilterPlan& filter, Date day, const i18n::TimeZone& zone) {
    if (look_of(filter.found) == Look::date) return Value(day);
    return Value(zone.moment(day, Time{}));
}

std::optional<Date> first_day(std::string_view choice, Date today) {
    using namespace std::chrono;
    if (choice == "today") return today;
    if (choice == "week") return Date(sys_days(today) - days(6));
    if (choice == "month") return today.year() / today.month() / 1;
    if (choice == "year") return today.year() / 1 / 1;
    return std::nullopt;
}

Date next_day(Date day) { return Date(std::chrono::sys_days(day) + std::chrono::days(1)); }

std::optional<orm::AnyQuerySet> narrowed_by_choice(const orm::AnyQuerySet& rows, const FilterPlan& filter, std::string_view choice) {
    for (const Choice& known : choices_of(*filter.found.field)) {
        if (known.value.str() == choice) return where(rows, filter, "", known.value);
    }
    return std::nullopt;
}

std::optional<orm::AnyQuerySet> narrowed_by_row(const orm::AnyQuerySet& rows, const FilterPlan& filter, std::string_view choice) {
    try {
        return where(rows, filter, filter.found.relation->to_field ? "__pk" : "", filter.found.relation->target().parse_key(choice));
    } catch (const ConversionError&) {
        return std::nullopt;
    }
}

void add_fixed_options(std::vector<FilterOption>& options, const FilterPlan& filter) {
    using Kind = FilterPlan::Kind;
    switch (filter.kind) {
        case Kind::boolean: options.insert(options.end(), {{"1", "Yes"}, {"0", "No"}}); break;
        case Kind::moment:
            options.insert(options.end(),
                           {{"today", "Today"}, {"week", "Past 7 days"}, {"month", "This month"}, {"year", "This year"}});
            if (filter.nullable) options.push_back({std::string(some), "Any date"});
            break;
        case Kind::presence: options.insert(options.end(), {{std::string(some), "Filled in"}, {std::string(none), "Empty"}}); break;
        case Kind::choices:
            for (const Choice& choice : choices_of(*filter.found.field)) options.push_back({choice.value.str(), choice.label});
            break;
        case Kind::own:
            for (const auto& [value, label] : filter.own->choices) options.push_back({value, label});
            break;
        case Kind::relation: break;
    }
}

}  // namespace

std::vector<FilterOption> options_of(const FilterPlan& filter) {
    std::vector<FilterOption> options{{"", filter.kind == FilterPlan::Kind::moment ? "Any time" : "All"}};
    add_fixed_options(options, filter);
    if (filter.nullable && filter.kind != FilterPlan::Kind::presence) {
        options.push_back({std::string(none), filter.kind == FilterPlan::Kind::moment ? "No date" : "None"});
    }
    if (filter.kind != FilterPlan::Kind::relation) return options;
    const orm::ModelInfo& target = filter.found.relation->target();
    for (const orm::Object& row : orm::AnyQuerySet(target).slice(0, most_options).objects()) {
        options.push_back({target.key_text(row.object.get()), shortened(row.type->str(row.object.get()), 60)});
    }
    return options;
}

std::optional<orm::AnyQuerySet> narrowed(const orm::AnyQuerySet& rows, const FilterPlan& filter, std::string_view choice,
                                         const i18n::TimeZone& zone) {
    using Kind = FilterPlan::Kind;
    if (filter.kind == Kind::own) {
        for (const auto& known : filter.own->choices) {
            if (known.first == choice) return filter.own->narrow(rows, choice);
        }
        return std::nullopt;
    }
    if (choice == none && (filter.nullable || filter.kind == Kind::presence)) return empty_or_not(rows, filter, true);
    if (choice == some) return empty_or_not(rows, filter, false);
    switch (filter.kind) {
        case Kind::boolean:
            if (choice != "0" && choice != "1") return std::nullopt;
            return where(rows, filter, "", Value(choice == "1"));
        case Kind::choices: return narrowed_by_choice(rows, filter, choice);
        case Kind::relation: return narrowed_by_row(rows, filter, choice);
        case Kind::moment: {
            const Date today = zone.local(now()).date;
            auto first = first_day(choice, today);
            if (!first) return std::nullopt;
            return where(where(rows, filter, "__gte", day_value(filter, *first, zone)), filter, "__lt",
                         day_value(filter, next_day(today), zone));
        }
        default: return std::nullopt;
    }
}

std::string label_of_choice(const FilterPlan& filter, std::string_view choice) {
    if (filter.kind == FilterPlan::Kind::relation && choice != none && choice != some) {
        const orm::ModelInfo& target = filter.found.relation->target();
        orm::Object row = orm::AnyQuerySet(target).find(target.parse_key(choice));
        return row ? row.type->str(row.object.get()) : std::string(choice);
    }
    for (const FilterOption& option : options_of(filter)) {
        if (option.value == choice) return option.label;
    }
    return std::string(choice);
}

std::optional<orm::AnyQuerySet> from_day(const orm::AnyQuerySet& rows, const FilterPlan& filter, std::string_view day,
                                         const i18n::TimeZone& zone) {
    try {
        auto date = parse_date(day);
        if (!date) return std::nullopt;
        return where(rows, filter, "__gte", day_value(filter, *date, zone));
    } catch (const ConversionError&) {
        return std::nullopt;
    }
}

std::optional<orm::AnyQuerySet> until_day(const orm::AnyQuerySet& rows, const FilterPlan& filter, std::string_view day,
                                          const i18n::TimeZone& zone) {
    try {
        auto date = parse_date(day);
        if (!date) return std::nullopt;
        return where(rows, filter, "__lt", day_value(filter, next_day(*date), zone));
    } catch (const ConversionError&) {
        return std::nullopt;
    }
}

}  // namespace portico::admin
