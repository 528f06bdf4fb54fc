#include "entry.hpp"

#include "guess.hpp"
#include "person.hpp"

#include <portico/base/text.hpp>
#include <portico/orm/types.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

void add_once(std::vector<std::string>& names, std::string name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

/// The relations that showing this field reads: "author" for "author" and for "author__name".
std::string relation_path(const Found& found) {
    std::string path;
    const std::size_t count = found.parts.size() - (found.relation ? 0 : 1);
    for (std::size_t i = 0; i < count && i < found.parts.size(); ++i) path += (i ? "__" : "") + found.parts[i];
    return path;
}

ColumnPlan plan_column(const Entry& entry, const ListColumn& column) {
    ColumnPlan made;
    made.label = column.label;
    const std::string what = "list_display of " + entry.model->name + "'s admin";
    if (column.compute) {
        made.compute = column.compute;
        if (!lookup_of(column.order).empty()) made.order = find_field(*entry.model, column.order, what).lookup;
        made.label = text::capfirst(made.label);
        made.look = look_of(column.kind);
        return made;
    }
    made.found = find_field(*entry.model, column.path, what);
    made.look = look_of(made.found);
    if (made.label.empty()) made.label = made.found.label;
    if (made.found.is_database() && !made.found.backwards) made.order = made.found.lookup;
    if (made.found.is_str()) {
        if (const FieldInfo* shown = display_field(*entry.type)) made.order = shown->name;
    }
    return made;
}

void plan_loading(Entry& entry, const ColumnPlan& column, const ListColumn& given) {
    if (!given.compute && !column.found.is_str()) {
        add_once(column.found.backwards ? entry.prefetch_related : entry.select_related, relation_path(column.found));
    }
    for (const orm::Path& needed : given.needs) {
        Found found = find_field(*entry.model, needed, "needs(…) of a column of " + entry.model->name + "'s admin");
        add_once(found.backwards ? entry.prefetch_related : entry.select_related, relation_path(found));
    }
}

FilterPlan plan_filter(const Entry& entry, const ListFilter& filter) {
    FilterPlan made;
    if (filter.narrow) {
        made.kind = FilterPlan::Kind::own;
        made.own = &filter;
        made.label = filter.label;
        made.name = text::replace_all(text::slugify(filter.label), "-", "_");
        return made;
    }
    made.found = find_field(*entry.model, filter.path, "list_filter of " + entry.model->name + "'s admin");
    if (!made.found.is_database()) {
        throw Error("\"" + made.found.lookup + "\" in list_filter of " + entry.model->name + "'s admin is no column",
                    "filter by a field, or give list_filter a label, choices and a function");
    }
    made.name = made.found.lookup;
    made.label = filter.label.empty() ? made.found.label : filter.label;
    made.nullable = made.found.relation ? made.found.relation->nullable : made.found.field && made.found.field->nullable();
    switch (look_of(made.found)) {
        case Look::boolean: made.kind = FilterPlan::Kind::boolean; break;
        case Look::choice: made.kind = FilterPlan::Kind::choices; break;
        case Look::relation:
        case Look::relations: made.kind = FilterPlan::Kind::relation; break;
        case Look::date:
        case Look::moment: made.kind = FilterPlan::Kind::moment; break;
        default: made.kind = FilterPlan::Kind::presence;
    }
    return made;
}

}  // namespace

Look look_of(const Found& found) {
    if (found.relation) return found.backwards ? Look::relations : Look::relation;
    if (!found.field) return Look::text;
    if (orm::is_file(*found.field)) return Look::file;
    if (!found.field->choices.empty()) return Look::choice;
    if (orm::is_key(*found.field)) return Look::text;
    return look_of(found.field->type->kind);
}

Look look_of(Kind kind) {
    switch (kind) {
        case Kind::boolean: return Look::boolean;
        case Kind::integer:
        case Kind::floating:
        case Kind::decimal: return Look::number;
        case Kind::date: return Look::date;
        case Kind::time: return Look::time;
        case Kind::date_time: return Look::moment;
        case Kind::enumeration: return Look::choice;
        case Kind::json: return Look::json;
        default: return Look::text;
    }
}

orm::AnyQuerySet Entry::rows(Request& request, Permission permission) const { return rows_allowed(request, permission, admin->any_rows(request)); }

std::string Entry::title() const { return text::capfirst(plural); }

std::string Entry::mark() const { return text::upper(text::prefix(plural, 1)); }

std::string Entry::key_url(std::string_view key, std::string_view page) const {
    return url + quote_key(key) + "/" + std::string(page) + "/";
}

std::string Entry::object_url(const void* object, std::string_view page) const {
    return key_url(model->key_text(object), page);
}

void plan(Entry& entry) {
    const Options& options = entry.options();
    const auto given = options.list_display.empty() ? guessed_columns(*entry.model) : options.list_display;
    for (const ListColumn& column : given) {
        entry.columns.push_back(plan_column(entry, column));
        plan_loading(entry, entry.columns.back(), column);
    }
    for (const orm::Path& relation : options.list_select_related) {
        add_once(entry.select_related, find_field(*entry.model, relation, "list_select_related").lookup);
    }
    const bool guess = options.list_display.empty() && options.list_filter.empty() && options.search_fields.empty();
    if (guess) {
        for (Found& found : guessed_filters(*entry.model)) {
            ListFilter filter{{{}, found.lookup}, {}, {}, {}};
            entry.filters.push_back(plan_filter(entry, filter));
        }
        entry.search = guessed_search(*entry.model);
    }
    for (const ListFilter& filter : options.list_filter) entry.filters.push_back(plan_filter(entry, filter));
    for (const orm::Path& path : options.search_fields) {
        entry.search.push_back(find_field(*entry.model, path, "search_fields of " + entry.model->name + "'s admin"));
    }
}

}  // namespace portico::admin
