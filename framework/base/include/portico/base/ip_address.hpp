#pragma once
#include <array>
#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/type_info.hpp>

namespace portico {

/// An address of the Internet, IPv4 or IPv6, as a value: a member of models, forms and endpoints.
///
///     struct Visit : orm::Model<Visit> { IpAddress from{}; … };
///     visit.from = IpAddress("2001:db8:0::1");        // ConversionError where it is none
///     visit.from.str()                                // "2001:db8::1", always the shortest form (RFC 5952)
///     IpAddress("::ffff:10.0.0.1").unpacked().str()   // "10.0.0.1"
///     visit.field(&Visit::from).ipv4();              // in describe: of one protocol; or .ipv6(), .unpack_ipv4()
///
/// By default it is no address at all, which is null to the database. Neither masks nor scopes ("%eth0").
class IpAddress {
public:
    IpAddress() = default;
    explicit IpAddress(std::string_view text);
    template <std::same_as<Value> V> explicit IpAddress(const V& value) {
        if (!value.is_null()) *this = IpAddress(std::string_view(value.str()));
    }
    static std::optional<IpAddress> parse(std::string_view text);

    bool empty() const { return version_ == 0; }
    bool is_v4() const { return version_ == 4; }
    bool is_v6() const { return version_ == 6; }
    /// The IPv4 address inside of "::ffff:10.0.0.1"; any other as it is.
    IpAddress unpacked() const;
    /// Empty where there is none.
    std::string str() const;
    operator Value() const;  // NOLINT: what templates and queries take
    /// Four bytes of an IPv4 address at the front, else sixteen.
    const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }

    auto operator<=>(const IpAddress&) const = default;

private:
    std::uint8_t version_ = 0;
    std::array<std::uint8_t, 16> bytes_{};
};

/// What FieldType::extension tells of it: forms, endpoints and columns ask.
struct IpAddressType : Extension {};
bool is_ip_address(const FieldType& type);

template <class T> struct FieldTraits;
template <> struct FieldTraits<IpAddress> {
    static void fill(FieldType& type);
};

}  // namespace portico
