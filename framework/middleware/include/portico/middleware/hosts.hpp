/// Who the site is and who is asking: Host headers, proxies.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/http/address_list.hpp>
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

/// Takes Forwarded (RFC 7239) or X-Forwarded-For, -Proto and -Host from trusted proxies; from others they are ignored. Of several
/// addresses the last one that is no trusted proxy counts: what stands before it the client may have made up.
Middleware proxies(const std::vector<std::string>& trusted);

} // namespace portico
