#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portico {

/// A 128-bit identifier (RFC 9562). Default: nil.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    /// Random.
    static Uuid v4();
    /// Time-ordered: milliseconds since 1970, then random; good as a key.
    static Uuid v7();
    /// "0190163d-8694-739b-aea5-966c26f8ad91", with or without hyphens, braces or "urn:uuid:".
    static std::optional<Uuid> parse(std::string_view text);

    std::string str() const;
    bool is_nil() const { return *this == Uuid{}; }
    auto operator<=>(const Uuid&) const = default;
};

}  // namespace portico
