#include "names.hpp"

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico::admin {

namespace {

std::string name_of_step(const orm::Step& step) {
    const orm::ModelInfo& model = orm::require_model(*step.model, "");
    if (const orm::Relation* relation = model.relation_at(step.offset)) {
        return step.back ? relation->related_query_name : relation->name;
    }
    if (const orm::Column* column = model.column_at(step.offset)) return column->attribute;
    throw Error("a member of \"" + model.label() + "\" that is no column was named to the admin",
                "name fields and relations; computed values go into column(…)");
}

std::vector<std::string> split_lookup(std::string_view lookup) {
    std::vector<std::string> parts;
    while (true) {
        auto at = lookup.find("__");
        parts.emplace_back(lookup.substr(0, at));
        if (at == std::string_view::npos) return parts;
        lookup.remove_prefix(at + 2);
    }
}

[[noreturn]] void unknown(const orm::ModelInfo& model, const std::string& name, const std::string& what) {
    throw Error("\"" + name + "\" in " + what + " is no field of \"" + model.label() + "\"",
                did_you_mean(name, model.type->names()));
}

/// Puts one more part to what was found; gives the model that the next part belongs to, or null.
const orm::ModelInfo* step_into(Found& found, const orm::ModelInfo& model, const std::string& part, const std::string& what) {
    found.model = &model;
    found.field = nullptr;
    found.relation = nullptr;
    if (const orm::Relation* relation = model.relation(part)) {
        found.relation = relation;
        found.field = relation->field;
        found.backwards = found.backwards || relation->to_many();
        return &relation->target();
    }
    if (part == "pk") return nullptr;
    if (const orm::Column* column = model.column(part)) {
        found.field = column->field;
        return nullptr;
    }
    if (const orm::Relation* incoming = model.incoming_relation(part)) {
        found.backwards = true;
        return incoming->from;
    }
    if ((found.property = model.type->find_property(part))) return nullptr;
    unknown(model, part, what);
}

std::string label_for(const Found& found) {
    std::string label;
    for (const std::string& part : found.parts) {
        if (&part != &found.parts.front()) label += " ";
        const bool last = &part == &found.parts.back();
        std::string own = last && found.field && !found.field->label.empty() ? found.field->label : label_of(part);
        if (last && found.property && !found.property->label.empty()) own = found.property->label;
        if (!label.empty()) own = text::lower(text::prefix(own, 1)) + std::string(own.substr(text::prefix(own, 1).size()));
        label += own;
    }
    return label;
}

bool must_quote(char c) {
    return static_cast<unsigned char>(c) < 0x20 || std::string_view("\":/_#?;@&=+$,\"[]<>%\\ ").find(c) != std::string_view::npos;
}

}  // namespace

std::string lookup_of(const orm::Path& path) {
    if (!path.name.empty()) return path.name;
    std::string lookup;
    for (const orm::Step& step : path.steps) {
        if (!lookup.empty()) lookup += "__";
        lookup += name_of_step(step);
    }
    return lookup;
}

Found find_field(const orm::ModelInfo& model, const orm::Path& path, const std::string& what) {
    Found found;
    found.lookup = lookup_of(path);
    if (found.is_str()) {
        found.model = &model;
        found.label = text::capfirst(singular_of(model));
        return found;
    }
    found.parts = split_lookup(found.lookup);
    const orm::ModelInfo* here = &model;
    for (const std::string& part : found.parts) {
        if (!here) unknown(*found.model, part, what);
        here = step_into(found, *here, part, what);
    }
    found.label = label_for(found);
    return found;
}

std::string singular_of(const orm::ModelInfo& model) {
    return model.verbose_name.empty() ? text::camel_case_to_spaces(model.name) : model.verbose_name;
}

std::string plural_of(const orm::ModelInfo& model) {
    return model.verbose_name_plural.empty() ? text::plural(singular_of(model)) : model.verbose_name_plural;
}

std::string url_name_of(const orm::ModelInfo& model) { return text::ascii_lower(model.name); }

Value value_at(const TypeInfo& type, const void* object, const Found& found) {
    if (found.is_str()) return Value(type.str(object));
    if (found.parts.size() == 1 && found.field && !found.relation) return found.field->get(object);
    std::optional<Value> value;
    for (const std::string& part : found.parts) {
        value = &part == &found.parts.front() ? type.attribute(object, part) : value->attribute(part);
        if (!value || value->is_null()) return {};
    }
    return *value;
}

std::string quote_key(std::string_view key) {
    std::string quoted;
    for (char c : key) {
        if (must_quote(c)) {
            quoted += "_" + text::upper(text::hex(std::string_view(&c, 1)));
        } else {
            quoted += c;
        }
    }
    return quoted;
}

std::string unquote_key(std::string_view quoted) {
    std::string key;
    for (std::size_t at = 0; at < quoted.size(); ++at) {
        auto byte = quoted[at] == '_' ? text::from_hex(quoted.substr(at + 1, 2)) : std::nullopt;
        if (byte && byte->size() == 1) {
            key += *byte;
            at += 2;
        } else {
            key += quoted[at];
        }
    }
    return key;
}

}  // namespace portico::admin
