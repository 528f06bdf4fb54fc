/// Tags and filters of one's own, written as plain typed functions.
///
///     templates::Library library("blog");
///     library.filter("shout", [](std::string_view text) { return text::upper(text) + "!"; })
///         .filter("times", [](std::int64_t number, std::int64_t factor) { return number * factor; })
///         .simple_tag("greeting", [](std::string_view name, std::optional<std::string> mark) { … }, {"name",
///         "mark"}) .inclusion_tag("post_card", "blog/_card.html", [](const Post& post) { return
///         Context{{"post", post}}; });
///
///     {% load blog %}{{ title|shout }} {% greeting "Ann" mark="!" as hello %} {% post_card post %}
///
/// Arguments are converted to the parameters' types; what doesn't fit is a RenderError that names the tag.
/// Trailing `std::optional` parameters may be left out. A text result is escaped, an `Html` is not. A tag's
/// function may take `const Scope&` first to read the template's variables.
#pragma once
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/templates/context.hpp>
#include <portico/templates/scope.hpp>

namespace portico::templates {

namespace detail {

std::int64_t integer_argument(const Value& value);
double number_argument(const Value& value);
[[noreturn]] void wrong_argument(const Value& value, std::string_view expected);
const void* struct_argument(const Value& value, const TypeInfo* type);

/// Holds what a parameter of type T may refer to while the function runs.
template <class T> struct Argument {
    const T* object;
    explicit Argument(const Value& value)
        : object(static_cast<const T*>(struct_argument(value, type_slot<T>))) {}
    const T& get() { return *object; }
};
template <> struct Argument<Value> {
    const Value* value;
    explicit Argument(const Value& v) : value(&v) {}
    const Value& get() { return *value; }
};
template <> struct Argument<std::string_view> {
    std::string storage{};
    std::optional<std::string_view> given{};
    explicit Argument(const Value& value) : given(value.as_text()) {
        if (!given) storage = value.str();
    }
    std::string_view get() { return given ? *given : std::string_view(storage); }
};
template <> struct Argument<std::string> {
    std::string text;
    explicit Argument(const Value& value) : text(value.str()) {}
    std::string& get() { return text; }
};
template <> struct Argument<bool> {
    bool truth;
    explicit Argument(const Value& value) : truth(value.truthy()) {}
    bool get() { return truth; }
};
template <std::integral T> struct Argument<T> {
    T number;
    explicit Argument(const Value& value) : number(static_cast<T>(integer_argument(value))) {}
    T get() { return number; }
};
template <std::floating_point T> struct Argument<T> {
    T number;
    explicit Argument(const Value& value) : number(static_cast<T>(number_argument(value))) {}
    T get() { return number; }
};
template <> struct Argument<List> {
    List items{};
    explicit Argument(const Value& value);
    const List& get() { return items; }
};
template <> struct Argument<DateTime> {
    DateTime moment{};
    explicit Argument(const Value& value);
    DateTime get() { return moment; }
};
template <class T> struct Argument<std::optional<T>> {
    std::optional<T> inner{};
    explicit Argument(const Value& value) {
        if (!value.is_null()) inner.emplace(Argument<T>(value).get());
    }
    const std::optional<T>& get() { return inner; }
};

/// What a function gives back, as a value; C texts are copied.
template <class R> Value as_result(R&& result) {
    if constexpr (std::is_convertible_v<R, const char*>)
        return Value(std::string_view(result));
    else
        return Value(std::forward<R>(result));
}

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

template <class F> struct Signature : Signature<decltype(&F::operator())> {};
template <class R, class... P> struct Signature<R (*)(P...)> {
    using Parameters = std::tuple<std::remove_cvref_t<P>...>;
};
template <class R, class C, class... P> struct Signature<R (C::*)(P...) const> : Signature<R (*)(P...)> {};
template <class R, class C, class... P> struct Signature<R (C::*)(P...)> : Signature<R (*)(P...)> {};

template <class Parameters, std::size_t From, std::size_t... Is>
constexpr std::size_t count_required(std::index_sequence<Is...>) {
    return (std::size_t{0} + ... + (is_optional<std::tuple_element_t<From + Is, Parameters>> ? 0 : 1));
}

/// Calls `function` with `first...` and the arguments converted to what it takes from place From on.
template <std::size_t From, class F, class... First, std::size_t... Is>
decltype(auto) call(F& function, [[maybe_unused]] std::span<const Value> arguments,
                    std::index_sequence<Is...>, First&... first) {
    using Parameters = typename Signature<F>::Parameters;
    std::tuple<Argument<std::tuple_element_t<From + Is, Parameters>>...> converted{
        Argument<std::tuple_element_t<From + Is, Parameters>>(arguments[Is])...};
    return function(first..., std::get<Is>(converted).get()...);
}

} // namespace detail

/// A filter as the engine calls it; `argument` is null when the template gives none.
struct FilterDefinition {
    std::string name{};
    std::function<Value(const Value& input, const Value* argument)> function{};
    bool takes_argument = false;
    bool needs_argument = false;
    bool keeps_safe = false; // safe HTML in, safe HTML out
};

/// A tag as the engine calls it: one value for each parameter, null for those left out.
struct TagDefinition {
    enum class Kind { simple, inclusion, block };
    std::string name{};
    Kind kind = Kind::simple;
    std::string end_name{};      // block tags
    std::string template_name{}; // inclusion tags
    std::vector<std::string> parameters{};
    std::size_t required = 0, total = 0;
    std::function<Value(Scope&, std::span<const Value>)> value{};
    std::function<Context(Scope&, std::span<const Value>)> context{};
};

class Library {
public:
    explicit Library(std::string name) : name_(std::move(name)) {}

    /// `keeps_safe`: the function adds no HTML, so what is safe stays safe (Django's is_safe).
    template <class F> Library& filter(std::string name, F function, bool keeps_safe = false) {
        using Parameters = typename detail::Signature<F>::Parameters;
        constexpr auto count = std::tuple_size_v<Parameters>;
        static_assert(count == 1 || count == 2, "portico: a filter takes the value and at most one argument");
        FilterDefinition definition{std::move(name), {}, count == 2, false, keeps_safe};
        if constexpr (count == 2)
            definition.needs_argument = !detail::is_optional<std::tuple_element_t<1, Parameters>>;
        definition.function = [function](const Value& input, const Value* argument) mutable {
            const Value values[] = {input, argument ? *argument : Value()};
            return detail::as_result(detail::call<0>(function, values, std::make_index_sequence<count>{}));
        };
        filters_.push_back(std::move(definition));
        return *this;
    }

    template <class F>
    Library& simple_tag(std::string name, F function, std::vector<std::string> parameters = {}) {
        TagDefinition definition = describe<F, 0>(std::move(name), std::move(parameters));
        definition.value = [function](Scope& scope, std::span<const Value> arguments) mutable {
            return detail::as_result(invoke<0>(function, scope, arguments));
        };
        tags_.push_back(std::move(definition));
        return *this;
    }

    /// The function gives the context that the template is rendered with.
    template <class F>
    Library& inclusion_tag(std::string name, std::string template_name, F function,
                           std::vector<std::string> parameters = {}) {
        TagDefinition definition = describe<F, 0>(std::move(name), std::move(parameters));
        definition.kind = TagDefinition::Kind::inclusion;
        definition.template_name = std::move(template_name);
        definition.context = [function](Scope& scope, std::span<const Value> arguments) mutable {
            return Context(invoke<0>(function, scope, arguments));
        };
        tags_.push_back(std::move(definition));
        return *this;
    }

    /// {% name … %}content{% endname %}: the function takes the rendered content as `const Html&`, then the
    /// arguments.
    template <class F>
    Library& block_tag(std::string name, F function, std::vector<std::string> parameters = {}) {
        TagDefinition definition = describe<F, 1>(std::move(name), std::move(parameters));
        definition.kind = TagDefinition::Kind::block;
        definition.end_name = "end" + definition.name;
        definition.value = [function](Scope& scope, std::span<const Value> arguments) mutable {
            return detail::as_result(invoke<1>(function, scope, arguments));
        };
        tags_.push_back(std::move(definition));
        return *this;
    }

    const std::string& name() const { return name_; }
    const std::vector<FilterDefinition>& filters() const { return filters_; }
    const std::vector<TagDefinition>& tags() const { return tags_; }

private:
    template <class F> static constexpr bool takes_scope() {
        using Parameters = typename detail::Signature<F>::Parameters;
        if constexpr (std::tuple_size_v<Parameters> == 0)
            return false;
        else
            return std::is_same_v<std::tuple_element_t<0, Parameters>, Scope>;
    }

    /// `Content`: how many parameters are not the template author's.
    template <class F, std::size_t Content>
    static TagDefinition describe(std::string name, std::vector<std::string> parameters) {
        using Parameters = typename detail::Signature<F>::Parameters;
        constexpr std::size_t own = Content + (takes_scope<F>() ? 1 : 0);
        constexpr std::size_t total = std::tuple_size_v<Parameters> - own;
        TagDefinition definition;
        definition.name = std::move(name);
        definition.parameters = std::move(parameters);
        definition.total = total;
        definition.required = detail::count_required<Parameters, own>(std::make_index_sequence<total>{});
        return definition;
    }

    /// For a block tag `arguments` begins with the content.
    template <std::size_t Content, class F>
    static decltype(auto) invoke(F& function, Scope& scope, std::span<const Value> arguments) {
        constexpr std::size_t own = takes_scope<F>() ? 1 : 0;
        constexpr std::size_t count =
            std::tuple_size_v<typename detail::Signature<F>::Parameters> - own - Content;
        if constexpr (Content == 1) {
            Html content{arguments[0].str()};
            if constexpr (own == 1) {
                return detail::call<2>(function, arguments.subspan(1), std::make_index_sequence<count>{},
                                       scope, content);
            } else {
                return detail::call<1>(function, arguments.subspan(1), std::make_index_sequence<count>{},
                                       content);
            }
        } else if constexpr (own == 1) {
            return detail::call<1>(function, arguments, std::make_index_sequence<count>{}, scope);
        } else {
            return detail::call<0>(function, arguments, std::make_index_sequence<count>{});
        }
    }

    std::string name_;
    std::vector<FilterDefinition> filters_{};
    std::vector<TagDefinition> tags_{};
};

/// As an app says it: `App("blog").with(templates::library("blog").filter(…))`.
inline Library library(std::string name) { return Library(std::move(name)); }

} // namespace portico::templates
