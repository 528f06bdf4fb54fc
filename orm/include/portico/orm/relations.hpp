/// Members that refer to rows of other models.
///
///     struct Author;                                    // a forward declaration is enough
///     struct Post : orm::Model<Post> {
///         orm::Id<> id{};
///         orm::ForeignKey<Author> author{};
///         orm::OptionalForeignKey<Author> reviewer{};   // may be null
///         orm::ManyToMany<Tag> tags{};
///     };
///     post.author = ann;  post.reviewer = std::nullopt;
///     post.author.id()                                  // the key; asks no database
///     post.author->name                                 // loads the authors of all posts of the same query at once
///     for (const Tag& tag : post.tags) …                // the same for many
///     post.related(&Post::tags).add(cpp);               // writing goes through the owner: see query_set.hpp
#pragma once
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <portico/orm/detail/reference.hpp>
#include <portico/orm/id.hpp>

namespace portico::orm {

namespace detail {

template <class T> struct KeyOf {
    using type = Value;
};
template <class T>
    requires requires { typename decltype(T::id)::Key; }
struct KeyOf<T> {
    using type = typename decltype(T::id)::Key;
};

template <class K> K key_from(const Value& value) {
    if constexpr (std::integral<K>) {
        auto* integer = value.as_integer();
        return integer ? static_cast<K>(*integer) : K{};
    } else if constexpr (std::same_as<K, std::string>) {
        return std::string(value.as_text().value_or(""));
    } else if constexpr (std::same_as<K, Uuid>) {
        auto* uuid = value.as_uuid();
        return uuid ? *uuid : Uuid{};
    } else {
        return value;
    }
}

// Named one by one: what converts to a text may convert to everything, as the initialisers do that count a struct's fields.
template <class K>
concept PlainKey = (std::integral<K> && !std::same_as<K, bool>) || std::same_as<K, Uuid> || std::same_as<K, std::string> ||
                   std::same_as<K, std::string_view> || std::is_array_v<K>;

template <PlainKey K> Value key_value(const K& key) {
    if constexpr (std::integral<K> || std::same_as<K, Uuid>) {
        return Value(key);
    } else {
        return Value(std::string(std::string_view(key)));
    }
}

}  // namespace detail

/// A reference to a row of T; always set once saved. What happens when that row is deleted: `.on_delete(…)` in `describe`.
template <class T> class ForeignKey : public detail::Reference {
public:
    using Target = T;

    ForeignKey() = default;
    /// Keeps a copy of the object, so that reading it asks no database.
    ForeignKey(const T& object) { assign_object(std::make_shared<const T>(object), &type_slot<T>); }  // NOLINT
    /// A key alone: 5, a Uuid, a text.
    template <detail::PlainKey K> ForeignKey(const K& key) { assign_key(detail::key_value(key)); }  // NOLINT
    template <class K> ForeignKey(const Id<K>& id) : ForeignKey(id.value()) {}                      // NOLINT

    const T& operator*() const { return *static_cast<const T*>(load(&type_slot<T>)); }
    const T* operator->() const { return &**this; }
    /// The key, of the type of `T::id` (a Value for keys of several columns or another name); K{} while there is none.
    auto id() const { return detail::key_from<typename detail::KeyOf<T>::type>(key()); }

    friend bool operator==(const ForeignKey& a, const ForeignKey& b) { return a.key() == b.key(); }
};

/// A reference that may be null.
template <class T> class OptionalForeignKey : public detail::Reference {
public:
    using Target = T;

    OptionalForeignKey() = default;
    OptionalForeignKey(std::nullopt_t) {}                                                                    // NOLINT
    OptionalForeignKey(const T& object) { assign_object(std::make_shared<const T>(object), &type_slot<T>); }  // NOLINT
    template <detail::PlainKey K> OptionalForeignKey(const K& key) { assign_key(detail::key_value(key)); }    // NOLINT
    template <class K> OptionalForeignKey(const Id<K>& id) : OptionalForeignKey(id.value()) {}                // NOLINT

    bool has_value() const { return !empty(); }
    explicit operator bool() const { return has_value(); }
    const T& operator*() const { return *static_cast<const T*>(load(&type_slot<T>)); }
    const T* operator->() const { return &**this; }
    auto id() const {
        using K = typename detail::KeyOf<T>::type;
        return key().is_null() ? std::optional<K>() : std::optional<K>(detail::key_from<K>(key()));
    }

    friend bool operator==(const OptionalForeignKey& a, const OptionalForeignKey& b) { return a.key() == b.key(); }
    friend bool operator==(const OptionalForeignKey& a, std::nullopt_t) { return a.empty(); }
};

/// A ForeignKey whose row refers to no other: at most one object of this model for each T.
template <class T> class OneToOne : public ForeignKey<T> {
public:
    using ForeignKey<T>::ForeignKey;
};

template <class T> class OptionalOneToOne : public OptionalForeignKey<T> {
public:
    using OptionalForeignKey<T>::OptionalForeignKey;
};

/// Rows of T that are related through a table between. Holds no rows itself: it reads those of its owner's row.
template <class T> class ManyToMany : public detail::RelatedSet {
public:
    using Target = T;
    using ManyTarget = T;

    auto begin() const { return detail::ObjectIterator<const T>(load().items.data()); }
    auto end() const {
        const auto& items = load().items;
        return detail::ObjectIterator<const T>(items.data() + items.size());
    }
    std::size_t size() const { return load().items.size(); }
    bool empty() const { return load().items.empty(); }
    const T& operator[](std::size_t n) const { return *static_cast<const T*>(load().items.at(n)); }
};

}  // namespace portico::orm
