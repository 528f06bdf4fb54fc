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

/// Which headers the proxies write: X-Forwarded-For, -Proto and -Host, or Forwarded (RFC 7239). The other kind is the client's, and ignored.
enum class ForwardedBy { x_forwarded, forwarded };

/// Takes what trusted proxies say of the client; from others it is ignored. Of several addresses, in however many lines, the last one that is
/// no trusted proxy counts: what stands before it the client may have made up.
Middleware proxies(const std::vector<std::string>& trusted, ForwardedBy by = ForwardedBy::x_forwarded);

} // namespace portico
