#include <portico/base/plain.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>

namespace portico {

namespace {

bool is_plain(const Value& value) {
    switch (value.type()) {
    case Value::Type::null:
    case Value::Type::boolean:
    case Value::Type::integer:
    case Value::Type::number:
    case Value::Type::text: return true;
    case Value::Type::list: return std::ranges::all_of(*value.as_list(), is_plain);
    case Value::Type::map: return std::ranges::all_of(*value.as_map(), [](const auto& entry) { return is_plain(entry.second); });
    case Value::Type::structure:
        if (const StructRef* structure = value.as_struct(); structure->type && *structure->type) return false;
        throw Error("a struct is to be kept that nobody has made known", "add values<…>() with its name to one of the site's apps");
    default: return false;
    }
}

}  // namespace

Value plain_value(const Value& value) { return is_plain(value) ? value.owned() : parse_json(to_json(value)); }

namespace detail {

const Map& require_map(const Value& value) {
    if (const Map* map = value.as_map()) return *map;
    throw ConversionError("Enter an object.");
}

const List& require_list(const Value& value) {
    if (const List* list = value.as_list()) return *list;
    throw ConversionError("Enter a list of values.", "invalid_list");
}

}  // namespace detail

}  // namespace portico
