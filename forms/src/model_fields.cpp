#include <portico/forms/model_fields.hpp>

#include <algorithm>
#include <limits>

#include <portico/base/ip_address.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/file_paths.hpp>
#include <portico/orm/types.hpp>

namespace portico::forms {

namespace {

/// Asked anew each time: rows come and go.
Choices choices_of(std::shared_ptr<orm::AnyQuerySet> rows, const ModelChoiceField& field, bool multiple) {
    return [rows, &field, multiple] {
        std::vector<Choice> choices;
        if (!multiple && (!field.required || field.initial.is_null())) choices.push_back({Value(), field.empty_label, {}});
        const auto& model = rows->model();
        for (const auto& row : rows->all().objects()) {
            choices.push_back({Value(model.key_text(row.object.get())), model.type->str(row.object.get()), {}});
        }
        return choices;
    };
}

const void* object_of(const Value& value) {
    const StructRef* structure = value.as_struct();
    return structure ? structure->object : nullptr;
}

orm::Object row_of(const orm::AnyQuerySet& rows, const std::string& key) {
    try {
        return rows.find(rows.model().parse_key(key));
    } catch (const ConversionError&) {
        return {};
    }
}

std::vector<std::string> keys_of(const orm::ModelInfo& model, const Value& values) {
    std::vector<std::string> keys;
    if (!values.is_null() && !values.is_text()) {
        values.each([&](const Value& value) { return keys.push_back(key_text(model, value)), true; });
    }
    std::ranges::sort(keys);
    return keys;
}

}  // namespace

std::string key_text(const orm::ModelInfo& model, const Value& value) {
    if (const void* object = object_of(value)) return model.key_text(object);
    return model.text_of_key(value);
}

ModelChoiceField::ModelChoiceField(orm::AnyQuerySet rows, WidgetPtr with)
    : ChoiceField({}, std::move(with)), rows_(std::make_shared<orm::AnyQuerySet>(std::move(rows))) {
    set_choices(choices_of(rows_, *this, false));
}

void ModelChoiceField::set_rows(orm::AnyQuerySet rows) { *rows_ = std::move(rows); }

Value ModelChoiceField::to_value(const Value& sent) const {
    if (is_empty(sent)) return {};
    orm::Object row = row_of(*rows_, key_text(rows_->model(), sent));
    if (!row) {
        fail("invalid_choice", "Select a valid choice. That choice is not one of the available choices.",
             {{"value", sent.str()}});
    }
    return row.value();
}

Value ModelChoiceField::prepared(const Value& value) const {
    return object_of(value) || value.as_list() ? Value(key_text(rows_->model(), value)) : value;
}

bool ModelChoiceField::has_changed(const Value& before, const Value& sent) const {
    return !disabled && key_text(rows_->model(), before) != key_text(rows_->model(), sent);
}

ModelMultipleChoiceField::ModelMultipleChoiceField(orm::AnyQuerySet rows)
    : ModelChoiceField(std::move(rows), std::make_shared<SelectMultiple>()) {
    set_choices(choices_of(rows_, *this, true));
}

Value ModelMultipleChoiceField::to_value(const Value& sent) const {
    List found;
    if (is_empty(sent)) return found;
    bool iterable = !sent.is_text() && sent.each([&](const Value& item) {
        std::string key = key_text(rows_->model(), item);
        orm::Object row = row_of(*rows_, key);
        if (!row) {
            fail("invalid_choice", "Select a valid choice. %(value)s is not one of the available choices.", {{"value", key}});
        }
        found.push_back(row.value());
        return true;
    });
    if (!iterable) fail("invalid_list", "Enter a list of values.");
    return found;
}

Value ModelMultipleChoiceField::prepared(const Value& value) const {
    if (value.is_null() || value.is_text()) return value;
    List keys;
    value.each([&](const Value& item) { return keys.emplace_back(key_text(rows_->model(), item)), true; });
    return keys;
}

bool ModelMultipleChoiceField::has_changed(const Value& before, const Value& sent) const {
    return !disabled && keys_of(rows_->model(), before) != keys_of(rows_->model(), sent);
}

namespace {

orm::AnyQuerySet rows_of(const orm::Relation& relation) {
    orm::AnyQuerySet rows(relation.target());
    const auto& limit = relation.options->limit_choices_to;
    return limit ? rows.filter(limit) : rows;
}

FieldPtr relation_field(const orm::Relation& relation) {
    if (relation.to_many()) return std::make_shared<ModelMultipleChoiceField>(rows_of(relation));
    return std::make_shared<ModelChoiceField>(rows_of(relation));
}

const orm::FilePaths* file_paths_of(const FieldInfo& info) {
    auto* options = dynamic_cast<const orm::ColumnOptions*>(info.extension.get());
    return options ? options->file_paths.get() : nullptr;
}

/// The files as they are when the form is shown or sent.
FieldPtr file_path_field(const FieldInfo& info, const orm::FilePaths& paths) {
    auto field = std::make_shared<ChoiceField>([paths, needed = info.must_be_filled()] {
        std::vector<Choice> choices;
        if (!needed) choices.push_back({Value(""), no_choice, {}});
        for (const std::string& name : orm::names_below(paths)) choices.push_back({Value(name), name, {}});
        return choices;
    });
    if (info.nullable()) field->empty_value = Value();
    return field;
}

/// What a column of 64 bits holds; the browser is told, too. Narrower types have their own limits.
void limit_to_column(const FieldInfo& info, Field& field) {
    auto* number = dynamic_cast<IntegerField*>(&field);
    const FieldType& type = info.type->optional && info.type->element ? *info.type->element : *info.type;
    if (!number || type.kind != Kind::integer || type.size < 8) return;
    if (!number->min_value) number->min_value = Value(std::numeric_limits<std::int64_t>::min());
    if (!number->max_value) number->max_value = Value(std::numeric_limits<std::int64_t>::max());
}

}  // namespace

FieldPtr make_model_field(const orm::ModelInfo& model, const FieldInfo& info) {
    // Bytes are no text that a person could type.
    if (!info.editable || info.type->kind == Kind::bytes) return nullptr;
    const orm::Relation* relation = model.relation(info.name);
    const orm::Column* column = model.column(info.name);
    if (column && column->generated) return nullptr;
    FieldPtr field;
    if (relation) {
        field = relation_field(*relation);
    } else if (orm::is_file(info)) {
        auto file = info.format == "image" ? std::make_shared<ImageField>() : std::make_shared<FileField>();
        file->max_length = orm::column_of(info).type.max_length;
        field = file;
    } else if (const orm::FilePaths* paths = file_paths_of(info)) {
        field = file_path_field(info, *paths);
    } else {
        field = make_field(info);
        bool is_long = info.type->kind == Kind::text && !info.max_length && info.format.empty() && info.choices.empty() && !is_ip_address(*info.type);
        if (is_long && info.widget.empty()) field->use(std::make_shared<Textarea>());
        limit_to_column(info, *field);
        return field;
    }
    field->name = info.key();
    field->label = info.label;
    field->help_text = info.help_text;
    field->required = info.must_be_filled();
    for (const auto& validator : info.validators) field->validators.push_back(validator);
    field->use(info.widget.empty() ? field->widget : widget_named(info.widget));
    return field;
}

}  // namespace portico::forms
