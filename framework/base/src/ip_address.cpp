#include <portico/base/ip_address.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico {

IpAddress::IpAddress(std::string_view text) {
    auto parsed = parse(text);
    if (!parsed) throw ConversionError("Enter a valid IPv4 or IPv6 address.", "invalid");
    *this = *parsed;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    text = text::trim(text);
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
    char copy[INET6_ADDRSTRLEN] = {};
    std::memcpy(copy, text.data(), text.size());
    const bool v6 = text.find(':') != text.npos;
    IpAddress made;
    if (inet_pton(v6 ? AF_INET6 : AF_INET, copy, made.bytes_.data()) != 1) return std::nullopt;
    made.version_ = v6 ? 6 : 4;
    return made;
}

IpAddress IpAddress::unpacked() const {
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (!is_v6() || !std::equal(mapped.begin(), mapped.end(), bytes_.begin())) return *this;
    IpAddress inner;
    inner.version_ = 4;
    std::copy(bytes_.begin() + 12, bytes_.end(), inner.bytes_.begin());
    return inner;
}

std::string IpAddress::str() const {
    if (empty()) return {};
    char text[INET6_ADDRSTRLEN];
    return inet_ntop(is_v6() ? AF_INET6 : AF_INET, bytes_.data(), text, sizeof text);
}

IpAddress::operator Value() const { return empty() ? Value() : Value(str()); }

bool is_ip_address(const FieldType& type) {
    const FieldType& own = type.optional && type.element ? *type.element : type;
    return dynamic_cast<const IpAddressType*>(own.extension.get()) != nullptr;
}

void FieldTraits<IpAddress>::fill(FieldType& type) {
    type.kind = Kind::text;
    type.extension = std::make_unique<IpAddressType>();
    type.get = [](const void* field) { return Value(*static_cast<const IpAddress*>(field)); };
    type.set = [](void* field, const Value& value) {
        auto text = value.as_text();
        const bool none = value.is_null() || (text && text->empty());
        *static_cast<IpAddress*>(field) = none ? IpAddress() : IpAddress(std::string_view(value.str()));
    };
}

}  // namespace portico
