/// A form is a struct.
///
///     struct CommentFields {
///         std::string name{};
///         std::string text{};
///         static void describe(Describe<CommentFields>& comment) {
///             comment.field(&CommentFields::name).length(1, 80);
///             comment.field(&CommentFields::text).widget(forms::textarea).label("Your comment");
///         }
///     };
///     using CommentForm = forms::Form<CommentFields>;
///
///     auto form = CommentForm(request);                 // bound when the request is a POST
///     if (form.is_valid()) save(form->name, form->text);
///     return render(request, "comment.html", {{"form", form}});      // {{ form }}
///
/// Rules over several fields are `comment.rule(…)` in `describe`, or, where they need more than the struct, a class of one's own:
///
///     struct SignUpForm : forms::Form<SignUpFields> {
///         using Form::Form;
///         void clean() override {
///             if (taken((*this)->name)) add_error("name", "That name is taken.");
///         }
///     };
#pragma once
#include <portico/base/field_types.hpp>
#include <portico/forms/any_form.hpp>

namespace portico {
class Request;
}

namespace portico::forms {

/// The part of `Form` that doesn't depend on the struct.
class StructForm : public AnyForm {
public:
    StructForm(const TypeInfo& type, Submission sent, FormOptions options, const void* initial = nullptr);

    const TypeInfo& type() const { return *type_; }
    /// The struct with the clean values in it; those with errors are as the struct's initialisers made them.
    const void* object() const { return object_.get(); }
    void* object() { return object_.get(); }

protected:
    /// Puts the clean values into the object and runs the rules of `describe`.
    void fill() override;
    void set_cleaned(std::string_view name, Value value) override;

private:
    const TypeInfo* type_;
    std::shared_ptr<void> object_;
};

template <class T> class Form : public StructForm {
public:
    using Fields = T;

    /// Bound to what the request sent, unless its method is safe (GET, HEAD).
    explicit Form(const Request& request, FormOptions options = {})
        : StructForm(install_type<T>(), Submission::posted(request), std::move(options)) {}
    /// Bound on POST; shows `initial` otherwise.
    Form(const Request& request, const T& initial, FormOptions options = {})
        : StructForm(install_type<T>(), Submission::posted(request), std::move(options), &initial) {}
    /// Bound to this data.
    explicit Form(Submission sent, FormOptions options = {})
        : StructForm(install_type<T>(), std::move(sent), std::move(options)) {}
    /// Unbound.
    explicit Form(FormOptions options = {}) : StructForm(install_type<T>(), {}, std::move(options)) {}
    explicit Form(const T& initial, FormOptions options = {})
        : StructForm(install_type<T>(), {}, std::move(options), &initial) {}

    /// The clean values. Look at them when `is_valid()`.
    const T& operator*() const { return *static_cast<const T*>(object()); }
    const T* operator->() const { return &**this; }
    T& operator*() { return *static_cast<T*>(object()); }
    T* operator->() { return &**this; }
};

}  // namespace portico::forms
