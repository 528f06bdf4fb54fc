/// The rows related to one object: a query set that can be written to through its owner.
///
///     post.related(&Post::tags).add(cpp);
///     post.related(&Post::tags).set({cpp, web});
///     ann.related(&Post::author).order_by(F(&Post::title));
///     ann.related(&Post::author).create({.title = "New"});       // its author is ann
#pragma once
#include <initializer_list>
#include <vector>

#include <portico/orm/query_set.hpp>

namespace portico::orm {

namespace detail {

/// Whose rows, and over which relation.
class RelationEnd {
public:
    RelationEnd(const TypeInfo& owner_type, const void* owner, const Step& step);
    /// The related rows: those that a prefetch brought, else loaded for all peers when they are looked at.
    const AnyQuerySet& rows() const;
    void add(const std::vector<const void*>& objects) const;
    void remove(const std::vector<const void*>& objects) const;
    void set(const std::vector<const void*>& objects) const;
    void clear() const;
    void create(void* object) const;
    std::vector<Value> keys() const;
    void set_keys(const std::vector<Value>& wanted) const;

private:
    void refer(const std::vector<const void*>& objects, bool to_owner) const;
    void assign_owner(void* object) const;
    void changed() const;

    const Relation* relation_ = nullptr;
    bool back_ = false;
    Value key_{};
    RowLink link_{};
    std::shared_ptr<AnyQuerySet> rows_{};
    std::shared_ptr<const void> owner_{};  // a copy, for the foreign keys of rows that are made
};

}  // namespace detail

template <class R> class Related : public QuerySet<R> {
public:
    Related(const TypeInfo& owner_type, const void* owner, const Step& step) : end_(owner_type, owner, step) {
        this->copy_from(end_.rows());
    }

    /// Adds those that are not there yet.
    void add(const R& object) { change(&detail::RelationEnd::add, {&object}); }
    void add(std::initializer_list<std::reference_wrapper<const R>> objects) { change(&detail::RelationEnd::add, places(objects)); }
    void add(const std::vector<R>& objects) { change(&detail::RelationEnd::add, places(objects)); }
    void add(const QuerySet<R>& objects) { change(&detail::RelationEnd::add, places(objects)); }
    /// Of a foreign key only where it may be null.
    void remove(const R& object) { change(&detail::RelationEnd::remove, {&object}); }
    /// Exactly these, no others.
    void set(std::initializer_list<std::reference_wrapper<const R>> objects) { change(&detail::RelationEnd::set, places(objects)); }
    void set(const std::vector<R>& objects) { change(&detail::RelationEnd::set, places(objects)); }
    void set(const QuerySet<R>& objects) { change(&detail::RelationEnd::set, places(objects)); }
    void clear() {
        end_.clear();
        this->copy_from(AnyQuerySet(end_.rows().query()));
    }
    /// Saves a new row that is related to the owner.
    R create(R object) {
        end_.create(&object);
        this->copy_from(AnyQuerySet(end_.rows().query()));
        return object;
    }

private:
    template <class Objects> static std::vector<const void*> places(const Objects& objects) {
        std::vector<const void*> all;
        for (const R& object : objects) all.push_back(&object);
        return all;
    }
    void change(void (detail::RelationEnd::*how)(const std::vector<const void*>&) const, const std::vector<const void*>& objects) {
        (end_.*how)(objects);
        this->copy_from(AnyQuerySet(end_.rows().query()));
    }

    detail::RelationEnd end_;
};

}  // namespace portico::orm
