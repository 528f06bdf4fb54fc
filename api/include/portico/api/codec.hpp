/// JSON and text to values and back, by type information alone: no template work, no document in between.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/api/validation_error.hpp>
#include <portico/base/type_info.hpp>

namespace portico::api {

using Errors = std::vector<ErrorDetail>;

/// Where in the request a value stands, innermost first.
struct Location {
    const Location* outer = nullptr;
    std::string_view name{};
    std::size_t index = 0;
    bool is_index = false;

    List path() const;
};

/// Reads a JSON document into `target`, which is of that type. Adds every fault to `errors`; false when there is any.
/// Conversions are pydantic's lax mode: "5" is an integer, 5 is no text.
bool decode_json(std::string_view json, const FieldType& type, const FieldInfo* field, void* target, Errors& errors);

/// The same for a value that came as text: a path or query parameter, a header, a cookie. Several texts make a list.
bool decode_text(const std::vector<std::string_view>& texts, const FieldType& type, const FieldInfo* field, void* target,
                 const Location& location, Errors& errors);

/// Appends the JSON of a value of that type.
void encode_json(std::string& out, const FieldType& type, const void* value);

}  // namespace portico::api
