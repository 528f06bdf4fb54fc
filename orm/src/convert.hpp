/// Values on their way into a statement.
#pragma once
#include <memory>

#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

/// A value as the column's type has it: "5" as a number, a text as a date, an enum's number as its name. ConversionError where it
/// can't be that.
Value converted(const Value& value, const Column& column);
Value converted(const Value& value, const ColumnType& type);
/// An enum's number as the name that is stored.
Value enumerator_name(std::int64_t number, const Column& column);
std::int64_t enumerator_number(std::string_view name, const Column& column);
/// A default-constructed object of the column's model.
std::shared_ptr<void> example_of(const Column& column);

}  // namespace portico::orm::detail
