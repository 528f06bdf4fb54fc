/// A form whose fields are known at run time: what `Form<T>`, model forms and the admin are made of.
///
///     forms::AnyForm form(Submission::posted(request));
///     form.add("title", std::make_shared<forms::CharField>());
///     if (form.is_valid()) form.cleaned().find("title")->str();
///     form["title"].widget_html()
///
/// Nothing typed is lost: a bound form shows what was sent. In templates `{{ form }}` draws all fields, `{{ form.title }}` one
/// control, `{% for field in form %}` goes through them; also form.errors, non_field_errors, hidden_fields, visible_fields, as_p,
/// as_table, as_ul, as_div, is_bound, is_multipart, changed_data.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <portico/forms/bound_field.hpp>

namespace portico::forms {

struct FormOptions {
    std::string prefix{};              // names become "prefix-name"
    Map initial{};                     // before the fields' own initial values
    std::string auto_id = "id_%s";     // empty: no ids, no labels that point at them
    std::string label_suffix = ":";
    std::string required_css_class{};  // of the rows and labels of fields that must be filled
    std::string error_css_class{};     // of the rows of fields with errors
    bool empty_permitted = false;      // an extra form of a formset: left as it was, it is valid
    bool use_required_attribute = true;
};

/// The errors of a form by field, in the order of the fields; "__all__" are those of the whole.
class FormErrors : public Dynamic {
public:
    using Entry = std::pair<std::string, std::vector<Fault>>;
    const std::vector<Fault>* find(std::string_view field) const;
    std::vector<Fault>& of(std::string_view field);
    bool empty() const { return entries_.empty(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }
    /// {"title": [{"message": …, "code": …}]}
    std::string as_json() const;

    std::optional<Value> attribute(std::string_view name) const override;
    bool truthy() const override { return !empty(); }
    std::string str() const override;
    std::optional<Html> html() const override { return Html{str()}; }
    bool each(const std::function<bool(const Value&)>& visit) const override;
    std::optional<std::size_t> size() const override { return entries_.size(); }

private:
    std::vector<Entry> entries_;
};

class AnyForm : public Dynamic {
public:
    static constexpr std::string_view all = "__all__";

    explicit AnyForm(FormOptions options = {});
    /// Bound when the submission isn't empty.
    explicit AnyForm(Submission sent, FormOptions options = {});
    ~AnyForm() override;
    AnyForm(AnyForm&&) noexcept;
    AnyForm& operator=(AnyForm&&) noexcept;

    /// Adds a field, or replaces the one of that name in its place.
    Field& add(std::string name, FieldPtr field);
    void remove(std::string_view name);
    /// Throws Error naming the nearest where there is none; `find` gives null.
    Field& field(std::string_view name);
    const Field& field(std::string_view name) const;
    Field* find(std::string_view name) const;
    const std::vector<FieldPtr>& fields() const;
    /// These first, in this order; then the others.
    void order(const std::vector<std::string>& names);
    BoundField operator[](std::string_view name) const { return BoundField(*this, field(name)); }

    bool is_bound() const;
    /// Was it sent, and is nothing wrong with it? Checks once.
    bool is_valid() const;
    const FormErrors& errors() const;
    std::vector<Fault> errors_of(std::string_view field) const;
    ErrorList non_field_errors() const;
    /// The clean values by name; of fields without errors only.
    const Map& cleaned() const;
    /// Adds an error; an empty name is the whole form. A field with an error has no clean value.
    void add_error(std::string_view field, std::string message, std::string code = "invalid");
    void add_error(std::string_view field, std::vector<Fault> faults);
    bool has_error(std::string_view field, std::string_view code = {}) const;

    std::vector<std::string> changed_data() const;
    bool has_changed() const;
    bool is_multipart() const;
    const FormOptions& options() const;
    FormOptions& options();
    const Submission& submission() const;
    std::string prefixed(std::string_view name) const;
    /// The form's initial value of a field, else the field's.
    Value initial_of(const Field& field) const;

    std::vector<BoundField> hidden_fields() const;
    std::vector<BoundField> visible_fields() const;
    std::string as_div() const;
    std::string as_p() const;
    std::string as_table() const;
    std::string as_ul() const;

    std::optional<Value> attribute(std::string_view name) const override;
    bool each(const std::function<bool(const Value&)>& visit) const override;
    std::string str() const override { return as_div(); }
    std::optional<Html> html() const override { return Html{as_div()}; }

protected:
    /// Rules over several fields: override, look at `cleaned()`, call `add_error`. Runs after the fields were cleaned.
    virtual void clean() {}
    /// Before `clean`: struct forms put the clean values into their struct.
    virtual void fill() {}
    /// After `clean`: model forms check the row.
    virtual void post_clean() {}
    /// Changes a clean value: for `clean`.
    virtual void set_cleaned(std::string_view name, Value value);

private:
    friend class BoundField;
    struct State;
    void full_clean() const;
    void clean_field(const Field& field);

    std::unique_ptr<State> state_;
};

}  // namespace portico::forms
