// From what a source gives to what a field takes.
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

#include "settings_store.hpp"

namespace portico {

std::string wanted_setting(const FieldType& type) {
    switch (type.kind) {
    case Kind::boolean: return "true or false";
    case Kind::integer: return type.is_signed ? "a whole number" : "a whole number that is not negative";
    case Kind::floating:
    case Kind::decimal: return "a number";
    case Kind::date: return "a date like 2026-01-31";
    case Kind::time: return "a time like 08:30:00";
    case Kind::date_time: return "a moment like 2026-01-31T08:30:00Z";
    case Kind::duration: return "a duration like \"30s\", \"500ms\", \"5m\" or \"1h\"";
    case Kind::list: return "a list";
    case Kind::structure: return "a table";
    case Kind::enumeration: {
        std::vector<std::string> names;
        for (const EnumValue& value : type.enumerators) names.push_back("\"" + value.name + "\"");
        return "one of " + text::join(names, ", ");
    }
    default: return "a text";
    }
}

namespace {

/// "30s", "1.5h"; nothing where it isn't of that form.
std::optional<Duration> short_duration(std::string_view text) {
    text = text::trim(text);
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    std::string_view unit = text::trim(text.substr(static_cast<std::size_t>(end - text.data())));
    constexpr std::pair<std::string_view, double> units[] = {{"us", 1},      {"ms", 1e3},   {"s", 1e6},
                                                             {"m", 60e6},    {"min", 60e6}, {"h", 3600e6},
                                                             {"d", 86400e6}, {"", 1e6}};
    for (auto [name, microseconds] : units)
        if (unit == name) return Duration(static_cast<std::int64_t>(number * microseconds));
    return std::nullopt;
}

/// Is a value that a typed source gives of the field's kind? Numbers in quotes are not.
bool fits(const Value& value, const FieldType& type) {
    using Type = Value::Type;
    switch (type.kind) {
    case Kind::boolean: return value.type() == Type::boolean;
    case Kind::integer: return value.type() == Type::integer;
    case Kind::floating: return value.type() == Type::number || value.type() == Type::integer;
    case Kind::text:
    case Kind::enumeration: return value.is_text();
    case Kind::list: return value.type() == Type::list;
    case Kind::structure: return value.type() == Type::map;
    default: return true;
    }
}

Value text_to_value(std::string_view text, const FieldType& type) {
    if (type.kind == Kind::list && !text::trim(text).starts_with('[')) {
        List items;
        for (std::string_view item : text::split(text, ','))
            if (!text::trim(item).empty()) items.push_back(Value(text::trim(item)));
        return Value(std::move(items));
    }
    if (type.kind == Kind::list || type.kind == Kind::json || type.kind == Kind::structure) {
        try {
            return parse_json(text);
        } catch (const JsonError& error) {
            throw ConversionError(error.what());
        }
    }
    return Value(text);
}

std::string file_secret(std::filesystem::path path, const std::filesystem::path& root) {
    if (path.is_relative()) path = root / path;
    std::ifstream file(path);
    std::ostringstream text;
    std::error_code error;
    if (!file || std::filesystem::is_directory(path, error))
        throw ConversionError("names the file \"" + path.string() +
                              "\", which can't be read: " + std::strerror(errno ? errno : EISDIR));
    text << file.rdbuf();
    std::string secret = text.str();
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
    return secret;
}

bool is_path(const FieldType& type) {
    return dynamic_cast<const PathField*>((type.optional ? type.element : &type)->extension.get()) != nullptr;
}

}  // namespace

Value setting_value(const Value& given, const FieldInfo& field, bool from_text,
                    const std::filesystem::path& root) {
    const FieldType& type = *field.type;
    Value value = given;
    auto text = given.as_text();
    if (type.kind == Kind::text && text && text->starts_with("FILE:"))
        return Value(file_secret(text->substr(5), root));
    if (text && type.optional && text->empty() && from_text) return Value();
    if (from_text && text) value = text_to_value(*text, type);
    if (text && type.kind == Kind::duration) {
        if (auto duration = short_duration(*text)) return Value(*duration);
    }
    if (text && is_path(type)) {
        std::filesystem::path path(*text);
        if (path.is_relative() && !path.empty()) path = root / path;
        return Value(path.lexically_normal().string());
    }
    if (!from_text && !fits(value, type))
        throw ConversionError("must be " + wanted_setting(type) + ", not " + to_json(value));
    return value;
}

bool is_secret_setting(std::string_view key, const FieldInfo& field) {
    std::string name = text::ascii_lower(key);
    return field.hidden || name.find("secret") != name.npos || name.find("password") != name.npos ||
           name.find("token") != name.npos || name.ends_with("api_key") || name.ends_with("private_key");
}

std::string shown_setting(const Value& value, bool secret) {
    if (secret) return value.truthy() ? "\"********\"" : to_json(value);
    std::string shown = value.type() == Value::Type::duration ? value.str() : to_json(value);
    std::size_t scheme = shown.find("://");
    std::size_t at = scheme == shown.npos ? shown.npos : shown.find('@', scheme);
    std::size_t colon = scheme == shown.npos ? shown.npos : shown.find(':', scheme + 3);
    if (at != shown.npos && colon < at) shown.replace(colon + 1, at - colon - 1, "********");
    return shown;
}

}  // namespace portico
