#include <portico/forms/form.hpp>

namespace portico::forms {

namespace {

/// What a struct's initialiser says is shown first, unless it is the nought that a number has to begin with.
bool is_worth_showing(const FieldInfo& field, const Value& value) {
    if (field.type->kind == Kind::enumeration || field.type->kind == Kind::json) return true;
    if (auto* moment = value.as_date_time()) return moment->time_since_epoch().count() != 0;
    if (auto* date = value.as_date()) return date->ok();
    if (auto* uuid = value.as_uuid()) return !uuid->is_nil();
    return value.truthy();
}

}  // namespace

StructForm::StructForm(const TypeInfo& type, Submission sent, FormOptions options, const void* initial)
    : AnyForm(std::move(sent), std::move(options)), type_(&type), object_(type.make()) {
    for (const auto& info : type.fields) {
        if (!info.editable) continue;
        Field& made = add(info.key(), make_field(info));
        Value value = info.default_value ? *info.default_value : info.get(initial ? initial : object_.get()).owned();
        if (initial || info.default_value || is_worth_showing(info, value)) made.initial = std::move(value);
    }
}

void StructForm::set_cleaned(std::string_view name, Value value) {
    for (const auto& info : type_->fields) {
        if (info.key() != name) continue;
        if (!value.is_null() || info.nullable()) info.set(object_.get(), value);
    }
    AnyForm::set_cleaned(name, std::move(value));
}

void StructForm::fill() {
    for (const auto& info : type_->fields) {
        const Value* value = cleaned().find(info.key());
        if (!value || (value->is_null() && !info.nullable())) continue;
        std::vector<Fault> faults;
        if (!collect(faults, [&] { info.set(object_.get(), *value); })) add_error(info.key(), std::move(faults));
    }
    if (!errors().empty()) return;
    std::vector<TypeInfo::RuleError> found;
    for (const auto& rule : type_->rules) rule(object_.get(), found);
    for (const auto& error : found) {
        const FieldInfo* info = type_->find(error.field);
        add_error(info ? info->key() : error.field, error.message, error.code);
    }
}

}  // namespace portico::forms
