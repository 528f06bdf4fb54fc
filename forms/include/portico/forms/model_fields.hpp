/// Fields whose choices are rows.
#pragma once
#include <optional>
#include <string>

#include <portico/forms/fields.hpp>
#include <portico/orm/any_query_set.hpp>
#include <portico/orm/model_info.hpp>

namespace portico::forms {

/// One row of a query set. The clean value is the object (null for none); initial values are keys or objects.
class ModelChoiceField : public ChoiceField {
public:
    explicit ModelChoiceField(orm::AnyQuerySet rows, WidgetPtr widget = std::make_shared<Select>());
    const orm::AnyQuerySet& rows() const { return *rows_; }
    /// Offers other rows: fewer than the model's, or those a user may see.
    void set_rows(orm::AnyQuerySet rows);
    /// The option for nothing; offered where the field is not required or has no initial value.
    std::string empty_label = no_choice;

    Value to_value(const Value& sent) const override;
    void validate(const Value& value) const override { Field::validate(value); }
    /// An object as its key, which is what options hold.
    Value prepared(const Value& value) const override;
    bool has_changed(const Value& initial, const Value& sent) const override;

protected:
    std::shared_ptr<orm::AnyQuerySet> rows_;
};

/// Any number of rows: a list of objects.
class ModelMultipleChoiceField : public ModelChoiceField {
public:
    explicit ModelMultipleChoiceField(orm::AnyQuerySet rows);
    Value to_value(const Value& sent) const override;
    Value prepared(const Value& value) const override;
    bool has_changed(const Value& initial, const Value& sent) const override;
};

/// The key of a row as text, from a key, an object or a text.
std::string key_text(const orm::ModelInfo& model, const Value& value);

/// The field for one of a model's members; null for what people don't edit (counted keys, `auto_now`).
FieldPtr make_model_field(const orm::ModelInfo& model, const FieldInfo& info);

}  // namespace portico::forms
