/// Fields of several controls, fields made of others, and choices that become values of another kind; named as in Django.
///
///     SplitDateTimeField starts;                        // a control for the date, one for the time
///     starts.clean(List{"2026-11-21", "09:30"})         // a moment of the current zone
///
///     TypedChoiceField size;
///     size.set_choices(fixed({{"1", "small"}, {"2", "large"}}));
///     size.coerce = [](const Value& value) { return Value(std::stoi(value.str())); };
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <portico/forms/fields.hpp>

namespace portico::forms {

/// Widgets side by side: "name_0", "name_1" … Its value is a list.
class MultiWidget : public Widget {
public:
    explicit MultiWidget(std::vector<WidgetPtr> widgets, Attributes own = {});

    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    using Widget::render;
    Value value_from(const Submission& sent, std::string_view name) const override;
    bool is_omitted(const Submission& sent, std::string_view name) const override;
    bool is_hidden() const override;
    bool is_group() const override { return true; }
    bool needs_multipart() const override;
    std::string id_for_label(std::string_view) const override { return {}; }
    /// A value that is no list, as one value for each widget.
    virtual List parts_of(const Value& value) const;

    std::vector<WidgetPtr> widgets;
    /// What each is called by those who can't see that they stand together (aria-label); as many as there are.
    std::vector<std::string> part_names{};
};

/// `date_attributes` and `time_attributes` stand instead of `own` where they are given.
class SplitDateTimeWidget : public MultiWidget {
public:
    explicit SplitDateTimeWidget(Attributes own = {}, std::string date_format = {}, std::string time_format = {},
                                 std::optional<Attributes> date_attributes = {}, std::optional<Attributes> time_attributes = {});
    List parts_of(const Value& value) const override;
};

class SplitHiddenDateTimeWidget : public SplitDateTimeWidget {
public:
    explicit SplitHiddenDateTimeWidget(Attributes own = {}, std::optional<Attributes> date_attributes = {},
                                       std::optional<Attributes> time_attributes = {});
};

/// Three lists to choose month, day and year from: "name_month", "name_day", "name_year".
class SelectDateWidget : public Widget {
public:
    explicit SelectDateWidget(Attributes own = {}) : Widget(std::move(own)) {}

    std::vector<int> years{};                                // empty: ten from this one on
    std::vector<std::pair<int, std::string>> months{};       // empty: all, with their names
    std::string year_label = "---", month_label = "---", day_label = "---";  // of the options for nothing
    std::string year_name = "Year", month_name = "Month", day_name = "Day";  // what each list is called by screen readers

    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    using Widget::render;
    /// "2026-02-03"; what is no day too ("2026-0-31"), for the field to refuse; null where nothing was chosen.
    Value value_from(const Submission& sent, std::string_view name) const override;
    bool is_omitted(const Submission& sent, std::string_view name) const override;
    bool is_group() const override { return true; }
    /// That of the first list.
    std::string id_for_label(std::string_view id) const override { return std::string(id) + "_month"; }
    /// Where a date has to be chosen the lists have no option for nothing, and HTML no `required` for such.
    bool use_required(const Value&) const override { return false; }
};

/// Several fields whose clean values make one.
class MultiValueField : public Field {
public:
    /// `require_all`: the field is either filled in whole or not at all; else each field says for itself whether it is required.
    MultiValueField(std::vector<FieldPtr> fields, std::shared_ptr<MultiWidget> widget, bool require_all = true);

    Value clean(const Value& sent, const Value& initial = {}) const override;
    bool has_changed(const Value& initial, const Value& sent) const override;
    const std::vector<FieldPtr>& fields() const { return fields_; }

protected:
    /// The value that the parts make; they are none where nothing was sent. A list by default.
    virtual Value compress(const List& parts) const { return Value(parts); }
    List parts_of(const Value& value) const;

private:
    std::vector<FieldPtr> fields_;
    bool require_all_;
};

class SplitDateTimeField : public MultiValueField {
public:
    explicit SplitDateTimeField(std::shared_ptr<MultiWidget> widget = std::make_shared<SplitDateTimeWidget>());
    Value clean(const Value& sent, const Value& initial = {}) const override;
    DateField& date() const { return static_cast<DateField&>(*fields()[0]); }
    TimeField& time() const { return static_cast<TimeField&>(*fields()[1]); }

protected:
    Value compress(const List& parts) const override;
};

/// A text that several fields accept, one after the other.
class ComboField : public CharField {
public:
    explicit ComboField(std::vector<FieldPtr> fields);
    Value clean(const Value& sent, const Value& initial = {}) const override;

private:
    std::vector<FieldPtr> fields_;
};

/// The chosen value, made another kind of value by `coerce`; where that throws ConversionError, the choice is none.
class TypedChoiceField : public ChoiceField {
public:
    using ChoiceField::ChoiceField;
    std::function<Value(const Value&)> coerce = [](const Value& value) { return value; };
    Value clean(const Value& sent, const Value& initial = {}) const override;
};

class TypedMultipleChoiceField : public MultipleChoiceField {
public:
    using MultipleChoiceField::MultipleChoiceField;
    std::function<Value(const Value&)> coerce = [](const Value& value) { return value; };
    Value nothing = List{};  // the value where nothing was chosen
    Value clean(const Value& sent, const Value& initial = {}) const override;
};

}  // namespace portico::forms
