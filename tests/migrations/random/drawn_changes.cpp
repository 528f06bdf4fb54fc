#include "drawn_changes.hpp"

#include <algorithm>

#include <portico/base/text.hpp>

namespace portico::migrations::test {

struct DrawnChanges::Kind {
    std::string name;
    Change change;
    bool on_sqlite = true;
};

const std::vector<DrawnChanges::Kind>& DrawnChanges::all_kinds() {
    using D = DrawnChanges;
    static const std::vector<Kind> all{
        {"add model", &D::add_model}, {"remove model", &D::remove_model}, {"rename model", &D::rename_model}, {"table's name", &D::alter_table},
        {"table's comment", &D::alter_comment}, {"add field", &D::add_field}, {"add relation", &D::add_relation}, {"add many-to-many", &D::add_many_to_many},
        {"add computed field", &D::add_computed}, {"remove field", &D::remove_field}, {"remove relation", &D::remove_relation}, {"rename field", &D::rename_field},
        {"order of fields", &D::reorder_fields}, {"type", &D::alter_type}, {"null", &D::alter_null}, {"default", &D::alter_default}, {"choices", &D::alter_choices},
        {"unique", &D::alter_unique}, {"field's index", &D::alter_field_index}, {"column's name", &D::alter_column}, {"field's comment", &D::alter_field_comment},
        {"key's type", &D::alter_key}, {"on_delete", &D::alter_on_delete}, {"db_constraint", &D::alter_db_constraint}, {"foreign key or one-to-one", &D::alter_form},
        {"relation's target", &D::alter_target}, {"to_field", &D::alter_to_field}, {"to_field", &D::alter_to_field} /* seldom possible */, {"many-to-many's target", &D::alter_many_to_many_target},
        {"field becomes relation", &D::plain_becomes_relation}, {"add index", &D::add_index}, {"remove index", &D::remove_index}, {"change index", &D::change_index},
        {"add check", &D::add_check}, {"remove check", &D::remove_check}, {"change check", &D::change_check}, {"add exclusion", &D::add_exclusion, false},
        {"remove exclusion", &D::remove_exclusion, false}};
    return all;
}

std::vector<std::string> DrawnChanges::kinds(bool postgresql) {
    std::vector<std::string> names;
    for (const Kind& kind : all_kinds())
        if (postgresql || kind.on_sqlite) names.push_back(kind.name);
    return names;
}

Pair DrawnChanges::draw(std::size_t first) {
    pair_ = {};
    pair_.first = models_.draw();
    for (const ModelState& model : pair_.first.models())
        if (dice_.chance(25)) pair_.empty.insert(model.label());
    // Where a row must refer to one that does not exist there is none.
    for (bool more = true; std::exchange(more, false);)
        for (const ModelState& model : pair_.first.models())
            for (const FieldState& field : model.fields)
                if (field.is_relation() && field.has_columns() && !field.nullable && pair_.empty.contains(field.to)) more = pair_.empty.insert(model.label()).second || more;
    pair_.second = pair_.first;
    std::size_t left = 1 + dice_.below(6);
    for (std::size_t tries = 0; left > 0 && tries < 200; ++tries) {
        const Kind& kind = all_kinds()[tries < 8 && pair_.changes.empty() ? first % all_kinds().size() : dice_.below(all_kinds().size())];
        if ((!postgresql_ && !kind.on_sqlite) || !(this->*kind.change)()) continue;
        settle(pair_.second);
        pair_.changes.push_back(kind.name);
        --left;
    }
    return pair_;
}

const ModelState* DrawnChanges::before(const ModelState& model) const {
    return pair_.first.find(model.app + "." + (model.was.empty() ? model.name : model.was));
}

const FieldState* DrawnChanges::before(const ModelState& model, const FieldState& field) const {
    const ModelState* then = before(model);
    return then ? then->find(field.was.empty() ? field.name : field.was) : nullptr;
}

bool DrawnChanges::has_rows(const ModelState& model) const {
    const ModelState* then = before(model);
    return then && !pair_.empty.contains(then->label());
}

DrawnChanges::Place DrawnChanges::a_field(const std::function<bool(const ModelState&, const FieldState&)>& fits) {
    std::vector<Place> found;
    for (ModelState& model : pair_.second.models())
        for (FieldState& field : model.fields)
            if (fits(model, field)) found.push_back({&model, &field});
    return found.empty() ? Place{} : dice_.one_of(found);
}

bool DrawnChanges::is_referred_to(const ModelState& model, const FieldState& field) const {
    for (const ModelState& other : pair_.second.models())
        for (const FieldState& one : other.fields)
            if (one.is_relation() && one.to == model.label() && one.to_field == field.name) return true;
    return false;
}

bool DrawnChanges::is_computed_from(const ModelState& model, const FieldState& field) const {
    return std::any_of(model.fields.begin(), model.fields.end(), [&](auto& one) { return !field.columns.empty() && mentions(one.generated, field.columns[0]); });
}

bool DrawnChanges::is_in_rules(const ModelState& model, const FieldState& field) const {
    if (field.columns.size() != 1) return false;
    const std::string& column = field.columns[0];
    bool found = is_computed_from(model, field);
    for (const CheckState& check : model.checks) found = found || mentions(check.condition, column);
    for (const ExclusionState& one : model.exclusions) found = found || mentions(one.terms[0].expression, column);
    for (const IndexState& index : model.indexes) {
        found = found || mentions(index.condition, column) || std::find(index.include.begin(), index.include.end(), column) != index.include.end();
        for (const SqlTexts& expression : index.expressions) found = found || mentions(expression, column);
        for (const std::string& one : index.columns) found = found || one == column || one == "-" + column;
    }
    return found;
}

void DrawnChanges::rename_column(ModelState& model, const std::string& from, const std::string& to) {
    if (from == to) return;
    auto in_text = [&](SqlTexts& sql) {
        for (auto& [dialect, text] : sql.texts) text = text::replace_all(text, "\"" + from + "\"", "\"" + to + "\"");
    };
    for (FieldState& field : model.fields) in_text(field.generated);
    for (CheckState& check : model.checks) in_text(check.condition);
    for (ExclusionState& one : model.exclusions) in_text(one.terms[0].expression);
    for (IndexState& index : model.indexes) {
        in_text(index.condition);
        for (SqlTexts& expression : index.expressions) in_text(expression);
        for (std::string& column : index.include)
            if (column == from) column = to;
        for (std::string& column : index.columns)
            if (column == from || column == "-" + from) column = (column == from ? "" : "-") + to;
    }
}

// Models.

bool DrawnChanges::add_model() {
    if (pair_.second.models().size() > 6) return false;
    pair_.second.add(models_.model());
    return true;
}

bool DrawnChanges::remove_model() {
    if (pair_.second.models().size() < 2) return false;
    const std::string gone = a_model().label();
    std::vector<std::pair<std::string, std::string>> references;
    for (ModelState& model : pair_.second.models())
        for (FieldState& field : model.fields)
            if (field.to == gone && model.label() != gone) references.emplace_back(model.label(), field.name);
    for (auto& [model, field] : references)
        if (is_referred_to(pair_.second.get(model), *pair_.second.get(model).find(field))) return false;
    // What has come to refer to others than these will not find them on the way back.
    if (const ModelState* then = before(pair_.second.get(gone)))
        for (const ModelState& model : pair_.first.models())
            for (const FieldState& field : model.fields) pair_.loses_way_back = pair_.loses_way_back || field.to == then->label();
    for (auto& [model, field] : references) remove(pair_.second.get(model), field);
    pair_.second.remove(gone);
    return true;
}

bool DrawnChanges::rename_model() {
    ModelState& model = a_model();
    const std::string label = model.label(), name = dice_.name("Renamed");
    if (before(model) && model.was.empty()) model.was = model.name;
    if (model.table == default_table(model.app, model.name)) model.table = default_table(model.app, name);
    model.name = name;
    for (ModelState& other : pair_.second.models())
        for (FieldState& field : other.fields)
            if (field.to == label) field.to = model.label();
    return true;
}

bool DrawnChanges::alter_table() {
    ModelState& model = a_model();
    const bool is_default = model.table == default_table(model.app, model.name);
    model.table = is_default || dice_.chance(50) ? dice_.name("Table ") : default_table(model.app, model.name);
    return true;
}

bool DrawnChanges::alter_comment() {
    ModelState& model = a_model();
    model.db_comment = model.db_comment.empty() || dice_.chance(50) ? dice_.name("it's comment ") : "";
    return true;
}

// Fields that come, go and are renamed.

bool DrawnChanges::add_field() {
    ModelState& model = a_model();
    FieldState field = models_.field();
    if (has_rows(model) && (!field.nullable || field.db_default)) field.unique = false;  // all rows get the same
    model.fields.push_back(std::move(field));
    return true;
}

bool DrawnChanges::add_relation() {
    ModelState& model = a_model();
    const ModelState to = a_model();
    FieldState field = models_.relation(pair_.second, model, to, has_rows(model) || dice_.chance(40));
    if (has_rows(model) && has_rows(to) && field.to_field.empty() && to.key().size() == 1 && field.form == FieldForm::foreign_key && dice_.chance(40)) {
        field.nullable = false;
        if (field.on_delete == "SET NULL") field.on_delete = "";
        field.fill = in_file(*to.key()[0], 1);
    }
    model.fields.push_back(std::move(field));
    return true;
}

bool DrawnChanges::add_many_to_many() {
    ModelState& model = a_model();
    model.fields.push_back(models_.many_to_many(a_model()));
    return true;
}

bool DrawnChanges::add_computed() {
    ModelState& model = a_model();
    FieldState field = models_.computed(model);
    if (field.name.empty()) return false;
    model.fields.push_back(std::move(field));
    return true;
}

bool DrawnChanges::remove(ModelState& model, const std::string& name) {
    const FieldState field = *model.find(name);
    if (is_referred_to(model, field)) return false;
    bool once = field.unique || (field.is_relation() && field.has_columns());
    // Such a rule may have been taken away by a change before this one.
    if (const ModelState* then = before(model))
        once = once || !then->exclusions.empty() || std::ranges::any_of(then->indexes, &IndexState::unique);
    for (const std::string& column : field.columns) {
        for (const IndexState& index : model.indexes) once = once || (index.unique && is_in_rules(model, field));
        std::erase_if(model.indexes, [&](const IndexState& index) {
            return mentions(index.condition, column) || std::any_of(index.expressions.begin(), index.expressions.end(), [&](auto& one) { return mentions(one, column); }) ||
                   std::any_of(index.columns.begin(), index.columns.end(), [&](auto& one) { return one == column || one == "-" + column; }) ||
                   std::find(index.include.begin(), index.include.end(), column) != index.include.end();
        });
        std::erase_if(model.checks, [&](const CheckState& check) { return mentions(check.condition, column); });
        std::erase_if(model.exclusions, [&](const ExclusionState& one) { return mentions(one.terms[0].expression, column) && (once = true); });
        std::erase_if(model.fields, [&](const FieldState& one) { return mentions(one.generated, column); });
    }
    std::erase_if(model.fields, [&](auto& one) { return one.name == name; });
    if (once && has_rows(model)) pair_.loses_way_back = true;
    return true;
}

bool DrawnChanges::remove_field() {
    Place place = a_field([](auto&, auto& field) { return field.form == FieldForm::plain && !field.primary_key; });
    return place && remove(*place.model, std::string(place.field->name));
}

bool DrawnChanges::remove_relation() {
    Place place = a_field([](auto&, auto& field) { return field.is_relation(); });
    return place && remove(*place.model, std::string(place.field->name));
}

bool DrawnChanges::rename_field() {
    Place place = a_field([](auto&, auto&) { return true; });
    if (!place) return false;
    FieldState& field = *place.field;
    const std::string old = field.name, name = dice_.name("renamed");
    if (before(*place.model, field) && field.was.empty()) field.was = old;
    const std::vector<std::string> columns = field.columns;
    field.name = name;
    if (field.form == FieldForm::plain && columns[0] == old) field.columns = {name};
    for (ModelState& other : pair_.second.models())
        for (FieldState& one : other.fields)
            if (one.to == place.model->label() && one.to_field == old) one.to_field = name;
    settle(pair_.second);
    for (std::size_t part = 0; part < columns.size(); ++part) rename_column(*place.model, columns[part], field.columns[part]);
    return true;
}

bool DrawnChanges::reorder_fields() {
    ModelState& model = a_model();
    if (model.fields.size() < 3 || !model.fields[model.fields.size() - 2].has_columns()) return false;
    std::swap(model.fields[model.fields.size() - 1], model.fields[model.fields.size() - 2]);
    std::stable_partition(model.fields.begin(), model.fields.end(), [](auto& field) { return field.has_columns(); });
    return true;
}

// Fields that change.

bool DrawnChanges::alter_type() {
    Place place = a_field([&](auto& model, auto& field) {
        const portico::Kind kind = field.type.kind;
        const bool known = kind == portico::Kind::integer || (kind == portico::Kind::text && !field.type.address) || kind == portico::Kind::decimal;
        return known && field.form == FieldForm::plain && !field.primary_key && field.generated.empty() && !is_referred_to(model, field);
    });
    if (!place) return false;
    FieldState& field = *place.field;
    const orm::ColumnType was = field.type;
    if (was.kind == portico::Kind::text) field.type.max_length = dice_.one_of<std::optional<std::size_t>>({std::nullopt, 12, 40, 90});
    if (was.kind == portico::Kind::decimal) field.type.digits = dice_.chance(50) ? 12 : 9, field.type.places = dice_.chance(50) ? 2 : 3;
    if (was.kind == portico::Kind::integer) {
        const bool free = !is_in_rules(*place.model, field) && !field.db_default && !field.fill;
        const std::size_t drawn = dice_.below(free ? 6 : 3);
        if (drawn < 3) field.type = {.kind = portico::Kind::integer, .bits = std::size_t{16} << drawn, .is_unsigned = dice_.chance(30)};
        if (drawn == 3) field.type = {.kind = portico::Kind::text, .max_length = 30};
        if (drawn == 4) field.type = {.kind = portico::Kind::decimal, .digits = 9, .places = 2};
        if (drawn == 5) field.type = {.kind = portico::Kind::floating};
        if (drawn == 5 && field.unique) return field.type = was, false;
    }
    field.types = {field.type};
    return !(field.type == was);
}

bool DrawnChanges::alter_null() {
    Place place = a_field([&](auto& model, auto& field) {
        const portico::Kind kind = field.type.kind;
        if (!field.has_columns() || field.primary_key || !field.generated.empty() || is_computed_from(model, field)) return false;
        if (field.nullable && (field.is_relation() || !before(model, field) || kind == portico::Kind::bytes || kind == portico::Kind::duration))
            return !has_rows(model) && !field.is_relation();
        return true;
    });
    if (!place) return false;
    FieldState& field = *place.field;
    field.nullable = !field.nullable;
    field.fill.reset();
    const portico::Kind kind = field.type.kind;
    if (!field.nullable && kind != portico::Kind::bytes && kind != portico::Kind::duration) field.fill = in_file(field, fill_row);
    return true;
}

bool DrawnChanges::alter_default() {
    Place place = a_field([&](auto&, auto& field) {
        const portico::Kind kind = field.type.kind;
        return field.form == FieldForm::plain && !field.primary_key && field.generated.empty() && kind != portico::Kind::bytes && kind != portico::Kind::duration;
    });
    if (!place) return false;
    FieldState& field = *place.field;
    const bool is_new = !before(*place.model, field);
    if (is_new && field.unique) return false;
    field.db_default = field.db_default && dice_.chance(50) ? std::nullopt : std::optional(in_file(field, field.db_default ? 7 : default_row));
    return true;
}

bool DrawnChanges::alter_choices() {
    Place place = a_field([](auto&, auto& field) { return !field.choices.empty(); });
    if (!place) {
        ModelState& model = a_model();
        FieldState field = models_.choice();
        model.fields.push_back(std::move(field));
        return true;
    }
    FieldState& field = *place.field;
    field.choices.push_back(field.type.by_value ? Value(static_cast<int>(field.choices.size()) + 1) : Value(dice_.name("new choice")));
    return true;
}

bool DrawnChanges::alter_unique() {
    Place place = a_field([&](auto& model, auto& field) {
        if (!is_distinct(field) || field.primary_key || is_referred_to(model, field)) return false;
        return field.unique || !has_rows(model) || before(model, field);
    });
    if (!place) return false;
    place.field->unique = !place.field->unique;
    if (place.field->unique) place.field->indexed = false;
    return true;
}

bool DrawnChanges::alter_field_index() {
    Place place = a_field([](auto&, auto& field) {
        const portico::Kind kind = field.type.kind;
        return field.has_columns() && field.form != FieldForm::one_to_one && !field.primary_key && !field.unique && kind != portico::Kind::json && kind != portico::Kind::list;
    });
    if (!place) return false;
    place.field->indexed = !place.field->indexed;
    return true;
}

bool DrawnChanges::alter_column() {
    Place place = a_field([](auto&, auto& field) { return field.columns.size() == 1; });
    if (!place) return false;
    FieldState& field = *place.field;
    const std::string before = field.columns[0];
    field.columns = {field.is_relation() ? dice_.name("col") + "_ref" : dice_.name("Column ")};
    rename_column(*place.model, before, field.columns[0]);
    return true;
}

bool DrawnChanges::alter_field_comment() {
    Place place = a_field([](auto&, auto& field) { return field.columns.size() == 1; });
    if (!place) return false;
    place.field->db_comment = place.field->db_comment.empty() || dice_.chance(50) ? dice_.name("it's comment ") : "";
    return true;
}

bool DrawnChanges::alter_key() {
    Place place = a_field([](auto&, auto& field) { return field.primary_key && field.type.kind != portico::Kind::uuid; });
    if (!place) return false;
    orm::ColumnType& type = place.field->type;
    if (type.kind == portico::Kind::text) type.max_length = *type.max_length + 10;
    else if (type.automatic || (place.model->key().size() == 1 && type.bits == 64)) type.automatic = !type.automatic;
    else type.bits = type.bits == 64 ? 32 : 64;
    place.field->types = {type};
    return true;
}

}  // namespace portico::migrations::test
