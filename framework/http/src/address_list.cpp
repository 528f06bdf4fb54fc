#include <portico/http/address_list.hpp>

#include <algorithm>
#include <optional>

#include <portico/base/error.hpp>
#include <portico/base/ip_address.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace {

/// 4 or 16 bytes, or nothing. An IPv4 address in IPv6 notation is the IPv4 address.
std::optional<std::string> bytes_of(std::string_view text) {
    const auto parsed = IpAddress::parse(text);
    if (!parsed || text::trim(text) != text) return std::nullopt;
    const IpAddress address = parsed->unpacked();
    return std::string(reinterpret_cast<const char*>(address.bytes().data()), address.is_v4() ? 4 : 16);
}

bool same_bits(std::string_view a, std::string_view b, unsigned bits) {
    if (a.size() != b.size() || a.substr(0, bits / 8) != b.substr(0, bits / 8)) return false;
    unsigned rest = bits % 8;
    return rest == 0 || (static_cast<unsigned char>(a[bits / 8] ^ b[bits / 8]) >> (8 - rest)) == 0;
}

}  // namespace

AddressList::AddressList(const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) {
        if (entry == "unix") {
            unix_ = true;
            continue;
        }
        auto slash = entry.find('/');
        auto bytes = bytes_of(entry.substr(0, slash));
        std::string length = slash == std::string::npos ? "" : entry.substr(slash + 1);
        bool number = length.size() <= 3 &&
                      std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; });
        unsigned bits = !bytes           ? 0
                        : length.empty() ? static_cast<unsigned>(bytes->size() * 8)
                        : number         ? static_cast<unsigned>(std::stoul(length))
                                         : 999;
        if (!bytes || (slash != std::string::npos && length.empty()) || bits > bytes->size() * 8)
            throw Error("\"" + entry + "\" is no address or network",
                        R"(write "203.0.113.7", "10.0.0.0/8", "fd00::/8" or "unix")");
        networks_.push_back({*bytes, bits});
    }
}

bool AddressList::contains(std::string_view address) const {
    if (address.empty()) return unix_;
    auto bytes = bytes_of(address);
    return bytes && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
               return same_bits(network.bytes, *bytes, network.bits);
           });
}

bool is_address(std::string_view text) { return bytes_of(text).has_value(); }

}  // namespace portico
