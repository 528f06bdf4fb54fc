#include "form_layout.hpp"

#include <portico/orm/types.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

constexpr std::size_t half_width = 120;
/// From so many fields on, short facts stand beside the texts.
constexpr std::size_t enough_for_two_columns = 8;

Found found_name(const Entry& entry, const std::string& name) {
    return find_field(*entry.model, {{}, name}, "the form of " + entry.model->name + "'s admin");
}

bool names(const std::vector<orm::Path>& paths, const std::string& lookup) {
    return std::any_of(paths.begin(), paths.end(), [&](const orm::Path& path) { return lookup_of(path) == lookup; });
}

FieldPlan plan_field(const Entry& entry, Found found, bool editable) {
    FieldPlan made;
    made.found = std::move(found);
    const bool plain = made.found.field && made.found.parts.size() == 1;
    made.readonly = !editable || !plain || names(entry.options().readonly_fields, made.found.lookup) ||
                    !is_editable(*entry.model, *made.found.field);
    made.width = width_of(made.found);
    return made;
}

/// Every field that can be changed, and those that the admin wants shown read-only.
std::vector<FieldPlan> usual_fields(const Entry& entry, bool editable) {
    std::vector<FieldPlan> fields;
    for (const FieldInfo& field : entry.type->fields) {
        if (field.hidden || names(entry.options().exclude, field.name) || !is_editable(*entry.model, field)) continue;
        fields.push_back(plan_field(entry, found_name(entry, field.name), editable));
    }
    for (const orm::Path& path : entry.options().readonly_fields) {
        const std::string lookup = lookup_of(path);
        auto known = [&](const FieldPlan& field) { return field.name() == lookup; };
        if (std::none_of(fields.begin(), fields.end(), known)) fields.push_back(plan_field(entry, found_name(entry, lookup), false));
    }
    return fields;
}

bool is_short_fact(const FieldPlan& field) {
    const Look look = look_of(field.found);
    return look == Look::number || look == Look::boolean || look == Look::choice || look == Look::date || look == Look::time ||
           look == Look::moment || look == Look::relation;
}

std::vector<SectionPlan> in_columns(std::vector<FieldPlan> fields) {
    SectionPlan main, aside;
    aside.aside = true;
    const bool has_text = std::any_of(fields.begin(), fields.end(), [](const FieldPlan& f) { return is_long_text(f.found); });
    const bool apart = has_text && fields.size() >= enough_for_two_columns;
    for (FieldPlan& field : fields) (apart && is_short_fact(field) ? aside : main).fields.push_back(std::move(field));
    std::vector<SectionPlan> sections{std::move(main)};
    if (!aside.fields.empty()) sections.push_back(std::move(aside));
    return sections;
}

}  // namespace

bool is_editable(const orm::ModelInfo& model, const FieldInfo& field) {
    if (!field.editable || field.type->kind == Kind::structure || field.type->kind == Kind::list) return false;
    const orm::Column* column = model.column(field.name);
    return !(column && column->generated);
}

bool is_long_text(const Found& found) {
    if (!found.field || found.relation || look_of(found) != Look::text) return false;
    const FieldInfo& field = *found.field;
    return field.type->kind == Kind::text && (field.widget == "textarea" || (!field.max_length && field.format.empty()));
}

std::string width_of(const Found& found) {
    if (!found.field) return "half";
    switch (look_of(found)) {
        case Look::number: return "quarter";
        case Look::choice:
        case Look::date:
        case Look::time:
        case Look::moment:
        case Look::boolean:
        case Look::relation: return "third";
        case Look::file: return "half";
        case Look::text: break;
        default: return "";
    }
    if (is_long_text(found)) return "";
    const bool brief = found.field->max_length && *found.field->max_length <= half_width;
    return brief || !found.field->format.empty() ? "half" : "";
}

std::vector<SectionPlan> sections_of(const Entry& entry, bool editable) {
    const Options& options = entry.options();
    if (!options.fieldsets.empty()) {
        std::vector<SectionPlan> sections;
        for (const Fieldset& fieldset : options.fieldsets) {
            SectionPlan& section = sections.emplace_back(SectionPlan{fieldset.label, fieldset.lead, fieldset.aside, fieldset.collapsed, {}});
            for (const orm::Path& path : fieldset.fields) {
                section.fields.push_back(plan_field(entry, found_name(entry, lookup_of(path)), editable));
            }
        }
        return sections;
    }
    if (options.fields.empty()) return in_columns(usual_fields(entry, editable));
    std::vector<SectionPlan> sections(1);
    for (const orm::Path& path : options.fields) {
        sections.front().fields.push_back(plan_field(entry, found_name(entry, lookup_of(path)), editable));
    }
    return sections;
}

std::vector<std::string> names_to_edit(const std::vector<SectionPlan>& sections) {
    std::vector<std::string> all;
    for (const SectionPlan& section : sections) {
        for (const FieldPlan& field : section.fields) {
            if (!field.readonly) all.push_back(field.name());
        }
    }
    return all;
}

}  // namespace portico::admin
