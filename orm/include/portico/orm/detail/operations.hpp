#pragma once
#include <memory>
#include <vector>

#include <portico/orm/any_query_set.hpp>
#include <portico/orm/f.hpp>

/// What QuerySet<T> calls with its type taken away.
namespace portico::orm::detail {

void require_same(const Query& query, const TypeInfo* const* type);
/// The only row of the set. Throws NotFound, MultipleObjects.
std::shared_ptr<const Results> only_of(const AnyQuerySet& rows);
[[noreturn]] void none_found(const AnyQuerySet& rows);
std::shared_ptr<const Results> first_of(const AnyQuerySet& rows, bool from_the_end);
std::shared_ptr<const Results> in_bulk(const AnyQuerySet& rows, const std::vector<Value>& keys);
bool contains(const AnyQuerySet& rows, const void* object);
void create(const AnyQuerySet& rows, void* object);
void bulk_create(const AnyQuerySet& rows, const std::vector<void*>& objects, bool ignore_conflicts);
void bulk_create(const AnyQuerySet& rows, const std::vector<void*>& objects, const std::vector<std::uint32_t>& target,
                 const std::vector<std::uint32_t>& columns);
std::int64_t bulk_update(const AnyQuerySet& rows, const std::vector<void*>& objects, const std::vector<std::uint32_t>& fields);
/// At most one object: the next by that field.
std::shared_ptr<const Results> neighbour(const TypeInfo& type, const void* object, std::uint32_t field, bool before);
/// What `with_extras` computed for the n-th row.
Value extra_of(const AnyQuerySet& rows, const Results& results, std::size_t n, std::size_t extra);
/// Of a date or a moment.
Date day_of(const Value& value);

/// Line{values…} is well-formed.
template <class Line, class... V>
concept BraceInitialised = requires(V... values) { Line{std::move(values)...}; };
/// `object` holds the values of a new row, and in the end the row. True when it was created.
bool get_or_create(const AnyQuerySet& rows, void* object);
bool get_or_create(const AnyQuerySet& rows, void* object, const ExpressionPtr& condition,
                   const std::vector<FieldUpdate>& defaults);
bool update_or_create(const AnyQuerySet& rows, void* object, const ExpressionPtr& condition,
                      const std::vector<FieldUpdate>& values);

/// A field, F or aggregate of model T from whatever names one.
template <class T, class X> auto field_of_model(const X& given) {
    if constexpr (!IsExpression<X>) {
        static_assert(FieldLike<X>, "portico: name a field by its member, or by F(…)");
        return field_of_model<T>(F(given));
    } else {
        static_assert(std::same_as<typename X::ExpressionModel, T>, "portico: this field is of another model");
        return given;
    }
}

}  // namespace portico::orm::detail
