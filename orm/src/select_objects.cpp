#include <algorithm>

#include <portico/base/error.hpp>

#include "select_combined.hpp"

/// SELECT of whole objects.
namespace portico::orm::detail {

/// Which columns `only` and `defer` leave out: never keys nor references.
std::vector<bool> Select::deferred_of(const ModelInfo& model, const std::vector<Hop>& hops) const {
    if (query_.only.empty()) return {};
    std::vector<bool> named(model.columns.size());
    bool any = false;
    for (const auto& field : query_.only) {
        Route route = route_of(model_, *field, nullptr);
        if (route.hops != hops || !route.column) continue;
        named[route.column->index] = any = true;
    }
    // A related model of which `only` names no field is loaded whole.
    if (!any) return {};
    std::vector<bool> deferred(model.columns.size());
    for (const Column& column : model.columns)
        deferred[column.index] = named[column.index] == query_.defer && !column.primary_key && !column.relation;
    return deferred;
}

void Select::add_columns(Layout& layout, std::vector<Item>& items, const Place& place, const std::vector<Hop>& hops) {
    auto deferred = deferred_of(*place.model, hops);
    for (const Column& column : place.model->columns) {
        if (deferred.empty() || !deferred[column.index]) items.push_back({quoted(dialect_, place.alias, column.name), {}});
    }
    layout.objects.back().deferred = std::move(deferred);
    places_.push_back(place);
    routes_.push_back(hops);
}

void Select::add_related(Layout& layout, std::vector<Item>& items, const std::vector<Hop>& hops) {
    std::size_t parent = 0;
    std::vector<Hop> way;
    for (const Hop& hop : hops) {
        if (hop.back || hop.relation->to_many()) {
            throw Error("select_related can't follow \"" + hop.relation->from->name + "." + hop.relation->name + "\" to many rows",
                        "use prefetch_related for it");
        }
        way.push_back(hop);
        auto known = std::ranges::find(routes_, way);
        if (known != routes_.end()) {
            parent = static_cast<std::size_t>(known - routes_.begin());
            continue;
        }
        Place place = joins_.settled(joins_.over(places_[parent], hop, 0), 0);
        layout.objects.push_back({place.model, items.size(), parent, hop.relation, {}});
        parent = places_.size();
        add_columns(layout, items, place, way);
    }
}

std::vector<Item> Select::object_items(Layout& layout) {
    std::vector<Item> items;
    layout.objects.push_back({&model_, 0, 0, nullptr, {}});
    add_columns(layout, items, joins_.root(), {});
    for (const Path& related : query_.select_related) add_related(layout, items, hops_of(model_, related));
    layout.columns = items.size();
    for (const Annotation& annotation : query_.annotations) {
        const bool own = annotation.name.starts_with("__");
        // The owner of a prefetched row has all columns of its key.
        const bool whole_key = own && annotation.expression->kind == Expression::Kind::path;
        auto parts = whole_key ? path(*annotation.expression, group_of(annotation)).parts : std::vector{value(*annotation.expression, group_of(annotation))};
        for (const Sql& sql : parts) {
            items.push_back({sql.text, own ? std::string() : annotation.name});
            layout.extras.push_back(extra_of(annotation.name, *annotation.expression, sql));
        }
    }
    return items;
}

std::string Select::objects(Layout& layout) {
    if (!query_.combined.empty()) return combined([](Select& part, Layout& its) { return part.objects(its); }, true, layout);
    auto items = object_items(layout);
    return assembled(std::move(items), group_keys(places_), true);
}

}  // namespace portico::orm::detail
