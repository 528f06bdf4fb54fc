/// What a value is as a C++ type; ConversionError where it is none.
#pragma once
#include <cstdint>
#include <string>

#include <portico/base/type_info.hpp>
#include <portico/base/value.hpp>

namespace portico::detail {

bool to_boolean(const Value& value);
std::int64_t to_integer(const Value& value, std::int64_t least, std::uint64_t most);
double to_number(const Value& value);
std::string to_text(const Value& value);
Bytes to_bytes(const Value& value);
Decimal to_decimal(const Value& value);
Date to_date(const Value& value);
Time to_time(const Value& value);
DateTime to_date_time(const Value& value);
Duration to_duration(const Value& value);
Uuid to_uuid(const Value& value);
/// Sets each field that the map names; ConversionError names the field.
void set_struct(void* object, const TypeInfo& type, const Value& value);

const Map& require_map(const Value& value);
const List& require_list(const Value& value);

}  // namespace portico::detail
