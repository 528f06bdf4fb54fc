#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/validators.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/types.hpp>

#include "batch.hpp"
#include "related_rows.hpp"

namespace portico::orm {

namespace {

bool is_blank(const Value& value) { return value.is_null() || (value.is_text() && value.as_text()->empty()); }

bool is_in(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

std::string limit_text(const char* what, std::size_t limit, std::size_t length) {
    return "Ensure this value has at " + std::string(what) + " " + std::to_string(limit) + " character" + (limit == 1 ? "" : "s") +
           " (it has " + std::to_string(length) + ").";
}

class FieldRules {
public:
    FieldRules(const FieldInfo& field, const Value& value, std::vector<FieldError>& errors)
        : field_(field), value_(value), errors_(errors) {}

    void check() {
        if (is_blank(value_)) {
            if (value_.is_null() && !field_.nullable() && !is_key(field_)) return add("This field cannot be null.", "null");
            if (field_.must_be_filled() && !field_.nullable()) add("This field cannot be blank.", "blank");
            return;
        }
        length();
        range();
        decimals();
        form();
        choices();
        for (const auto& validator : field_.validators) {
            try {
                validator(value_);
            } catch (const ConversionError& error) {
                add(error.what(), error.code());
            }
        }
    }

private:
    void add(std::string message, std::string code) { errors_.push_back({field_.name, std::move(message), std::move(code)}); }

    void length() {
        auto length = value_.is_text() ? value_.size() : std::nullopt;
        if (!length) return;
        if (field_.max_length && *length > *field_.max_length) add(limit_text("most", *field_.max_length, *length), "max_length");
        if (field_.min_length && *length < *field_.min_length) add(limit_text("least", *field_.min_length, *length), "min_length");
    }

    void range() {
        if (field_.minimum) {
            bool fits = field_.exclusive_minimum ? value_ > *field_.minimum : value_ >= *field_.minimum;
            const char* than = field_.exclusive_minimum ? "greater than " : "greater than or equal to ";
            if (!fits) add(std::string("Ensure this value is ") + than + field_.minimum->str() + ".", "min_value");
        }
        if (field_.maximum) {
            bool fits = field_.exclusive_maximum ? value_ < *field_.maximum : value_ <= *field_.maximum;
            const char* than = field_.exclusive_maximum ? "less than " : "less than or equal to ";
            if (!fits) add(std::string("Ensure this value is ") + than + field_.maximum->str() + ".", "max_value");
        }
    }

    void decimals() {
        const Decimal* decimal = value_.as_decimal();
        if (!decimal) return;
        if (field_.places && decimal->rounded(*field_.places) != *decimal)
            add("Ensure that there are no more than " + std::to_string(*field_.places) + " decimal place" + (*field_.places == 1 ? "" : "s") + ".", "max_decimal_places");
        if (field_.digits && decimal->rounded(field_.places.value_or(0)).digits() > *field_.digits)
            add("Ensure that there are no more than " + std::to_string(*field_.digits) + " digits in total.", "max_digits");
    }

    void form() {
        auto text = value_.as_text();
        if (!text) return;
        auto problem = format_problem(*text, field_.format);
        if (!problem.empty()) add(std::move(problem), "invalid");
        if (!field_.pattern.empty() && !matches_pattern(*text, field_.pattern)) add("Enter a valid value.", "invalid");
    }

    void choices() {
        if (field_.choices.empty()) return;
        bool known = std::ranges::any_of(field_.choices, [&](const Choice& choice) { return choice.value == value_; });
        if (!known) add("Value '" + value_.str() + "' is not a valid choice.", "invalid_choice");
    }

    const FieldInfo& field_;
    const Value& value_;
    std::vector<FieldError>& errors_;
};

/// Rows other than the object itself with these values.
bool is_taken(const ModelInfo& model, const void* object, const std::vector<const Column*>& columns,
              const ExpressionPtr& condition = nullptr) {
    AnyQuerySet rows(model);
    if (condition) rows = rows.filter(condition);
    for (const Column* column : columns) {
        Value value = column->value(object).owned();
        if (value.is_null()) return false;
        auto path = column->relation ? detail::path_over({column->relation, false}) : path_named(column->attribute);
        rows = rows.filter(compare(Lookup::exact, std::move(path), {value_of(std::move(value))}));
    }
    if (model.is_saved(object))
        rows = rows.exclude(compare(Lookup::exact, path_named("pk"), {value_of(model.key_of(object))}));
    return rows.exists();
}

class ObjectRules {
public:
    ObjectRules(const ModelInfo& model, const void* object, const std::vector<std::string>& skip)
        : model_(model), object_(object), skip_(skip) {}

    std::vector<FieldError> check() {
        for (const Column& column : model_.columns) check_field(column);
        for (const Relation& relation : model_.relations) check_reference(relation);
        check_unique();
        std::vector<TypeInfo::RuleError> found;
        for (const auto& rule : model_.type->rules) rule(object_, found);
        for (auto& error : found) {
            if (!is_in(skip_, error.field)) errors_.push_back({error.field, error.message, error.code});
        }
        return std::move(errors_);
    }

private:
    bool has_error(const std::string& name) const {
        return std::ranges::find(errors_, name, &FieldError::field) != errors_.end();
    }

    void check_field(const Column& column) {
        bool by_itself = column.options->auto_now || column.options->auto_now_add || column.generated || column.computed();
        if (column.relation || by_itself || is_in(skip_, column.attribute)) return;
        auto before = errors_.size();
        FieldRules(*column.field, column.value(object_), errors_).check();
        for (auto i = before; i < errors_.size(); ++i) errors_[i].field = column.attribute;
    }

    void check_reference(const Relation& relation) {
        if (relation.to_many() || is_in(skip_, relation.name)) return;
        auto* member = static_cast<const std::byte*>(object_) + relation.offset;
        auto& reference = *relation_type(*relation.field)->reference(const_cast<std::byte*>(member));
        if (reference.empty()) {
            if (!relation.nullable) errors_.push_back({relation.name, "This field cannot be null.", "null"});
            return;
        }
        const ModelInfo& target = relation.target();
        AnyQuerySet rows(target);
        rows = rows.filter(compare(Lookup::exact, path_named("pk"), {value_of(reference.key())}));
        if (relation.options->limit_choices_to) rows = rows.filter(relation.options->limit_choices_to);
        if (!rows.exists()) {
            errors_.push_back({relation.name, target.verbose_name + " instance with id " + detail::key_text(reference.key()) +
                                                  " is not a valid choice.", "invalid"});
        }
    }

    void check_unique() {
        for (const Column& column : model_.columns) {
            bool asked = column.unique || (column.primary_key && model_.key.size() == 1 && !model_.is_saved(object_));
            const std::string& name = column.relation ? column.relation->name : column.attribute;
            if (!asked || is_in(skip_, name) || has_error(name) || !is_taken(model_, object_, {&column})) continue;
            errors_.push_back({name, subject() + " with this " + column.field->label + " already exists.", "unique"});
        }
        for (const IndexInfo& index : model_.indexes) {
            if (index.unique && index.over_columns()) check_together(index);
        }
        for (const CheckInfo& check : model_.checks) {
            if (holds(model_, object_, *check.condition).value_or(true)) continue;
            std::string message = check.message.empty() ? "Constraint “" + check.name + "” is violated." : check.message;
            errors_.push_back({"", std::move(message), "check"});
        }
    }

    void check_together(const IndexInfo& index) {
        std::vector<const Column*> columns;
        std::string labels;
        for (std::size_t i = 0; i < index.columns.size(); ++i) {
            columns.push_back(model_.column(index.columns[i]));
            const std::string& name = columns.back()->attribute;
            if (is_in(skip_, name) || has_error(name)) return;
            labels += (i == 0 ? "" : i + 1 == index.columns.size() ? " and " : ", ") + columns.back()->field->label;
        }
        bool watched = !index.condition || holds(model_, object_, *index.condition).value_or(true);
        if (watched && is_taken(model_, object_, columns, index.condition)) {
            std::string message = index.message.empty() ? subject() + " with this " + labels + " already exists." : index.message;
            errors_.push_back({"", std::move(message), "unique_together"});
        }
    }

    std::string subject() const {
        std::string name = model_.verbose_name;
        if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
        return name;
    }

    const ModelInfo& model_;
    const void* object_;
    const std::vector<std::string>& skip_;
    std::vector<FieldError> errors_;
};

std::string summary(const std::vector<FieldError>& errors) {
    std::string text;
    for (const auto& error : errors) {
        if (!text.empty()) text += "; ";
        text += (error.field.empty() ? "" : "\"" + error.field + "\": ") + error.message;
    }
    return text;
}

}  // namespace

std::vector<FieldError> validate_field(const FieldInfo& field, const Value& value) {
    std::vector<FieldError> errors;
    FieldRules(field, value, errors).check();
    return errors;
}

std::vector<FieldError> validate(const TypeInfo& type, const void* object, const std::vector<std::string>& skip) {
    type.complete(object);
    return ObjectRules(require_model(&type, type.name.c_str()), object, skip).check();
}

void full_clean(const TypeInfo& type, const void* object) {
    auto errors = validate(type, object);
    if (!errors.empty()) throw ValidationError(std::move(errors));
}

ValidationError::ValidationError(std::vector<FieldError> errors)
    : Error(summary(errors), "show the errors beside their fields"), errors_(std::move(errors)) {}

}  // namespace portico::orm
