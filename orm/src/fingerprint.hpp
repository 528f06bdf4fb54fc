/// What a column of an object holds, as a number: how a change is noticed.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

#include <portico/base/value.hpp>

namespace portico::orm {
struct Column;
}

namespace portico::orm::detail {

/// Equal for equal values. Different values of more than eight bytes have the same one once in 2^64.
std::uint64_t fingerprint(const Column& column, const void* object);

// The same from the values themselves, for who has them at hand.

constexpr std::uint64_t null_print = 0x9e3779b97f4a7c15;

constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    a ^= b + 0x9e3779b97f4a7c15 + (a << 6) + (a >> 2);
    a ^= a >> 33;
    a *= 0xff51afd7ed558ccd;
    return a ^ (a >> 33);
}

inline std::uint64_t print_of_text(std::string_view text) { return mixed(std::hash<std::string_view>()(text), text.size()); }
/// Whole numbers, flags, moments: what the member's bytes say as an unsigned number.
constexpr std::uint64_t print_of_bits(std::uint64_t bits) { return mixed(bits, 1); }
constexpr std::uint64_t print_of_floating_bits(std::uint64_t bits) { return mixed(bits, 2); }
std::uint64_t print_of(const Value& value);

}  // namespace portico::orm::detail
