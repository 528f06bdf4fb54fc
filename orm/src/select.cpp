#include "select.hpp"

#include <algorithm>

#include <portico/base/error.hpp>

#include "conditions.hpp"

namespace portico::orm::detail {

Select::Select(const Query& query, Output& output, Select* outer)
    : query_(query), model_(query.model()), output_(output), dialect_(output.dialect), outer_(outer),
      joins_(output, model_, outer != nullptr), current_(&joins_), base_(joins_.root()) {}

void Select::add_columns(std::string& text, const Place& place) {
    for (const Column& column : place.model->columns) {
        if (selected_++ > 0) text += ", ";
        text += quoted(dialect_, place.alias, column.name);
    }
}

void Select::add_related(Layout& layout, std::string& text, const std::vector<Hop>& hops, std::vector<Place>& places) {
    std::size_t parent = 0;
    for (const Hop& hop : hops) {
        if (hop.back || hop.relation->to_many()) {
            throw Error("select_related can't follow \"" + hop.relation->from->name + "." + hop.relation->name + "\" to many rows",
                        "use prefetch_related for it");
        }
        auto known = std::ranges::find_if(layout.objects, [&](const auto& objects) {
            return objects.parent == parent && objects.relation == hop.relation;
        });
        if (known != layout.objects.end()) {
            parent = static_cast<std::size_t>(known - layout.objects.begin());
            continue;
        }
        Place place = joins_.settled(joins_.over(places[parent], hop, 0), 0);
        layout.objects.push_back({place.model, selected_, parent, hop.relation});
        add_columns(text, place);
        parent = places.size();
        places.push_back(place);
    }
}

std::string Select::select_objects(Layout& layout) {
    std::string text;
    places_ = {joins_.root()};
    layout.objects.push_back({&model_, 0, 0, nullptr});
    add_columns(text, places_.front());
    for (const Path& related : query_.select_related) add_related(layout, text, hops_of(model_, related), places_);
    for (const Annotation& annotation : query_.annotations) {
        Sql sql = value(*annotation.expression, group_of(annotation));
        text += ", " + sql.text;
        if (!annotation.name.starts_with("__")) text += " AS " + dialect_.quote(annotation.name);
        layout.extras.push_back({annotation.name, sql.type, sql.column});
    }
    return text;
}

bool Select::grouped() const {
    return std::ranges::any_of(query_.annotations, [&](const Annotation& a) { return is_aggregate(*a.expression); });
}

std::string Select::group_keys(const Layout&, const std::vector<Place>& places) {
    std::string text;
    for (const Place& place : places) {
        for (const Column* key : place.model->key) text += (text.empty() ? "" : ", ") + quoted(dialect_, place.alias, key->name);
    }
    return text;
}

std::string Select::objects(Layout& layout) {
    std::string selected = select_objects(layout);
    std::string rest = tail(grouped() ? group_keys(layout, places_) : std::string(), true);
    return std::string("SELECT ") + (query_.distinct ? "DISTINCT " : "") + selected + " FROM " + joins_.sql() + rest;
}

std::string Select::columns(const std::vector<ExpressionPtr>& columns, Layout& layout) {
    std::string selected, groups;
    bool aggregated = std::ranges::any_of(columns, [&](const auto& column) { return is_aggregate(*column); });
    for (const auto& column : columns) {
        Sql sql = value(*column);
        if (!selected.empty()) selected += ", ";
        selected += sql.text;
        layout.extras.push_back({"", sql.type, sql.column});
        if (aggregated && !is_aggregate(*column))
            groups += (groups.empty() ? "" : ", ") + std::to_string(layout.extras.size());
    }
    bool ordered = !aggregated || query_.ordered;
    std::string rest = tail(aggregated ? groups : grouped() ? group_keys(layout, {joins_.root()}) : std::string(), ordered);
    return std::string("SELECT ") + (query_.distinct ? "DISTINCT " : "") + selected + " FROM " + joins_.sql() + rest;
}

std::string Select::keys() {
    std::string selected;
    if (query_.columns.empty()) {
        for (const Column* key : model_.key)
            selected += (selected.empty() ? "" : ", ") + quoted(dialect_, joins_.root().alias, key->name);
    } else {
        for (const auto& column : query_.columns) selected += (selected.empty() ? "" : ", ") + value(*column).text;
    }
    std::string rest = tail(grouped() ? group_keys({}, {joins_.root()}) : std::string(), query_.sliced());
    return std::string("SELECT ") + (query_.distinct ? "DISTINCT " : "") + selected + " FROM " + joins_.sql() + rest;
}

std::string Select::exists() {
    if (query_.sliced() || grouped()) {
        std::string rest = tail(grouped() ? group_keys({}, {joins_.root()}) : std::string(), query_.sliced());
        return "SELECT 1 FROM " + joins_.sql() + rest;
    }
    std::string conditions = where();
    return "SELECT 1 FROM " + joins_.sql() + conditions + " LIMIT 1";
}

std::string Select::count() {
    if (query_.sliced() || query_.distinct || grouped()) return "SELECT COUNT(*) FROM (" + keys() + ") counted";
    std::string conditions = where();
    return "SELECT COUNT(*) FROM " + joins_.sql() + conditions;
}

std::string Select::aggregates(const std::vector<ExpressionPtr>& aggregates, Layout& layout) {
    std::string selected;
    for (const auto& one : aggregates) {
        Sql sql = value(*one);
        if (!selected.empty()) selected += ", ";
        selected += sql.text;
        layout.extras.push_back({"", sql.type, sql.column});
    }
    if (!query_.sliced() && !query_.distinct) {
        std::string conditions = where();
        return "SELECT " + selected + " FROM " + joins_.sql() + conditions;
    }
    if (model_.key.size() > 1) throw Error("aggregates over a slice need a key of one column", "");
    std::string subquery = Select(query_, output_, this).keys();
    return "SELECT " + selected + " FROM " + joins_.sql() + " WHERE " +
           quoted(dialect_, joins_.root().alias, model_.key.front()->name) + " IN (" + subquery + ")";
}

std::string Select::where() {
    Conditions conditions(*this);
    std::string text;
    for (std::size_t i = 0; i < query_.filters.size(); ++i) {
        if (is_aggregate(*query_.filters[i])) continue;
        auto condition = conditions.compile(*query_.filters[i], static_cast<int>(i));
        if (condition.text.empty()) continue;
        text += (text.empty() ? " WHERE " : " AND ") + condition.text;
        conditions.require(*query_.filters[i], static_cast<int>(i));
    }
    return text;
}

std::string Select::having() {
    Conditions conditions(*this);
    std::string text;
    for (std::size_t i = 0; i < query_.filters.size(); ++i) {
        if (!is_aggregate(*query_.filters[i])) continue;
        text += (text.empty() ? " HAVING " : " AND ") + conditions.compile(*query_.filters[i], static_cast<int>(i)).text;
    }
    return text;
}

std::string Select::tail(const std::string& group_by, bool ordered) {
    std::string text = where();
    if (!group_by.empty()) text += " GROUP BY " + group_by;
    text += having();
    if (ordered) text += order();
    text += dialect_.limit(query_.limit, query_.offset);
    if (query_.for_update) text += dialect_.for_update();
    return text;
}

const Annotation& Select::annotation(const std::string& name) const {
    return *std::ranges::find(query_.annotations, name, &Annotation::name);
}

/// An annotation made after a filter counts the same related rows as that filter speaks of.
int Select::group_of(const Annotation& annotation) const { return annotation.after_filter ? 0 : -1; }

bool Select::is_aggregate(const Expression& expression) const {
    if (expression.kind == Expression::Kind::aggregate) return true;
    if (expression.kind == Expression::Kind::path || expression.kind == Expression::Kind::named) {
        auto name = expression.name.substr(0, expression.name.find("__"));
        auto found = std::ranges::find(query_.annotations, name, &Annotation::name);
        if (!name.empty() && found != query_.annotations.end()) return is_aggregate(*found->expression);
    }
    return std::ranges::any_of(expression.arguments, [&](const auto& argument) { return is_aggregate(*argument); });
}

}  // namespace portico::orm::detail
