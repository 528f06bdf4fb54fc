/// Values as Python reads and prints them, where Django's results depend on it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>

namespace portico::templates {

/// Python's int(value): whole numbers, floats and decimals cut off, texts of digits; nothing for the rest.
std::optional<std::int64_t> to_integer(const Value& value);
std::optional<std::int64_t> parse_integer(std::string_view text);
/// Python's float(value).
std::optional<double> to_number(const Value& value);
std::optional<double> parse_number(std::string_view text);
/// Python's str(value): "None", "True", "['a', 1]".
std::string python_str(const Value& value);
void append_python_str(std::string& out, const Value& value);
/// Python's repr(value): texts in quotes.
void append_python_repr(std::string& out, const Value& value);
std::string python_text_repr(std::string_view text);
/// Python's json.dumps with Django's encoder; throws ConversionError for what JSON has no form for.
void append_python_json(std::string& out, const Value& value);

/// A text's letters one by one.
std::vector<std::string_view> code_points(std::string_view text);

} // namespace portico::templates
