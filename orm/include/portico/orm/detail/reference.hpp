#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/orm/detail/row_link.hpp>

namespace portico::orm {

struct Relation;

/// Objects of one model in order. `owner` keeps all of them alive.
struct Results {
    std::vector<void*> items{};
    std::shared_ptr<void> owner{};
};

}  // namespace portico::orm

namespace portico::orm::detail {

/// The part of a foreign key that does not depend on its target.
class Reference {
public:
    /// The key of the row that is referred to; null where there is none.
    const Value& key() const noexcept { return key_; }
    bool empty() const noexcept { return key_.is_null() && !object_; }
    /// The object is at hand: reading it asks no database.
    bool is_loaded() const;
    void clear();
    /// A key alone: the object is loaded when it is asked for.
    void assign_key(Value key);
    void assign_object(std::shared_ptr<const void> object, const TypeInfo* const* target);

    /// The object, loaded together with those of its peers where it has to be. Throws where there is none.
    const void* load(const TypeInfo* const* target) const;
    /// An assigned object that had no key then: what `save()` complains of.
    bool refers_to_unsaved() const { return key_.is_null() && object_ != nullptr; }

    /// Ties it to a row that was loaded or saved.
    void attach(RowLink link, std::uint32_t relation, Value key);
    const std::shared_ptr<const void>& object() const { return object_; }

private:
    Value key_{};
    mutable std::shared_ptr<const void> object_{};
    RowLink link_{};
    std::uint32_t relation_ = 0;
};

/// The part of ManyToMany that does not depend on its target: no more than where its owner came from.
struct RelatedSet {
    RowLink link{};
    std::uint32_t relation = 0;

    /// Those related to the owner, loaded together with those of its peers. Throws where the owner was not saved.
    const Results& load() const;
};

/// Walks over objects that are kept by address.
template <class T> class ObjectIterator {
public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using reference = T&;
    using pointer = T*;
    using iterator_category = std::random_access_iterator_tag;

    ObjectIterator() = default;
    explicit ObjectIterator(void* const* at) : at_(at) {}
    T& operator*() const { return *static_cast<T*>(*at_); }
    T* operator->() const { return static_cast<T*>(*at_); }
    T& operator[](difference_type n) const { return *static_cast<T*>(at_[n]); }
    ObjectIterator& operator++() { return ++at_, *this; }
    ObjectIterator operator++(int) { return ObjectIterator(at_++); }
    ObjectIterator& operator--() { return --at_, *this; }
    ObjectIterator operator--(int) { return ObjectIterator(at_--); }
    ObjectIterator& operator+=(difference_type n) { return at_ += n, *this; }
    ObjectIterator& operator-=(difference_type n) { return at_ -= n, *this; }
    friend ObjectIterator operator+(ObjectIterator it, difference_type n) { return it += n; }
    friend ObjectIterator operator+(difference_type n, ObjectIterator it) { return it += n; }
    friend ObjectIterator operator-(ObjectIterator it, difference_type n) { return it -= n; }
    friend difference_type operator-(ObjectIterator a, ObjectIterator b) { return a.at_ - b.at_; }
    friend bool operator==(ObjectIterator a, ObjectIterator b) { return a.at_ == b.at_; }
    friend auto operator<=>(ObjectIterator a, ObjectIterator b) { return a.at_ <=> b.at_; }

private:
    void* const* at_ = nullptr;
};

}  // namespace portico::orm::detail
