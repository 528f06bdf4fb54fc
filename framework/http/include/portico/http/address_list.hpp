#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace portico {

/// A set of addresses: "10.0.0.0/8", "203.0.113.7", "fd00::/8", and "unix" for a Unix socket, whose peers have no address.
class AddressList {
public:
    AddressList() = default;
    /// Throws Error on what is no address.
    explicit AddressList(const std::vector<std::string>& entries);
    bool contains(std::string_view address) const;
    bool empty() const { return networks_.empty() && !unix_; }

private:
    struct Network {
        std::string bytes;
        unsigned bits;
    };
    std::vector<Network> networks_;
    bool unix_ = false;
};

/// Whether it is an IPv4 or IPv6 address.
bool is_address(std::string_view text);

}  // namespace portico
