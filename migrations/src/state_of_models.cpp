// The models' own view of their tables, as migration state.
#include <portico/migrations/state.hpp>

#include <portico/base/json_value.hpp>
#include <portico/base/type_info.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/project.hpp>

namespace portico::migrations {

namespace {

void add_choices(FieldState& field, const FieldInfo& info) {
    if (field.type.kind != Kind::enumeration) return;
    for (const Choice& choice : info.choices) field.choices.push_back(json_value(choice.value));
    const FieldType* type = info.type->element ? info.type->element : info.type;
    if (field.choices.empty())
        for (const EnumValue& value : type->enumerators)
            field.choices.push_back(field.type.by_value ? Value(value.number) : Value(value.name));
}

SqlTexts texts_of(const orm::ModelInfo& model, const orm::Expression& expression) {
    SqlTexts all;
    for (const orm::Dialect* dialect : orm::all_dialects())
        all.texts.emplace(dialect->name(), orm::schema_sql(model, expression, *dialect));
    return all;
}

FieldState plain_field(const orm::Column& column) {
    FieldState field;
    field.name = column.attribute;
    field.type = column.type;
    field.type.automatic = column.generated;
    field.nullable = column.nullable;
    field.unique = column.unique && !column.primary_key;
    field.indexed = column.indexed && !column.unique && !column.primary_key;
    field.primary_key = column.primary_key;
    field.columns = {column.name};
    field.types = {field.type};
    field.db_comment = column.options->db_comment;
    if (column.options && column.options->db_default) field.db_default = json_value(*column.options->db_default);
    if (column.field) {
        add_choices(field, *column.field);
        field.was = column.field->was;
    }
    if (column.computed()) field.generated = texts_of(*column.model, *column.options->generated);
    if (!column.nullable && !column.primary_key && !column.computed()) {
        Value value = column.default_value();
        if (!value.is_null()) field.fill = json_value(value);
    }
    return field;
}

FieldState to_one_field(const orm::Relation& relation) {
    FieldState field;
    field.name = relation.name;
    const bool one_to_one = relation.kind == orm::Relation::Kind::one_to_one;
    field.form = one_to_one ? FieldForm::one_to_one : FieldForm::foreign_key;
    field.nullable = relation.nullable;
    field.to = relation.target().label();
    for (const orm::Column* column : relation.columns) {
        field.columns.push_back(column->name);
        field.types.push_back(column->type);
        field.types.back().automatic = false;
        field.primary_key = field.primary_key || column->primary_key;
        field.unique = field.unique || (column->unique && !one_to_one && !column->primary_key);
        field.indexed = field.indexed || (column->indexed && !column->unique && !one_to_one);
    }
    if (relation.to_field) field.to_field = relation.to_field->attribute;
    field.db_constraint = relation.options->db_constraint;
    field.on_delete = orm::database_rule(relation.on_delete);
    field.db_comment = relation.options->db_comment;
    if (relation.options->db_default) field.db_default = json_value(*relation.options->db_default);
    if (relation.field) field.was = relation.field->was;
    return field;
}

FieldState to_many_field(const orm::Relation& relation) {
    FieldState field;
    field.name = relation.name;
    field.form = FieldForm::many_to_many;
    field.to = relation.target().label();
    field.through = relation.through;
    field.through_from = relation.through_from;
    field.through_to = relation.through_to;
    if (relation.field) field.was = relation.field->was;
    return field;
}

IndexState index_state(const orm::ModelInfo& model, const orm::IndexInfo& index) {
    IndexState state{.name = index.name, .columns = index.columns, .unique = index.unique, .include = index.include, .more = index.more};
    for (std::size_t i = 0; i < index.columns.size(); ++i) {
        if (!index.columns[i].empty()) continue;
        const orm::Order& term = index.terms[i];
        state.expressions.push_back(texts_of(model, *term.expression));
        if (term.descending) state.columns[i] = "-";
    }
    if (index.condition) state.condition = texts_of(model, *index.condition);
    return state;
}

ExclusionState exclusion_state(const orm::ModelInfo& model, const orm::Exclusion& exclusion) {
    ExclusionState state{.name = exclusion.name, .type = exclusion.type, .deferrable = exclusion.deferrable};
    for (const auto& term : exclusion.terms) state.terms.push_back({texts_of(model, *term.expression), term.op, term.opclass});
    if (exclusion.condition) state.condition = texts_of(model, *exclusion.condition);
    return state;
}

}  // namespace

ModelState state_of(const orm::ModelInfo& model) {
    ModelState state{.app = model.app, .name = model.name, .table = model.table, .was = model.was, .db_comment = model.db_comment};
    for (const orm::Column& column : model.columns) {
        if (!column.relation)
            state.fields.push_back(plain_field(column));
        else if (column.part == 0)
            state.fields.push_back(to_one_field(*column.relation));
    }
    for (const orm::Relation& relation : model.relations)
        if (relation.to_many() && !relation.through_model) state.fields.push_back(to_many_field(relation));
    for (const orm::IndexInfo& index : model.indexes) state.indexes.push_back(index_state(model, index));
    for (const orm::CheckInfo& check : model.checks) state.checks.push_back({check.name, texts_of(model, *check.condition)});
    for (const orm::Exclusion& exclusion : model.exclusions) state.exclusions.push_back(exclusion_state(model, exclusion));
    return state;
}

ProjectState state_of_models(Project& project) {
    ProjectState state;
    for (const auto& [app, models] : project.contributions<orm::Models>())
        for (const orm::ModelInfo* model : models.models())
            if (model->managed) state.add(state_of(*model));
    return state;
}

}  // namespace portico::migrations
