/// Values as the bytes that backends keep: JSON, but for texts and bytes, which stand as they are after a "=". A whole number is its digits.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/error.hpp>
#include <portico/base/plain.hpp>

namespace portico::cache {

std::string pack(const Value& value);
/// JsonError for what is none. Texts refer to `bytes`.
Value unpack(std::string_view bytes);

/// The number that these bytes are; Error where they are none.
std::int64_t number_in(std::string_view bytes);
/// Error beyond 64 bits.
std::int64_t sum(std::int64_t number, std::int64_t by);

/// Nothing where it doesn't fit the type (any more): to who asks it is as if it were not there.
template <class T> std::optional<T> unpack_as(std::string_view bytes) {
    try {
        return from_plain<T>(unpack(bytes));
    } catch (const ConversionError&) {
        return std::nullopt;
    }
}
template <> std::optional<std::string> unpack_as<std::string>(std::string_view bytes);
template <> std::optional<Bytes> unpack_as<Bytes>(std::string_view bytes);

}  // namespace portico::cache
