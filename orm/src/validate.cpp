#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/base/validators.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/types.hpp>

#include "batch.hpp"
#include "exclusion.hpp"
#include "related_rows.hpp"

namespace portico::orm {

namespace {

bool is_blank(const Value& value) {
    bool is_list = value.as_list() && value.as_list()->empty(), is_map = value.as_map() && value.as_map()->empty();
    return value.is_null() || (value.is_text() && value.as_text()->empty()) || is_list || is_map;
}

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
            if (field_.must_be_filled()) add("This field cannot be blank.", "blank");
            return;
        }
        if (!choices()) return;
        characters();
        form();
        length();
        range();
        decimals();
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

    void characters() {
        auto text = value_.as_text();
        if (!text) return;
        if (text->find('\0') != text->npos) add("Null characters are not allowed.", "null_characters_not_allowed");
        if (!text::is_utf8(*text)) add("Enter a text in UTF-8.", "invalid");
    }

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
        auto* decimal = value_.as_decimal();
        if (!decimal) return;
        auto plural = [](int count, const char* word) { return std::to_string(count) + word + (count == 1 ? "" : "s"); };
        // Zeros beyond the column's places are no fault: they come of calculating.
        bool fits = field_.places && decimal->rounded(*field_.places) == *decimal;
        const Decimal written = fits && decimal->scale() > *field_.places ? decimal->rounded(*field_.places) : *decimal;
        int places = written.scale(), digits = std::max(written.digits(), places);
        int before = field_.digits.value_or(0) - field_.places.value_or(0);
        if (field_.digits && digits > *field_.digits)
            add("Ensure that there are no more than " + plural(*field_.digits, " digit") + " in total.", "max_digits");
        else if (field_.places && places > *field_.places)
            add("Ensure that there are no more than " + plural(*field_.places, " decimal place") + ".", "max_decimal_places");
        else if (field_.digits && field_.places && digits - places > before)
            add("Ensure that there are no more than " + plural(before, " digit") + " before the decimal point.", "max_whole_digits");
    }

    void form() {
        auto text = value_.as_text();
        if (!text) return;
        auto problem = format_problem(*text, field_.format);
        if (!problem.empty()) add(std::move(problem), "invalid");
        if (!field_.pattern.empty() && !matches_pattern(*text, field_.pattern)) add("Enter a valid value.", "invalid");
    }

    bool choices() {
        bool known = field_.choices.empty() ||
                     std::ranges::any_of(field_.choices, [&](const Choice& choice) { return choice.value == value_; });
        std::string quote = value_.is_text() ? "'" : "";
        if (!known) add("Value " + quote + value_.str() + quote + " is not a valid choice.", "invalid_choice");
        return known;
    }

    const FieldInfo& field_;
    const Value& value_;
    std::vector<FieldError>& errors_;
};

/// All rows but the object's own.
AnyQuerySet others(const ModelInfo& model, const void* object) {
    AnyQuerySet rows(model);
    return model.is_saved(object) ? rows.exclude(compare(Lookup::exact, path_named("pk"), {value_of(model.key_of(object))})) : rows;
}

/// Rows other than the object itself with these values.
bool is_taken(const ModelInfo& model, const void* object, const std::vector<const Column*>& columns,
              const ExpressionPtr& condition = nullptr, bool nulls_meet = false) {
    AnyQuerySet rows = others(model, object);
    if (condition) rows = rows.filter(condition);
    for (const Column* column : columns) {
        // All columns of a foreign key are compared at once.
        if (column->relation && column->part > 0) continue;
        Value value = column->relation ? column->relation->value_of(object) : column->value(object).owned();
        if (value.is_null() && !nulls_meet) return false;
        auto path = column->relation ? detail::path_over({column->relation, false}) : path_named(column->attribute);
        rows = rows.filter(compare(Lookup::exact, std::move(path), {value_of(std::move(value))}));
    }
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
        Value referred = relation.value_of(object_);
        rows = rows.filter(compare(Lookup::exact, path_named(relation.to_field ? relation.to_field->attribute : "pk"), {value_of(referred)}));
        if (relation.options->limit_choices_to) rows = rows.filter(relation.options->limit_choices_to);
        if (!rows.exists()) {
            errors_.push_back({relation.name, target.verbose_name + " instance with id " + detail::key_text(referred) +
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
        if (model_.key.size() > 1 && !model_.is_saved(object_)) check_key();
        for (const IndexInfo& index : model_.indexes) {
            if (index.unique) index.over_columns() ? check_together(index) : check_computed(index);
        }
        for (const CheckInfo& check : model_.checks) {
            if (holds(model_, object_, *check.condition).value_or(true)) continue;
            std::string message = check.message.empty() ? "Constraint “" + check.name + "” is violated." : check.message;
            errors_.push_back({"", std::move(message), check.code.empty() ? "check" : check.code});
        }
        for (const Exclusion& one : model_.exclusions) {
            if (!errors_.empty() || !detail::is_excluded(model_, object_, one)) continue;
            std::string message = one.message.empty() ? "Constraint “" + one.name + "” is violated." : one.message;
            errors_.push_back({"", std::move(message), one.code.empty() ? "exclusion" : one.code});
        }
        for (const Column& column : model_.columns) {
            check_unique_for(column, column.options->unique_for_date, "date");
            check_unique_for(column, column.options->unique_for_month, "month");
            check_unique_for(column, column.options->unique_for_year, "year");
        }
    }

    /// A new row's key of several columns.
    void check_key() {
        std::string labels;
        for (const Column* column : model_.key) {
            if (is_in(skip_, column->attribute) || has_error(column->attribute)) return;
            labels += (labels.empty() ? "" : column == model_.key.back() ? " and " : ", ") + column->field->label;
        }
        if (AnyQuerySet(model_).filter(compare(Lookup::exact, path_named("pk"), {value_of(model_.key_of(object_))})).exists())
            errors_.push_back({"", subject() + " with this " + labels + " already exists.", "unique_together"});
    }

    /// As Django: of the other rows, those of the same day (the same month or year of any) must have another value.
    void check_unique_for(const Column& column, const std::optional<std::uint32_t>& of, const std::string& part) {
        if (!of) return;
        const Column* day = model_.column_at(*of);
        const std::string& name = column.relation ? column.relation->name : column.attribute;
        if (!day || is_in(skip_, name) || is_in(skip_, day->attribute) || has_error(name) || has_error(day->attribute)) return;
        Value moment = day->value(object_), value = column.value(object_).owned();
        auto* date_time = moment.as_date_time();
        auto* date = moment.as_date();
        if ((!date_time && !date) || value.is_null()) return;
        const Date when = date ? *date : i18n::current_zone().local(*date_time).date;
        auto rows = others(model_, object_).filter(compare(Lookup::exact, path_named(name), {value_of(std::move(value))}));
        if (part == "date")
            rows = rows.filter(named(day->attribute + (date_time ? "__date" : ""), Value(when)));
        else
            rows = rows.filter(named(day->attribute + "__" + part, part == "year" ? Value(static_cast<int>(when.year()))
                                                                                : Value(static_cast<unsigned>(when.month()))));
        if (rows.exists())
            errors_.push_back({name, column.field->label + " must be unique for " + day->field->label + " " + part + ".", "unique_for_date"});
    }

    void check_together(const IndexInfo& index) {
        std::vector<const Column*> columns;
        std::string labels;
        for (std::size_t i = 0; i < index.columns.size(); ++i) {
            columns.push_back(model_.column(index.columns[i]));
            const std::string& name = columns.back()->attribute;
            if (is_in(skip_, name) || has_error(name)) return;
            if (columns.back()->part > 0) continue;
            labels += (i == 0 ? "" : i + 1 == index.columns.size() ? " and " : ", ") + columns.back()->field->label;
        }
        bool watched = !index.condition || holds(model_, object_, *index.condition).value_or(true);
        if (watched && is_taken(model_, object_, columns, index.condition, !index.more.nulls_distinct)) {
            std::string message = index.message.empty() ? subject() + " with this " + labels + " already exists." : index.message;
            errors_.push_back({"", std::move(message), index.code.empty() ? "unique_together" : index.code});
        }
    }

    /// A rule over expressions: those of them that are known here without the database.
    void check_computed(const IndexInfo& index) {
        AnyQuerySet rows = others(model_, object_);
        if (index.condition) rows = rows.filter(index.condition);
        for (std::size_t i = 0; i < index.terms.size(); ++i) {
            const std::string& name = index.attributes[i];
            if (!name.empty() && (is_in(skip_, name) || has_error(name))) return;
            auto value = value_in(model_, object_, *index.terms[i].expression);
            if (!value || (value->is_null() && index.more.nulls_distinct)) return;
            rows = rows.filter(compare(Lookup::exact, index.terms[i].expression, {value_of(std::move(*value))}));
        }
        bool watched = !index.condition || holds(model_, object_, *index.condition).value_or(true);
        if (!watched || !rows.exists()) return;
        std::string message = index.message.empty() ? "Constraint “" + index.name + "” is violated." : index.message;
        errors_.push_back({"", std::move(message), index.code.empty() ? "unique_together" : index.code});
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
