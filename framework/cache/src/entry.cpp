#include <portico/cache/entry.hpp>

#include <charconv>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>

namespace portico::cache {

std::string pack(const Value& value) {
    if (const Bytes* bytes = value.as_bytes()) return '=' + bytes->data;
    if (value.type() == Value::Type::text) return '=' + std::string(*value.as_text());
    return to_json(value);
}

Value unpack(std::string_view bytes) {
    if (bytes.starts_with('=')) return Value(BorrowedText{bytes.substr(1)});
    return parse_json(bytes);
}

std::int64_t number_in(std::string_view bytes) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), number);
    if (error == std::errc() && end == bytes.data() + bytes.size()) return number;
    throw Error("what the cache has there is no whole number: nothing can be added to it", "set it to a number first");
}

std::int64_t sum(std::int64_t number, std::int64_t by) {
    std::int64_t result = 0;
    if (!__builtin_add_overflow(number, by, &result)) return result;
    throw Error("the sum of " + std::to_string(number) + " and " + std::to_string(by) + " has more than 64 bits");
}

template <> std::optional<std::string> unpack_as<std::string>(std::string_view bytes) {
    if (!bytes.starts_with('=')) return std::nullopt;
    return std::string(bytes.substr(1));
}

template <> std::optional<Bytes> unpack_as<Bytes>(std::string_view bytes) {
    if (!bytes.starts_with('=')) return std::nullopt;
    return Bytes{std::string(bytes.substr(1))};
}

}  // namespace portico::cache
