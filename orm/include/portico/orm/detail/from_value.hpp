#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include <portico/base/value.hpp>
#include <portico/orm/relations.hpp>

namespace portico::orm::detail {

/// The type that a selected field of type V arrives as.
template <class V> struct Selected {
    using type = V;
};
template <class K> struct Selected<Id<K>> {
    using type = K;
};
template <class K> struct Selected<std::optional<Id<K>>> {
    using type = std::optional<K>;
};
template <class V>
    requires requires { typename V::Target; }
struct Selected<V> {
    using type = typename KeyOf<typename V::Target>::type;
};

/// A column's value as a C++ type; null is X{}.
template <class X> X from_value(const Value& value) {
    if constexpr (std::same_as<X, Value>) {
        return value;
    } else if constexpr (requires { typename X::value_type; requires std::same_as<X, std::optional<typename X::value_type>>; }) {
        return value.is_null() ? X() : X(from_value<typename X::value_type>(value));
    } else if constexpr (std::is_enum_v<X>) {
        return static_cast<X>(from_value<std::int64_t>(value));
    } else if constexpr (std::same_as<X, bool>) {
        return value.truthy();
    } else if constexpr (std::is_arithmetic_v<X>) {
        if (auto* integer = value.as_integer()) return static_cast<X>(*integer);
        if (auto* number = value.as_number()) return static_cast<X>(*number);
        if (auto* boolean = value.as_boolean()) return static_cast<X>(*boolean);
        if (auto* decimal = value.as_decimal()) return static_cast<X>(decimal->to_double());
        return X{};
    } else if constexpr (std::same_as<X, std::string>) {
        return value.is_null() ? std::string() : value.str();
    } else if constexpr (std::same_as<X, Decimal>) {
        if (auto* integer = value.as_integer()) return Decimal(*integer);
        return value.as_decimal() ? *value.as_decimal() : X{};
    } else if constexpr (std::same_as<X, Date>) {
        return value.as_date() ? *value.as_date() : X{};
    } else if constexpr (std::same_as<X, Time>) {
        return value.as_time() ? *value.as_time() : X{};
    } else if constexpr (std::same_as<X, DateTime>) {
        return value.as_date_time() ? *value.as_date_time() : X{};
    } else if constexpr (std::same_as<X, Duration>) {
        return value.as_duration() ? *value.as_duration() : X{};
    } else if constexpr (std::same_as<X, Uuid>) {
        return value.as_uuid() ? *value.as_uuid() : X{};
    } else if constexpr (std::same_as<X, Bytes>) {
        return value.as_bytes() ? *value.as_bytes() : X{};
    } else if constexpr (requires(X x) { x.push_back(std::declval<typename X::value_type>()); }) {
        X all;
        value.each([&](const Value& item) { return all.push_back(from_value<typename X::value_type>(item)), true; });
        return all;
    } else if constexpr (requires(X x) { x.name = std::string(); }) {
        return X{from_value<std::string>(value)};
    } else {
        static_assert(std::constructible_from<X, Value>, "portico: a field of this type can't be selected by itself");
        return X(value);
    }
}

}  // namespace portico::orm::detail
