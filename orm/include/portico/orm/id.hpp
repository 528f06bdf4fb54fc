/// The key of a model, and what the ORM knows of the row.
///
///     struct Author : orm::Model<Author> {
///         orm::Id<> id{};                 // a 64-bit number that the database counts up
///     };
///     orm::Id<Uuid> id{};                 // version 7, made here when it is saved
///     orm::Id<std::string> code{};        // given by the program
///
/// Several members of this kind make a key of several columns. Reading it is reading the key: `author.id == 5`.
/// Assigning a key makes a new row of the object: the next `save()` inserts it.
#pragma once
#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <utility>

#include <portico/orm/detail/row_link.hpp>

namespace portico::orm {

namespace detail {

/// The part of `Id` that does not depend on the key's type; its address is the member's.
struct KeyMember {
    RowLink link{};
};

}  // namespace detail

template <class K = std::int64_t> class Id : public detail::KeyMember {
public:
    using Key = K;

    Id() = default;
    Id(K key) : key_(std::move(key)) {}  // NOLINT: a key converts
    Id(const char* key)  // NOLINT
        requires std::same_as<K, std::string>
        : key_(key) {}
    Id& operator=(K key) {
        key_ = std::move(key);
        link = {};
        return *this;
    }

    operator const K&() const noexcept { return key_; }  // NOLINT
    const K& value() const noexcept { return key_; }
    /// Sets the key without making a new row of the object: for the ORM itself.
    void load(K key) { key_ = std::move(key); }

    template <std::same_as<Id> Other> friend bool operator==(const Id& a, const Other& b) { return a.key_ == b.key_; }
    template <class Other>
        requires(!std::same_as<Other, Id> && !requires { typename Other::ExpressionModel; } && !requires { typename Other::OuterValue; } &&
                 std::equality_comparable_with<K, Other>)
    friend bool operator==(const Id& a, const Other& b) {
        return a.key_ == b;
    }

private:
    K key_{};
};

}  // namespace portico::orm
