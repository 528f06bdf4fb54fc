/// Rows that belong together in an order of one's own, which the database keeps.
///
///     answer.order_with_respect_to(&Answer::question, &Answer::place);          // in describe
///     for (const Answer& answer : question.related(&Answer::question)) …        // in that order; new ones come last
///     orm::set_order(answers);                                                  // as they stand in the vector
///
/// New rows get their place by save() and create(), not by bulk_create, update or their like.
#pragma once
#include <vector>

#include <portico/orm/model.hpp>

namespace portico::orm {

namespace detail {
void set_places(const TypeInfo& type, const std::vector<void*>& objects);
}

/// Saves the places of these rows: 0, 1, 2 … in the order of the vector. Only those that change are written.
template <class T> void set_order(std::vector<T>& objects) {
    std::vector<void*> all;
    for (T& object : objects) all.push_back(&object);
    detail::set_places(*detail::installed_slot(type_slot<T>, typeid(T).name()), all);
}

}  // namespace portico::orm
