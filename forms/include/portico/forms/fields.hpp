/// The kinds of fields, named as in Django.
#pragma once
#include <optional>
#include <string>

#include <portico/base/decimal.hpp>
#include <portico/forms/field.hpp>
#include <portico/forms/widgets.hpp>

namespace portico::i18n {
class BigNumber;
}

namespace portico::forms {

/// Text. White space at both ends goes unless `strip` is off; lengths are in code points.
class CharField : public Field {
public:
    explicit CharField(WidgetPtr widget = std::make_shared<TextInput>()) : Field(std::move(widget)) {}
    std::optional<std::size_t> min_length{}, max_length{};
    bool strip = true;
    Value empty_value = "";

    Value to_value(const Value& sent) const override;
    void widget_attributes(const Widget& on, Attributes& attributes) const override;

protected:
    void check_limits(const Value& value, std::vector<Fault>& faults) const override;
};

/// Text that a regular expression (PCRE2) is found in.
class RegexField : public CharField {
public:
    explicit RegexField(std::string pattern);

protected:
    void check_limits(const Value& value, std::vector<Fault>& faults) const override;

private:
    std::string pattern_;
};

class EmailField : public CharField {
public:
    EmailField();
};

class SlugField : public CharField {
public:
    explicit SlugField(bool allow_unicode = false);
};

/// "example.com" becomes "https://example.com".
class URLField : public CharField {
public:
    explicit URLField(std::string assume_scheme = "https");
    Value to_value(const Value& sent) const override;

    std::string assume_scheme;
};

/// Numbers. `step` is counted from `min_value`, or 0.
class IntegerField : public Field {
public:
    IntegerField() : Field(std::make_shared<NumberInput>()) {}
    std::optional<Value> min_value{}, max_value{}, step{};
    bool exclusive_min = false, exclusive_max = false;

    Value to_value(const Value& sent) const override;
    void widget_attributes(const Widget& on, Attributes& attributes) const override;

protected:
    void check_limits(const Value& value, std::vector<Fault>& faults) const override;
};

class FloatField : public IntegerField {
public:
    Value to_value(const Value& sent) const override;
    void widget_attributes(const Widget& on, Attributes& attributes) const override;
};

class DecimalField : public IntegerField {
public:
    std::optional<int> max_digits{}, decimal_places{};
    Value to_value(const Value& sent) const override;
    void widget_attributes(const Widget& on, Attributes& attributes) const override;

protected:
    void check_limits(const Value& value, std::vector<Fault>& faults) const override;

private:
    [[noreturn]] void refuse_long(const i18n::BigNumber& number) const;
};

class DateField : public Field {
public:
    explicit DateField(WidgetPtr widget = std::make_shared<DateInput>()) : Field(std::move(widget)) {}
    /// How it may be typed, by Python's strptime ("%d.%m.%Y"); empty: Django's formats for English.
    std::vector<std::string> input_formats{};
    Value to_value(const Value& sent) const override;
};

class TimeField : public Field {
public:
    explicit TimeField(WidgetPtr widget = std::make_shared<TimeInput>()) : Field(std::move(widget)) {}
    std::vector<std::string> input_formats{};
    Value to_value(const Value& sent) const override;
};

/// A moment; typed and shown in the project's time zone.
class DateTimeField : public Field {
public:
    explicit DateTimeField(WidgetPtr widget = std::make_shared<DateTimeInput>()) : Field(std::move(widget)) {}
    /// ISO 8601 is read besides.
    std::vector<std::string> input_formats{};
    Value to_value(const Value& sent) const override;
    bool has_changed(const Value& initial, const Value& sent) const override;
};

class DurationField : public Field {
public:
    DurationField() : Field(std::make_shared<TextInput>()) {}
    Value to_value(const Value& sent) const override;
    Value prepared(const Value& value) const override;
};

class UUIDField : public CharField {
public:
    Value to_value(const Value& sent) const override;
};

/// What is no JSON is shown again as it was typed.
class JSONField : public CharField {
public:
    JSONField() : CharField(std::make_shared<Textarea>()) {}
    Value to_value(const Value& sent) const override;
    Value prepared(const Value& value) const override;
    Value bound_value(const Value& sent, const Value& initial) const override;
    bool has_changed(const Value& initial, const Value& sent) const override;
};

/// `required` means: has to be ticked.
class BooleanField : public Field {
public:
    BooleanField() : Field(std::make_shared<CheckboxInput>()) {}
    Value to_value(const Value& sent) const override;
    void validate(const Value& value) const override;
    bool has_changed(const Value& initial, const Value& sent) const override;
};

class NullBooleanField : public BooleanField {
public:
    NullBooleanField();
    Value to_value(const Value& sent) const override;
    void validate(const Value&) const override {}
};

/// What a list begins with where nothing may be, or is yet to be, chosen.
inline constexpr char no_choice[] = "- Select an option -";

/// One of several; the value is what the choice holds (a text, a number).
class ChoiceField : public Field {
public:
    explicit ChoiceField(Choices choices = {}, WidgetPtr widget = std::make_shared<Select>());
    void set_choices(Choices choices);
    std::vector<Choice> choices() const { return choices_ ? choices_() : std::vector<Choice>(); }
    Value to_value(const Value& sent) const override;
    void validate(const Value& value) const override;

    Value empty_value = "";

protected:
    void set_up_widget(Widget& on) const override;
    /// The choice whose value reads like that text, or nothing.
    virtual std::optional<Value> choice(std::string_view text) const;
    [[noreturn]] void refuse(const Value& value) const;

private:
    Choices choices_;
};

/// Any number of several: a list.
class MultipleChoiceField : public ChoiceField {
public:
    explicit MultipleChoiceField(Choices choices = {}, WidgetPtr widget = std::make_shared<SelectMultiple>());
    Value to_value(const Value& sent) const override;
    void validate(const Value& value) const override;
    bool has_changed(const Value& initial, const Value& sent) const override;
};

/// An uploaded file. Clean gives a FileValue, false (clear the present file), or the initial value when nothing was chosen.
class FileField : public Field {
public:
    FileField() : Field(std::make_shared<ClearableFileInput>()) {}
    std::optional<std::size_t> max_length{};  // of the name
    bool allow_empty = false;

    Value clean(const Value& sent, const Value& initial = {}) const override;
    Value to_value(const Value& sent) const override;
    Value bound_value(const Value&, const Value& initial) const override { return initial; }
    bool has_changed(const Value& initial, const Value& sent) const override;
};

/// A picture: the extension is known as one, and the first bytes are those of one.
class ImageField : public FileField {
public:
    Value to_value(const Value& sent) const override;
    void widget_attributes(const Widget& on, Attributes& attributes) const override;
};

/// "10.0.0.1", "2001:db8::1"; addresses are brought into their shortest form.
class GenericIPAddressField : public CharField {
public:
    enum class Protocol { both, ipv4, ipv6 };
    explicit GenericIPAddressField(Protocol protocol = Protocol::both, bool unpack_ipv4 = false);
    Value to_value(const Value& sent) const override;

    Protocol protocol;
    bool unpack_ipv4;
};

}  // namespace portico::forms
