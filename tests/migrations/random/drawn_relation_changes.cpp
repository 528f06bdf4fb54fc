// Changes of relations, indexes and rules.
#include <algorithm>

#include <portico/base/text.hpp>

#include "drawn_changes.hpp"

namespace portico::migrations::test {

// Relations that change.

bool DrawnChanges::alter_on_delete() {
    Place place = a_field([](auto&, auto& field) { return field.is_relation() && field.has_columns(); });
    if (!place) return false;
    std::vector<std::string> rules{"", "CASCADE"};
    if (place.field->nullable) rules.emplace_back("SET NULL");
    const std::string was = place.field->on_delete;
    place.field->on_delete = dice_.one_of(rules);
    return place.field->on_delete != was;
}

bool DrawnChanges::alter_db_constraint() {
    Place place = a_field([](auto&, auto& field) { return field.is_relation() && field.has_columns(); });
    if (!place) return false;
    place.field->db_constraint = !place.field->db_constraint;
    return true;
}

bool DrawnChanges::alter_form() {
    Place place = a_field([&](auto& model, auto& field) {
        return field.is_relation() && field.has_columns() && (before(model, field) || field.nullable || !has_rows(model));
    });
    if (!place) return false;
    FieldState& field = *place.field;
    field.form = field.form == FieldForm::foreign_key ? FieldForm::one_to_one : FieldForm::foreign_key;
    field.indexed = field.form == FieldForm::foreign_key;
    return true;
}

bool DrawnChanges::alter_target() {
    Place place = a_field([](auto&, auto& field) { return field.is_relation() && field.has_columns() && field.to_field.empty(); });
    if (!place) return false;
    const ModelState* drawn = nullptr;
    for (std::size_t tries = 0; tries < 6 && (!drawn || drawn->label() == place.field->to); ++tries) drawn = &a_model();
    const ModelState& to = *drawn;
    if (to.label() == place.field->to) return false;
    const bool alike = has_rows(to) && to.key().size() == 1 && pair_.second.get(place.field->to).key().size() == 1 &&
                       to.key()[0]->type.kind == pair_.second.get(place.field->to).key()[0]->type.kind;
    if (has_rows(*place.model) && !(alike && before(*place.model, *place.field))) return false;
    if (is_in_rules(*place.model, *place.field)) return false;
    place.field->to = to.label();
    place.field->fill.reset();
    return true;
}

bool DrawnChanges::alter_to_field() {
    Place place = a_field([&](auto& model, auto& field) { return field.is_relation() && field.has_columns() && !has_rows(model) && !is_in_rules(model, field); });
    if (!place) return false;
    if (!place.field->to_field.empty()) return place.field->to_field.clear(), true;
    ModelState& target = pair_.second.get(place.field->to);
    for (FieldState& field : target.fields) {
        if (field.nullable || field.primary_key || !is_distinct(field) || &field == place.field || (has_rows(target) && !before(target, field))) continue;
        field.unique = true, field.indexed = false;
        place.field->to_field = field.name;
        return true;
    }
    return false;
}

bool DrawnChanges::alter_many_to_many_target() {
    Place place = a_field([](auto&, auto& field) { return field.form == FieldForm::many_to_many; });
    const std::string label = a_model().label();
    if (!place || place.field->to == label) return false;
    place.field->to = label;
    return true;
}

bool DrawnChanges::plain_becomes_relation() {
    Place place = a_field([&](auto& model, auto& field) {
        return field.form == FieldForm::plain && !field.primary_key && !has_rows(model) && field.generated.empty() && !is_in_rules(model, field) && !is_referred_to(model, field);
    });
    if (!place) return false;
    FieldState field = models_.relation(pair_.second, *place.model, a_model(), true);
    field.name = place.field->name;
    if (field.to_field == field.name) field.to_field.clear();
    if (field.columns[0].ends_with("_ref")) field.columns = {field.name + "_ref"};
    field.was = place.field->was;
    *place.field = std::move(field);
    return true;
}

// Indexes and rules.

bool DrawnChanges::add_index() {
    ModelState& model = a_model();
    IndexState index = models_.index(model);
    // A unique one needs rows that differ.
    for (const FieldState& field : model.fields)
        if (index.unique && field.columns == index.columns && has_rows(model) && !before(model, field)) index.unique = false, index.more.nulls_distinct = true;
    if (!index.name.empty()) model.indexes.push_back(std::move(index));
    return !index.name.empty() || !model.indexes.empty();
}

bool DrawnChanges::remove_index() {
    ModelState& model = a_model_with(&ModelState::indexes);
    if (model.indexes.empty()) return false;
    model.indexes.erase(model.indexes.begin() + static_cast<std::ptrdiff_t>(dice_.below(model.indexes.size())));
    return true;
}

bool DrawnChanges::change_index() {
    ModelState& model = a_model_with(&ModelState::indexes);
    if (model.indexes.empty()) return false;
    IndexState& index = model.indexes.front();
    if (!index.condition.empty() && dice_.chance(60)) return index.condition = {}, !index.unique;
    if (index.expressions.empty() && !index.unique)
        for (std::string& column : index.columns) column = column.starts_with('-') ? column.substr(1) : "-" + column;
    else if (index.unique) index.unique = false, index.more.nulls_distinct = true;
    else index.expressions[0] = everywhere("UPPER" + index.expressions[0].in("sqlite").substr(5));
    return true;
}

bool DrawnChanges::add_check() {
    ModelState& model = a_model();
    CheckState check = models_.check(model);
    if (check.name.empty()) return false;
    model.checks.push_back(std::move(check));
    return true;
}

bool DrawnChanges::remove_check() {
    ModelState& model = a_model_with(&ModelState::checks);
    if (model.checks.empty()) return false;
    model.checks.erase(model.checks.begin());
    return true;
}

bool DrawnChanges::change_check() {
    ModelState& model = a_model_with(&ModelState::checks);
    if (model.checks.empty()) return false;
    model.checks[0].condition = everywhere(text::replace_all(model.checks[0].condition.in("sqlite"), " >= 0", " < 999"));
    return true;
}

bool DrawnChanges::add_exclusion() {
    ModelState& model = a_model();
    ExclusionState one = models_.exclusion(model);
    // Of two that say the same a new table gets one.
    for (const ExclusionState& other : model.exclusions)
        if (other.terms == one.terms) return false;
    if (one.name.empty()) return false;
    for (const FieldState& field : model.fields)
        if (has_rows(model) && !before(model, field) && field.columns.size() == 1 && mentions(one.terms[0].expression, field.columns[0])) return false;
    model.exclusions.push_back(std::move(one));
    return true;
}

bool DrawnChanges::remove_exclusion() {
    ModelState& model = a_model_with(&ModelState::exclusions);
    if (model.exclusions.empty()) return false;
    model.exclusions.erase(model.exclusions.begin());
    return true;
}

}  // namespace portico::migrations::test
