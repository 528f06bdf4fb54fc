#include <portico/middleware/hosts.hpp>

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/http/header_parameters.hpp>
#include <portico/http/url.hpp>

namespace portico {
namespace {

std::string why(std::string_view host) {
    std::string shown = "the Host header \"" + std::string(host.substr(0, 200)) + "\"";
    auto split = split_host(host);
    if (!split) return shown + " is no valid host name";
    return shown + " is not in allowed_hosts; if this site answers to it, add \"" + split->domain + "\"";
}

/// What a proxy says of the client.
struct Claim {
    std::vector<std::string> chain{};  // the client and the proxies behind it, as each saw the one before
    std::string protocol{};
    std::string host{};
};

Claim claim_of_x_headers(const Request& request) {
    Claim claim;
    for (auto address : text::split(request.header("X-Forwarded-For"), ',')) claim.chain.emplace_back(text::trim(address));
    std::string_view protocol = request.header("X-Forwarded-Proto");
    claim.protocol = text::trim(protocol.substr(0, protocol.find(',')));
    claim.host = request.header("X-Forwarded-Host");
    return claim;
}

/// `for="[2001:db8::1]:4711"` without brackets and port.
std::string node_address(std::string_view node) {
    if (node.starts_with('[')) return std::string(node.substr(1, node.find(']') - 1));
    return std::string(std::count(node.begin(), node.end(), ':') == 1 ? node.substr(0, node.find(':')) : node);
}

/// RFC 7239: `for=192.0.2.60;proto=https;host=example.org, for=198.51.100.17`. The first element is the client's own request.
Claim claim_of(std::string_view forwarded) {
    Claim claim;
    for (auto element : text::split(forwarded, ',')) {
        auto parts = parse_header_parameters("x;" + std::string(text::trim(element)));
        claim.chain.push_back(node_address(parts.get("for")));
        if (claim.protocol.empty()) claim.protocol = parts.get("proto");
        if (claim.host.empty()) claim.host = parts.get("host");
    }
    return claim;
}

/// The client behind a chain of proxies, each of which added the address that it saw.
std::string client_address(const AddressList& trusted, std::string_view seen, const std::vector<std::string>& chain) {
    std::string client(seen);
    for (auto address = chain.rbegin(); address != chain.rend() && trusted.contains(client); ++address) {
        if (!is_address(*address)) break;
        client = *address;
    }
    return client;
}

} // namespace

DisallowedHost::DisallowedHost(std::string_view host)
    : BadRequest("This site does not answer to that host name.", why(host)) {}

Middleware hosts(std::vector<std::string> allowed, bool allow_absent) {
    bool any = std::find(allowed.begin(), allowed.end(), "*") != allowed.end();
    return {"hosts", [allowed = std::move(allowed), any, allow_absent](Request& request, Next next) {
                std::string_view host = request.host();
                auto split = split_host(host);
                bool fits = host.empty()
                                ? any || allow_absent
                                : split && std::any_of(allowed.begin(), allowed.end(),
                                                       [&](const std::string& pattern) {
                                                           return host_matches(split->domain, pattern);
                                                       });
                if (!fits) throw DisallowedHost(host);
                return next(request);
            }};
}

Middleware proxies(const std::vector<std::string>& trusted) {
    return {"proxies", [trusted = AddressList(trusted)](Request& request, Next next) {
                if (trusted.empty() || !trusted.contains(request.remote_address())) return next(request);
                std::string_view standard = request.header("Forwarded");
                Claim claim = standard.empty() ? claim_of_x_headers(request) : claim_of(standard);
                bool secure = claim.protocol.empty() ? request.is_secure() : text::ascii_iequals(claim.protocol, "https");
                std::string client = client_address(trusted, request.remote_address(), claim.chain);
                request.set_forwarded(secure, std::move(client), claim.host);
                return next(request);
            }};
}

} // namespace portico
