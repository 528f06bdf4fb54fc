#include <portico/base/uuid.hpp>

#include <algorithm>
#include <chrono>

#include <portico/base/date_time.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace {

Uuid random_with_version(std::uint8_t version) {
    Uuid uuid;
    auto random = random_bytes(uuid.bytes.size());
    std::copy(random.begin(), random.end(), uuid.bytes.begin());
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0F) | (version << 4));
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3F) | 0x80);
    return uuid;
}

}  // namespace

Uuid Uuid::v4() { return random_with_version(4); }

Uuid Uuid::v7() {
    Uuid uuid = random_with_version(7);
    auto milliseconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now().time_since_epoch()).count());
    for (std::size_t i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
    return uuid;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.starts_with("urn:uuid:")) text.remove_prefix(9);
    if (text.size() > 1 && text.front() == '{' && text.back() == '}') text = text.substr(1, text.size() - 2);
    std::string digits;
    for (char c : text) {
        if (c != '-') digits += c;
    }
    auto bytes = text::from_hex(digits);
    if (!bytes || bytes->size() != 16) return std::nullopt;
    Uuid uuid;
    std::copy(bytes->begin(), bytes->end(), uuid.bytes.begin());
    return uuid;
}

std::string Uuid::str() const {
    auto digits = text::hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    for (std::size_t place : {20, 16, 12, 8}) digits.insert(place, 1, '-');
    return digits;
}

}  // namespace portico
