/// What the compiler knows of a plain struct and of an enum: names, types, offsets.
///
///     struct Author { std::string name{}; int age = 0; };
///     static_assert(reflect::field_count<Author>() == 2);
///     reflect::field_names<Author>();                    // {"name", "age"}
///     reflect::enumerators<Status>();                    // {{0, "draft"}, {1, "published"}}
///
/// Limits, each with a message of its own: an aggregate of at most 128 fields, no C arrays, references, private members,
/// or base classes that hold data. Enumerators are seen from -16 to 111.
///
/// Costly to compile: included by the files that install types (models, forms, endpoints), not by those that use them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <portico/base/detail/bindings.hpp>
#include <portico/base/detail/field_count.hpp>

namespace portico::reflect {

/// One enumerator of an enum: its value and its name as written.
struct Enumerator {
    std::int64_t value = 0;
    std::string name{};
};

namespace detail {

/// Splits what the compiler prints for a pack of template arguments into the last identifier of each.
std::vector<std::string> names_in_signature(std::string_view signature);
std::vector<Enumerator> enumerators_in_signature(std::string_view signature, std::int64_t first);
std::string type_in_signature(std::string_view signature);

/// Never defined: only the addresses of its parts are named, at compile time.
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif
template <class T> struct Shadow {
    T object;
};
template <class T> extern Shadow<T> shadow;

template <class Pointer> struct PartOf {
    Pointer pointer;
};
template <class Pointer> PartOf(Pointer) -> PartOf<Pointer>;

template <auto... Parts> consteval std::string_view signature_of_parts() { return __PRETTY_FUNCTION__; }

template <class T, std::size_t... Is> consteval std::string_view signature_of_fields(std::index_sequence<Is...>) {
    return signature_of_parts<PartOf{&std::get<Is>(portico::detail::Bindings<sizeof...(Is)>::tie(shadow<T>.object))}...>();
}

template <class E, E... Values> consteval std::string_view signature_of_enum() { return __PRETTY_FUNCTION__; }

inline constexpr std::int64_t first_enumerator = -16;
template <class E, std::size_t... Is> consteval std::string_view signature_of_values(std::index_sequence<Is...>) {
    using U = std::underlying_type_t<E>;
    constexpr std::int64_t first = std::is_signed_v<U> ? first_enumerator : 0;
    return signature_of_enum<E, static_cast<E>(static_cast<U>(first + static_cast<std::int64_t>(Is)))...>();
}

template <class T> consteval std::string_view signature_of_type() { return __PRETTY_FUNCTION__; }
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

}  // namespace detail

/// The names of the struct's fields, in order.
template <class T> std::vector<std::string> field_names() {
    if constexpr (field_count<T>() == 0) {
        return {};
    } else {
        return detail::names_in_signature(
            detail::signature_of_fields<T>(std::make_index_sequence<field_count<T>()>{}));
    }
}

/// The enum's enumerators between -16 and 111 (0 and 127 for an unsigned one), in order of value.
template <class E> std::vector<Enumerator> enumerators() {
    static_assert(std::is_enum_v<E>);
    return detail::enumerators_in_signature(detail::signature_of_values<E>(std::make_index_sequence<128>{}),
                                            std::is_signed_v<std::underlying_type_t<E>> ? detail::first_enumerator : 0);
}

/// The type's name as a person would write it, with its namespaces: "blog::Post".
template <class T> std::string type_name() { return detail::type_in_signature(detail::signature_of_type<T>()); }

}  // namespace portico::reflect
