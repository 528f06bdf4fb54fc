#include <portico/base/text.hpp>
#include <portico/base/type_info.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "expression.hpp"
#include "unicode.hpp"

namespace portico::templates {

namespace {

List pairs_of(const Map& map) {
    List pairs;
    for (const auto& [name, value] : map) pairs.push_back(Value(List{Value(name), value}));
    return pairs;
}

List keys_of(const Map& map) {
    List keys;
    for (const auto& [name, value] : map) keys.push_back(Value(name));
    return keys;
}

List values_of(const Map& map) {
    List values;
    for (const auto& [name, value] : map) values.push_back(value);
    return values;
}

const Value* in_map(const Map& map, std::string_view name, Storage& storage) {
    if (const Value* found = map.find(name)) return found;
    if (name == "items") return &storage.hold(pairs_of(map));
    if (name == "keys") return &storage.hold(keys_of(map));
    if (name == "values") return &storage.hold(values_of(map));
    return nullptr;
}

std::optional<Value> text_method(std::string_view text, std::string_view name) {
    if (name == "upper") return Value(text::upper(text));
    if (name == "lower") return Value(text::lower(text));
    if (name == "title") return Value(title_case(text));
    if (name == "strip") return Value(text::trim(text));
    return std::nullopt;
}

std::optional<Value> moment_part(DateTime moment, std::string_view name) {
    if (auto part = i18n::calendar_part(date_of(moment), name)) return part;
    return i18n::clock_part(time_of(moment), name);
}

std::optional<Value> duration_part(Duration duration, std::string_view name) {
    auto days = std::chrono::floor<std::chrono::days>(duration);
    auto seconds = std::chrono::floor<std::chrono::seconds>(duration - days);
    if (name == "days") return Value(days.count());
    if (name == "seconds") return Value(seconds.count());
    if (name == "microseconds") return Value((duration - days - seconds).count());
    if (name == "total_seconds") return Value(static_cast<double>(duration.count()) / 1e6);
    return std::nullopt;
}

std::optional<Value> attribute_of(const Value& value, std::string_view name) {
    switch (value.type()) {
    case Value::Type::structure: {
        auto* structure = value.as_struct();
        if (!structure->type || !*structure->type) return std::nullopt;
        return (*structure->type)->attribute(structure->object, name);
    }
    case Value::Type::dynamic:
        return value.as_dynamic()->attribute(name);
    case Value::Type::date:
        return i18n::calendar_part(*value.as_date(), name);
    case Value::Type::time:
        return i18n::clock_part(*value.as_time(), name);
    case Value::Type::date_time:
        return moment_part(*value.as_date_time(), name);
    case Value::Type::duration:
        return duration_part(*value.as_duration(), name);
    case Value::Type::text:
    case Value::Type::html:
        return text_method(*value.as_text(), name);
    default:
        return std::nullopt;
    }
}

} // namespace

const Value* lookup(const Value& value, std::string_view name, std::optional<std::size_t> index,
                    Storage& storage) {
    if (auto* map = value.as_map()) return in_map(*map, name, storage);
    if (auto* list = value.as_list()) return index && *index < list->size() ? &(*list)[*index] : nullptr;
    auto found = attribute_of(value, name);
    if (!found && index) found = value.at(*index);
    return found ? &storage.hold(std::move(*found)) : nullptr;
}

} // namespace portico::templates
