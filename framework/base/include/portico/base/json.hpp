/// JSON as a value. Reading goes through nlohmann/json's parser (see docs/decisions), writing is ours.
///
///     Value settings = parse_json(R"({"theme": "dark"})");
///     to_json(settings)                      // {"theme":"dark"}
#pragma once
#include <string>
#include <string_view>

#include <portico/base/error.hpp>
#include <portico/base/value.hpp>

namespace portico {

/// A JSON document as a struct's member: null, booleans, numbers, texts, lists and maps.
struct Json {
    Value value{};
    Json() = default;
    explicit Json(Value v) : value(std::move(v)) {}
    friend bool operator==(const Json& a, const Json& b) { return a.value == b.value; }
};

/// `position` is in bytes from the start.
class JsonError : public Error {
public:
    JsonError(const std::string& message, std::size_t position);
    std::size_t position() const noexcept { return position_; }

private:
    std::size_t position_;
};

/// Throws JsonError with line and column: not JSON, nested deeper than 200, or not UTF-8.
Value parse_json(std::string_view text);

/// Compact by default; `indent` 2 for people. Texts that are no JSON type of their own (dates, decimals, UUIDs) become strings as in
/// Django's encoder; described structs become objects of their fields. NaN and infinities become null.
std::string to_json(const Value& value, int indent = 0);
void append_json(std::string& out, const Value& value, int indent = 0);
/// A text in quotes with everything escaped that JSON wants escaped.
void append_json_string(std::string& out, std::string_view text);

}  // namespace portico
