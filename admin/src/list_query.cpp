#include "list_query.hpp"

#include "filters.hpp"
#include "words.hpp"

#include <portico/base/text.hpp>

#include <algorithm>
#include <charconv>

namespace portico::admin {

namespace {

constexpr std::size_t most_words = 10;

/// The condition that a word is found in that field; null where it can't be.
orm::ExpressionPtr found_in(const Found& field, const std::string& word) {
    const Kind kind = field.field && !field.relation ? field.field->type->kind : Kind::text;
    if (kind == Kind::text || kind == Kind::enumeration) return orm::named(field.lookup + "__icontains", Value(word));
    try {
        auto sample = field.model->type->make();
        field.field->set(sample.get(), Value(word));
        return orm::named(field.lookup, field.field->get(sample.get()));
    } catch (const ConversionError&) {
        return nullptr;
    }
}

std::uint64_t page_number(std::string_view text) {
    std::uint64_t number = 1;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number > 0 ? number : 1;
}

}  // namespace

std::string order_words(const ColumnPlan& column, bool descending) {
    const char* words[2] = {"A to Z", "Z to A"};
    switch (column.look) {
        case Look::number: words[0] = "least first", words[1] = "most first"; break;
        case Look::boolean: words[0] = "No first", words[1] = "Yes first"; break;
        case Look::date:
        case Look::time:
        case Look::moment: words[0] = "earliest first", words[1] = "latest first"; break;
        default: break;
    }
    return column.label + ", " + words[descending ? 1 : 0];
}

ListQuery::ListQuery(const Entry& entry, const QueryData& given, const i18n::TimeZone& zone) : entry_(entry), zone_(zone) {
    if (!entry.search.empty()) search_ = std::string(text::trim(given.get("q")));
    if (!search_.empty()) given_.add("q", search_);
    read_filters(given);
    read_order(given.get("o"));
    if ((page_ = page_number(given.get("p", "1"))) > 1) given_.add("p", std::to_string(page_));
}

void ListQuery::read_filters(const QueryData& given) {
    const orm::AnyQuerySet all(*entry_.model);
    for (const FilterPlan& filter : entry_.filters) {
        std::vector<std::string> parameters{filter.name};
        if (filter.kind == FilterPlan::Kind::moment) parameters.insert(parameters.end(), {filter.name + "__gte", filter.name + "__lte"});
        for (std::string& parameter : parameters) {
            Active active{&filter, parameter, std::string(given.get(parameter))};
            if (active.value.empty() || !apply(all, active)) continue;
            given_.add(parameter, active.value);
            active_.push_back(std::move(active));
        }
    }
}

void ListQuery::read_order(std::string_view order) {
    const bool descending = order.starts_with('-');
    const std::string_view name = order.substr(descending ? 1 : 0);
    for (const ColumnPlan& column : entry_.columns) {
        if (column.order.empty() || column.order != name) continue;
        order_ = std::string(order);
        given_.add("o", order_);
        return;
    }
}

std::optional<orm::AnyQuerySet> ListQuery::apply(const orm::AnyQuerySet& rows, const Active& active) const {
    if (active.parameter.ends_with("__gte")) return from_day(rows, *active.filter, active.value, zone_);
    if (active.parameter.ends_with("__lte")) return until_day(rows, *active.filter, active.value, zone_);
    return admin::narrowed(rows, *active.filter, active.value, zone_);
}

orm::AnyQuerySet ListQuery::searched(const orm::AnyQuerySet& rows) const {
    orm::AnyQuerySet found = rows;
    std::size_t count = 0;
    for (std::string_view part : text::split(search_, ' ')) {
        if (part.empty() || ++count > most_words) continue;
        std::vector<orm::ExpressionPtr> places;
        for (const Found& field : entry_.search) {
            if (auto condition = found_in(field, std::string(part))) places.push_back(std::move(condition));
        }
        found = places.empty() ? found.none() : found.filter(orm::any_of(std::move(places)));
    }
    return found;
}

orm::AnyQuerySet ListQuery::narrowed(const orm::AnyQuerySet& rows) const {
    orm::AnyQuerySet found = searched(rows);
    for (const Active& active : active_) {
        if (auto next = apply(found, active)) found = std::move(*next);
    }
    auto leads_to_many = [](const Found& field) { return field.backwards; };
    const bool many = std::any_of(active_.begin(), active_.end(), [](const Active& a) { return a.filter->found.backwards; }) ||
                      (!search_.empty() && std::any_of(entry_.search.begin(), entry_.search.end(), leads_to_many));
    if (!many) return found;
    orm::Query query = found.query();
    query.distinct = true;
    return orm::AnyQuerySet(std::move(query));
}

orm::AnyQuerySet ListQuery::ordered(const orm::AnyQuerySet& rows) const {
    orm::Query query = rows.query();
    if (!order_.empty()) {
        query.order = {orm::order_named(order_)};
    } else if (!entry_.options().ordering.empty()) {
        query.order = entry_.options().ordering;
    } else {
        query.order = entry_.model->ordering;
    }
    const bool newest_first = query.order.empty() || query.order.front().descending;
    query.order.push_back(orm::order_named(newest_first ? "-pk" : "pk"));
    query.ordered = true;
    return orm::AnyQuerySet(std::move(query));
}

std::string ListQuery::order_label() const {
    const bool descending = order_.starts_with('-');
    for (const ColumnPlan& column : entry_.columns) {
        if (column.order == order_.substr(descending ? 1 : 0)) return order_words(column, descending);
    }
    return order_;
}

std::vector<ListQuery::Chip> ListQuery::chips() const {
    std::vector<Chip> all;
    if (!search_.empty()) all.push_back({"search", search_, url_with("q", "")});
    for (const Active& active : active_) {
        std::string label = active.filter->label;
        std::string value = active.value;
        if (active.parameter.ends_with("__gte")) label += " from";
        else if (active.parameter.ends_with("__lte")) label += " until";
        else value = label_of_choice(*active.filter, active.value);
        all.push_back({label, value, url_with(active.parameter, "")});
    }
    if (!order_.empty()) all.push_back({"sorted by", order_label(), url_with("o", "")});
    return all;
}

std::string ListQuery::url_with(std::string_view parameter, std::string value) const {
    QueryData changed = given_;
    if (parameter != "p") changed.remove("p");
    if (value.empty()) changed.remove(parameter);
    else changed.set(parameter, std::move(value));
    return changed.empty() ? entry_.url : entry_.url + "?" + changed.urlencode();
}

}  // namespace portico::admin
