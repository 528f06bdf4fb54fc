/// What may stand in a pattern's angle brackets: `<int:id>`, `<slug:slug>`, `<name>` (a str).
///
/// | name | takes                                       | a view's parameter             |
/// |------|---------------------------------------------|--------------------------------|
/// | str  | anything without "/", not empty             | std::string_view, std::string  |
/// | int  | digits                                      | any integer type               |
/// | slug | ASCII letters, digits, "-" and "_"          | std::string_view, std::string  |
/// | uuid | 8-4-4-4-12 hexadecimal digits in lower case | Uuid                           |
/// | path | anything, not empty                         | std::string_view, std::string  |
///
/// One's own is a type that is named beside the view:
///
///     struct FourDigitYear {
///         using type = int;
///         static constexpr std::string_view name = "yyyy";
///         static bool accepts(std::string_view text) { return text.size() == 4 && …; }
///         static std::optional<int> parse(std::string_view text);  // nothing: no match
///     };
///     path<year_archive, FourDigitYear>("archive/<yyyy:year>/")
#pragma once
#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <portico/base/uuid.hpp>

namespace portico::routing {

/// A converter as the router uses it.
struct Converter {
    std::string_view name;
    bool (*accepts)(std::string_view text);
    bool crosses_slashes = false;
};

/// The built-in ones, in the order of the table above.
extern const std::array<Converter, 5> built_in_converters;

enum class BuiltIn { str, integer, slug, uuid, path, none };

constexpr BuiltIn built_in_named(std::string_view name) {
    constexpr std::string_view names[] = {"str", "int", "slug", "uuid", "path"};
    for (int i = 0; i < 5; ++i)
        if (names[i] == name) return static_cast<BuiltIn>(i);
    return BuiltIn::none;
}

template <class C>
concept OwnConverter = requires(std::string_view text) {
    typename C::type;
    { C::name } -> std::convertible_to<std::string_view>;
    { C::accepts(text) } -> std::same_as<bool>;
    { C::parse(text) } -> std::convertible_to<std::optional<typename C::type>>;
};

template <OwnConverter C> constexpr Converter converter_of() { return {C::name, &C::accepts, false}; }

template <class T>
concept IntegerParameter = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;
template <class T>
concept TextParameter = std::same_as<T, std::string_view> || std::same_as<T, std::string>;

/// Can a view's parameter of type T take what this built-in converter gives?
template <class T> constexpr bool takes(BuiltIn converter) {
    if (converter == BuiltIn::integer) return IntegerParameter<T>;
    if (converter == BuiltIn::uuid) return std::same_as<T, Uuid>;
    return TextParameter<T>;
}

/// A path's text as a view's parameter; nothing when it does not fit (an integer too large).
template <class T> std::optional<T> parameter_from(std::string_view text) {
    if constexpr (TextParameter<T>) {
        return T(text);
    } else if constexpr (std::same_as<T, Uuid>) {
        return Uuid::parse(text);
    } else if constexpr (IntegerParameter<T>) {
        T value{};
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
        return value;
    } else {
        return std::nullopt;
    }
}

} // namespace portico::routing
