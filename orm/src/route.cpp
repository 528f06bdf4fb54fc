#include "route.hpp"

#include <algorithm>
#include <array>

#include <portico/base/error.hpp>

namespace portico::orm::detail {

namespace {

constexpr std::array<std::pair<std::string_view, Lookup>, 17> lookups{{
    {"exact", Lookup::exact}, {"iexact", Lookup::iexact}, {"contains", Lookup::contains}, {"icontains", Lookup::icontains},
    {"startswith", Lookup::startswith}, {"istartswith", Lookup::istartswith}, {"endswith", Lookup::endswith},
    {"iendswith", Lookup::iendswith}, {"regex", Lookup::regex}, {"iregex", Lookup::iregex}, {"in", Lookup::in},
    {"gt", Lookup::gt}, {"gte", Lookup::gte}, {"lt", Lookup::lt}, {"lte", Lookup::lte}, {"range", Lookup::range},
    {"isnull", Lookup::isnull},
}};

constexpr std::array<std::string_view, 14> transforms{"year", "iso_year", "quarter", "month", "week", "week_day", "iso_week_day",
                                                      "day", "hour", "minute", "second", "date", "time", "length"};

std::optional<Lookup> lookup_named(std::string_view name) {
    auto found = std::ranges::find(lookups, name, &std::pair<std::string_view, Lookup>::first);
    return found == lookups.end() ? std::nullopt : std::optional(found->second);
}

const OwnLookup* find_own(const Column* column, std::string_view name, bool condition) {
    if (!column) return nullptr;
    for (const OwnLookup& own : column->options->lookups)
        if (own.name == name && own.condition == condition) return &own;
    return nullptr;
}

std::vector<std::string> known_names(const ModelInfo& model) {
    std::vector<std::string> names{"pk"};
    for (const Column& column : model.columns) names.push_back(column.attribute);
    for (const Relation& relation : model.relations) names.push_back(relation.name);
    for (const Relation* relation : model.incoming) {
        if (!relation->hidden_backwards) names.push_back(relation->related_query_name);
    }
    return names;
}

std::vector<std::string_view> split_name(std::string_view name) {
    std::vector<std::string_view> parts;
    while (true) {
        auto end = name.find("__");
        parts.push_back(name.substr(0, end));
        if (end == std::string_view::npos) return parts;
        name.remove_prefix(end + 2);
    }
}

/// Reads the parts of a name one after the other.
class NameReader {
public:
    NameReader(const ModelInfo& model, std::string_view name, const Query* query)
        : name_(name), parts_(split_name(name)), query_(query) {
        route_.model = &model;
    }

    Route read() {
        if (query_ && read_annotation()) ++at_;
        while (at_ < parts_.size() && route_.annotation.empty() && !route_.column && read_step()) {}
        while (at_ < parts_.size() && (find_own(route_.column, parts_[at_], false) || std::ranges::find(transforms, parts_[at_]) != transforms.end())) {
            route_.transforms.emplace_back(parts_[at_++]);
        }
        if (at_ < parts_.size()) {
            route_.own_lookup = find_own(route_.column, parts_[at_], true);
            if (!route_.own_lookup) route_.lookup = lookup_named(parts_[at_]);
            if (!route_.own_lookup && !route_.lookup) fail();
            ++at_;
        }
        if (at_ < parts_.size()) fail();
        return std::move(route_);
    }

private:
    bool read_annotation() {
        for (const Annotation& annotation : query_->annotations) {
            if (annotation.name == parts_.front()) return route_.annotation = annotation.name, true;
        }
        return false;
    }

    bool read_step() {
        std::string_view part = parts_[at_];
        if (const Relation* relation = route_.model->relation(part)) return hop({relation, false});
        if (part == "pk" && route_.model->key.size() == 1) return stop_at(route_.model->key.front());
        if (part == "pk") return ++at_, false;
        if (const Column* column = route_.model->column(part)) return stop_at(column);
        if (const Column* column = embedded()) return stop_at(column);
        if (const Relation* relation = route_.model->incoming_relation(part)) return hop({relation, true});
        if (!is_end(part)) fail();
        return false;
    }

    bool is_end(std::string_view part) const {
        bool relation_reached = !route_.hops.empty();
        return relation_reached && (lookup_named(part) || std::ranges::find(transforms, part) != transforms.end());
    }

    /// "address__street" for a member of an embedded struct.
    const Column* embedded() {
        std::string joined(parts_[at_]);
        for (std::size_t next = at_ + 1; next < parts_.size(); ++next) {
            joined += "_" + std::string(parts_[next]);
            if (const Column* column = route_.model->column(joined)) return at_ = next, column;
        }
        return nullptr;
    }

    bool hop(Hop hop) {
        route_.hops.push_back(hop);
        route_.model = &hop.reached();
        return ++at_, true;
    }
    bool stop_at(const Column* column) {
        route_.column = column;
        return ++at_, true;
    }

    [[noreturn]] void fail() const {
        bool after_field = route_.column || !route_.annotation.empty();
        auto where = after_field ? std::string("lookup") : "field of \"" + route_.model->name + "\"";
        std::vector<std::string> known;
        if (after_field) {
            for (auto& [known_name, lookup] : lookups) known.emplace_back(known_name);
            known.insert(known.end(), transforms.begin(), transforms.end());
            if (route_.column)
                for (const OwnLookup& own : route_.column->options->lookups) known.push_back(own.name);
        } else {
            known = known_names(*route_.model);
        }
        throw Error("\"" + std::string(parts_[at_]) + "\" in \"" + std::string(name_) + "\" is no " + where,
                    did_you_mean(parts_[at_], known));
    }

    std::string_view name_;
    std::vector<std::string_view> parts_;
    const Query* query_;
    std::size_t at_ = 0;
    Route route_;
};

}  // namespace

namespace {

/// A member of a struct that is kept as JSON: its column, and the keys that lead to the member.
void find_inside(Route& route, const ModelInfo& owner, const Step& step) {
    for (const Column& column : owner.columns) {
        bool inside = column.options->json && step.offset >= column.offset && step.offset < column.offset + column.field->type->size;
        if (!inside) continue;
        const FieldType* type = column.field->type;
        std::size_t rest = step.offset - column.offset;
        for (std::uint8_t depth = 0; depth < step.inside && type->kind == Kind::structure && !type->optional; ++depth) {
            const FieldInfo* within = nullptr;
            for (const FieldInfo& field : type->structure().fields) {
                if (field.offset <= rest && rest < field.offset + field.type->size) within = &field;
            }
            if (!within) return;
            route.keys.emplace_back(within->key());
            rest -= within->offset;
            type = within->type;
        }
        route.column = &column;
        return;
    }
}

}  // namespace

bool Route::has_own_transforms() const {
    return std::ranges::any_of(transforms, [this](const std::string& name) { return find_own(column, name, false); });
}

ExpressionPtr transformed(const Route& route, std::string name) {
    const std::size_t after = route.transforms.size() + (route.lookup || route.own_lookup ? 1 : 0);
    for (std::size_t i = 0; i < after; ++i) name.resize(name.rfind("__"));
    ExpressionPtr made = path_named(std::move(name));
    for (const std::string& transform : route.transforms) {
        const OwnLookup* own = find_own(route.column, transform, false);
        made = own ? own->make({made}) : orm::function(transform.c_str(), {made});
    }
    return made;
}

bool Route::many() const { return std::ranges::any_of(hops, &Hop::many); }

Route route_of(const ModelInfo& model, const std::vector<Step>& steps) {
    Route route;
    route.model = &model;
    for (const Step& step : steps) {
        const ModelInfo& owner = require_model(*step.model, "a model in a path");
        const Relation* relation = owner.relation_at(step.offset);
        if (relation) {
            route.hops.push_back({relation, step.back});
            route.model = &route.hops.back().reached();
        } else {
            if (step.inside > 0) find_inside(route, owner, step);
            if (!route.column) route.column = owner.column_at(step.offset);
            if (!route.column)
                throw Error("a path over \"" + owner.name + "\" ends in a struct", "go on to one of its members");
        }
    }
    return route;
}

Route route_of(const ModelInfo& model, std::string_view name, const Query* query) {
    return NameReader(model, name, query).read();
}

Route route_of(const ModelInfo& model, const Expression& path, const Query* query) {
    return path.name.empty() ? route_of(model, path.steps) : route_of(model, path.name, query);
}

std::vector<Hop> hops_of(const ModelInfo& model, const Path& path) {
    Route route = path.name.empty() ? route_of(model, path.steps) : route_of(model, path.name, nullptr);
    if (route.column || route.lookup || route.hops.empty()) {
        throw Error("\"" + (path.name.empty() ? model.name + "'s path" : path.name) + "\" is no relation",
                    "select_related and prefetch_related take foreign keys, many-to-many members and back(…)");
    }
    return std::move(route.hops);
}

}  // namespace portico::orm::detail
