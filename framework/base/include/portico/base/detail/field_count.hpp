#pragma once
#include <cstddef>
#include <type_traits>
#include <utility>

namespace portico::reflect {

inline constexpr std::size_t field_limit = 128;

namespace detail {

/// Converts to anything; as an initialiser it stands for "some value of that field's type". Never called, but Clang wants a body where
/// the type has no linkage.
struct Anything {
    template <class T> operator T() const noexcept { __builtin_unreachable(); }
};

/// Converts to the bases of T alone, so it is accepted only where a base is to be initialised.
template <class T> struct AnyBase {
    template <class Base>
        requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>)
    operator Base() const noexcept;
};

template <class T> struct AnyBaseWithData {
    template <class Base>
        requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T> && !std::is_empty_v<Base>)
    operator Base() const noexcept;
};

template <std::size_t> using AnythingAt = Anything;
template <class T, std::size_t> using AnyBaseAt = AnyBase<T>;

template <class T, class... Initialisers>
concept BraceConstructible = requires { T{std::declval<Initialisers>()...}; };

template <class T, std::size_t... Is> consteval bool takes(std::index_sequence<Is...>) {
    return BraceConstructible<T, AnythingAt<Is>...>;
}

template <class T, std::size_t... Is> consteval bool takes_bases(std::index_sequence<Is...>) {
    return BraceConstructible<T, AnyBaseAt<T, Is>...>;
}

template <class T, std::size_t Count = 1> consteval std::size_t base_count() {
    if constexpr (Count < 8 && takes_bases<T>(std::make_index_sequence<Count>{})) {
        return base_count<T, Count + 1>();
    } else {
        return Count - 1;
    }
}

/// The numbers of initialisers that T takes form an interval that ends with all of them. Halving finds that end unless
/// a member without default constructor cut the interval short; then count from the top.
template <class T, std::size_t Low, std::size_t High> consteval std::size_t halve() {
    if constexpr (Low == High) {
        return Low;
    } else {
        constexpr std::size_t middle = (Low + High + 1) / 2;
        if constexpr (takes<T>(std::make_index_sequence<middle>{})) {
            return halve<T, middle, High>();
        } else {
            return halve<T, Low, middle - 1>();
        }
    }
}

template <class T, std::size_t Count> consteval std::size_t count_down() {
    if constexpr (Count == 0 || takes<T>(std::make_index_sequence<Count>{})) {
        return Count;
    } else {
        return count_down<T, Count - 1>();
    }
}

template <class T> consteval std::size_t initialiser_count() {
    constexpr std::size_t most = field_limit + 8;
    constexpr std::size_t found = halve<T, 0, most>();
    if constexpr (found != 0 || std::is_empty_v<T>) {
        return found;
    } else {
        return count_down<T, most>();
    }
}

}  // namespace detail

/// How many fields the struct has of its own.
template <class T> consteval std::size_t field_count() {
    static_assert(std::is_class_v<T>, "portico: only a struct can be described");
    static_assert(std::is_aggregate_v<T>,
                  "portico: this struct has a constructor, a virtual function or a private member; a described struct is a "
                  "plain aggregate with public members only");
    static_assert(!detail::BraceConstructible<T, detail::AnyBaseWithData<T>>,
                  "portico: a base class of this struct has data members; make it a member instead (it is flattened into "
                  "columns)");
    constexpr std::size_t count = detail::initialiser_count<T>() - detail::base_count<T>();
    static_assert(count <= field_limit, "portico: a described struct has at most 128 fields; group some of them in a struct");
    return count;
}

}  // namespace portico::reflect
