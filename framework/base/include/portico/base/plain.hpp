/// C++ values as plain ones (null, flags, numbers, texts, lists, maps) and back: what caches and sessions keep.
///
///     Value kept = to_plain(cart);                     // {"lines": [{"article": 5, "count": 2}]}
///     Cart cart = from_plain<Cart>(kept);              // ConversionError where it doesn't fit
///
/// Numbers, texts, dates and the like, enums of described structs, optionals, vectors, maps by name, and described structs: those are installed
/// by `values<Cart>()` in one of the site's apps (<portico/project/values.hpp>). Members that `describe` calls hidden are not kept.
#pragma once
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <portico/base/detail/convert.hpp>
#include <portico/base/value.hpp>

namespace portico {

/// The same value with structs as maps, dates and the like as texts. It owns all of it. Error for a struct that was not installed.
Value plain_value(const Value& value);

namespace detail {

template <class T>
concept NamedValues = requires { typename T::mapped_type; } && std::same_as<typename T::key_type, std::string>;
template <class T>
concept Items = requires(T items) { items.push_back(std::declval<typename T::value_type>()); } && !std::same_as<T, std::string>;
template <class T> inline constexpr bool is_maybe = false;
template <class T> inline constexpr bool is_maybe<std::optional<T>> = true;

/// Error where a struct in it was not installed.
template <class T> void require_types() {
    if constexpr (is_maybe<T> || Items<T>) require_types<typename T::value_type>();
    else if constexpr (NamedValues<T>) require_types<typename T::mapped_type>();
    else if constexpr (DescribedStruct<T>) installed<T>();
}

}  // namespace detail

/// For what is read at once: refers to `object` and its members where it can.
template <class T> Value borrowed_value(const T& object) {
    detail::require_types<T>();
    if constexpr (detail::NamedValues<T>) {
        Map map;
        for (const auto& [name, value] : object) map.append(name, borrowed_value(value));
        return Value(std::move(map));
    } else if constexpr (detail::Items<T> && !std::same_as<T, List>) {
        List list;
        for (const auto& item : object) list.push_back(borrowed_value(item));
        return Value(std::move(list));
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
        return Value(BorrowedText{object});
    } else {
        return Value(object);
    }
}

template <class T> Value to_plain(const T& object) { return plain_value(borrowed_value(object)); }

template <class T> T from_plain(const Value& value) {
    if constexpr (std::same_as<T, Value>) return value.owned();
    else if constexpr (detail::is_maybe<T>) return value.is_null() ? T() : T(from_plain<typename T::value_type>(value));
    else if constexpr (std::same_as<T, bool>) return detail::to_boolean(value);
    else if constexpr (std::integral<T>) return static_cast<T>(detail::to_integer(value, static_cast<std::int64_t>(std::numeric_limits<T>::min()), std::numeric_limits<T>::max()));
    else if constexpr (std::floating_point<T>) return static_cast<T>(detail::to_number(value));
    else if constexpr (std::same_as<T, std::string>) return detail::to_text(value);
    else if constexpr (std::same_as<T, Bytes>) return detail::to_bytes(value);
    else if constexpr (std::same_as<T, Decimal>) return detail::to_decimal(value);
    else if constexpr (std::same_as<T, Date>) return detail::to_date(value);
    else if constexpr (std::same_as<T, Time>) return detail::to_time(value);
    else if constexpr (std::same_as<T, DateTime>) return detail::to_date_time(value);
    else if constexpr (std::same_as<T, Duration>) return detail::to_duration(value);
    else if constexpr (std::same_as<T, Uuid>) return detail::to_uuid(value);
    else if constexpr (std::same_as<T, Map>) return detail::require_map(value);
    else if constexpr (detail::NamedValues<T>) {
        T all;
        for (const auto& [name, item] : detail::require_map(value)) all.emplace(name, from_plain<typename T::mapped_type>(item));
        return all;
    } else if constexpr (detail::Items<T>) {
        T all;
        for (const Value& item : detail::require_list(value)) all.push_back(from_plain<typename T::value_type>(item));
        return all;
    } else {
        static_assert(DescribedStruct<T>, "portico: values of this type can't be kept; numbers, texts, dates, vectors, maps by name and structs can");
        T object{};
        detail::set_struct(&object, installed<T>(), value);
        return object;
    }
}

}  // namespace portico
