/// What a struct says of itself beyond its types.
///
///     struct CommentFields {
///         std::string name{};
///         std::string text{};
///         static void describe(Describe<CommentFields>& comment) {
///             comment.field(&CommentFields::name).length(1, 80);
///             comment.field(&CommentFields::text).widget("textarea").label("Your comment");
///         }
///     };
///
/// Nothing here is instantiated for more than a line: each call writes into the `FieldInfo` it names.
#pragma once
#include <bit>
#include <functional>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>

#include <portico/base/type_info.hpp>

namespace portico {

/// Where a member lies in its struct, in bytes (Itanium C++ ABI: a pointer to a data member is that offset).
template <class T, class M> std::size_t offset_of(M T::*member) {
    static_assert(sizeof(member) == sizeof(std::ptrdiff_t));
    return static_cast<std::size_t>(std::bit_cast<std::ptrdiff_t>(member));
}

/// One row of `.choices({{Status::draft, "draft", "Draft"}})`: the value, the name it is stored by, what a person sees.
template <class M> struct ChoiceRow {
    M value{};
    std::string stored{};
    std::string label{};
};

/// The options that forms, models and endpoints share. `Self` is the description that the calls chain on.
template <class Self> class FieldOptions {
public:
    explicit FieldOptions(FieldInfo& field) : field_(&field) {}

    Self& label(std::string text) { return field_->label = std::move(text), self(); }
    Self& help_text(std::string text) { return field_->help_text = std::move(text), self(); }
    Self& alias(std::string name) { return field_->alias = std::move(name), self(); }
    Self& was(std::string former_name) { return field_->was = std::move(former_name), self(); }
    Self& widget(std::string name) { return field_->widget = std::move(name), self(); }
    Self& max_length(std::size_t n) { return field_->max_length = n, self(); }
    Self& min_length(std::size_t n) { return field_->min_length = n, self(); }
    Self& length(std::size_t least, std::size_t most) { return min_length(least), max_length(most); }
    Self& min(Value least) { return field_->minimum = std::move(least), self(); }
    Self& max(Value most) { return field_->maximum = std::move(most), self(); }
    Self& range(Value least, Value most) { return min(std::move(least)), max(std::move(most)); }
    Self& above(Value bound) { return field_->exclusive_minimum = true, min(std::move(bound)); }
    Self& below(Value bound) { return field_->exclusive_maximum = true, max(std::move(bound)); }
    Self& multiple_of(Value step) { return field_->multiple_of = std::move(step), self(); }
    Self& digits(int all, int behind_point) { return field_->digits = all, field_->places = behind_point, self(); }
    Self& pattern(std::string regex) { return field_->pattern = std::move(regex), self(); }
    Self& slug() { return field_->format = "slug", self(); }
    Self& email() { return field_->format = "email", self(); }
    Self& url() { return field_->format = "url", self(); }
    /// An IpAddress (or a text) of that protocol alone.
    Self& ipv4() { return field_->format = "ipv4", self(); }
    Self& ipv6() { return field_->format = "ipv6", self(); }
    /// Forms make "10.0.0.1" of "::ffff:10.0.0.1".
    Self& unpack_ipv4() { return field_->format = "unpack_ipv4", self(); }
    Self& required(bool yes = true) { return field_->required = yes, self(); }
    /// An empty answer is fine (the opposite of `required`).
    Self& blank() { return required(false); }
    Self& default_value(Value value) { return field_->default_value = std::move(value), self(); }
    Self& editable(bool yes) { return field_->editable = yes, self(); }
    Self& hidden() { return field_->hidden = true, self(); }
    Self& validator(std::function<void(const Value&)> check) {
        return field_->validators.push_back(std::move(check)), self();
    }
    Self& choices(std::vector<Choice> rows) { return field_->choices = std::move(rows), self(); }

    FieldInfo& info() { return *field_; }

protected:
    Self& self() { return static_cast<Self&>(*this); }

private:
    FieldInfo* field_;
};

class FieldDescription : public FieldOptions<FieldDescription> {
public:
    using FieldOptions::FieldOptions;
};

/// Finds the field that a member pointer names; Error when the type has none there (a member of a nested struct, say).
/// By place and type; what a type can do (see field_types.hpp) need not be known where its struct is described.
FieldInfo& field_at(TypeInfo& type, std::size_t offset, const std::type_info& field_type);

template <class T> class Describe {
public:
    explicit Describe(TypeInfo& type) : type_(&type) {}

    template <class M> FieldDescription field(M T::*member) { return FieldDescription(info_of(member)); }

    /// How a person sees one of these: a text member, or a function.
    void display(std::string T::*member) {
        type_->display = [member](const void* object) { return static_cast<const T*>(object)->*member; };
    }
    void display(std::string (T::*function)() const) {
        type_->display = [function](const void* object) { return (static_cast<const T*>(object)->*function)(); };
    }
    template <class Function>
        requires std::is_invocable_r_v<std::string, Function, const T&>
    void display(Function function) {
        type_->display = [function](const void* object) { return function(*static_cast<const T*>(object)); };
    }
    /// A method that templates, the admin and JSON may read by that name.
    template <class R> void property(std::string name, R (T::*function)() const) {
        type_->properties.push_back(
            {name, [function](const void* object) { return Value((static_cast<const T*>(object)->*function)()); },
             label_of(name)});
    }
    template <class Function>
        requires std::is_invocable_v<Function, const T&>
    void property(std::string name, Function function) {
        type_->properties.push_back(
            {name, [function](const void* object) { return Value(function(*static_cast<const T*>(object))); },
             label_of(name)});
    }
    /// A rule over several fields: `add(field name or "", message)` for each fault.
    void rule(std::function<void(const T&, const std::function<void(std::string, std::string)>&)> check) {
        type_->rules.push_back([check](const void* object, std::vector<TypeInfo::RuleError>& errors) {
            check(*static_cast<const T*>(object),
                  [&errors](std::string field, std::string message) { errors.push_back({field, message}); });
        });
    }
    void title(std::string text) { type_->title = std::move(text); }
    void doc(std::string text) { type_->doc = std::move(text); }

    TypeInfo& info() { return *type_; }

protected:
    template <class M> FieldInfo& info_of(M T::*member) { return field_at(*type_, offset_of(member), typeid(M)); }

private:
    TypeInfo* type_;
};

}  // namespace portico
