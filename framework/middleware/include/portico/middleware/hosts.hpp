/// Who the site is and who is asking: Host headers, proxies.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/http/http_error.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {

/// A Host header that is none of the site's: 400.
class DisallowedHost : public BadRequest {
public:
    explicit DisallowedHost(std::string_view host);
};

/// Lets only requests through whose Host is one of these: "example.org", ".example.org" (and all below), "*".
/// A request without a Host passes only with "*" or where `allow_absent` is set (tests).
Middleware hosts(std::vector<std::string> allowed, bool allow_absent = false);

/// A set of addresses: "10.0.0.0/8", "203.0.113.7", "fd00::/8", and "unix" for a Unix socket, whose peers
/// have no address.
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

/// Takes X-Forwarded-For, -Proto and -Host from trusted proxies; from others they are ignored. Of several
/// addresses the last one that is no trusted proxy counts: what stands before it the client may have made up.
Middleware proxies(const std::vector<std::string>& trusted);

} // namespace portico
