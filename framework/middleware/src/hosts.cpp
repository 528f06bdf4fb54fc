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

/// One step of the way here, as a proxy tells it.
struct Hop {
    std::string address{};  // of who asked that proxy
    std::string protocol{};
    std::string host{};
};

/// All lines of a header: a proxy may add one of its own behind the client's.
std::vector<std::string_view> lines_of(const Request& request, std::string_view name) {
    std::vector<std::string_view> lines;
    for (auto [known, value] : request.headers())
        if (text::ascii_iequals(known, name)) lines.push_back(value);
    return lines;
}

std::vector<Hop> hops_of_x_headers(const Request& request) {
    std::vector<Hop> hops;
    for (auto line : lines_of(request, "X-Forwarded-For"))
        for (auto address : text::split(line, ',')) hops.push_back({.address = std::string(text::trim(address))});
    auto protocols = lines_of(request, "X-Forwarded-Proto"), names = lines_of(request, "X-Forwarded-Host");
    const std::string protocol(protocols.empty() ? "" : text::trim(protocols.back().substr(0, protocols.back().find(','))));
    const std::string host(names.empty() ? "" : names.back());
    if (hops.empty()) hops.emplace_back();
    for (Hop& hop : hops) hop.protocol = protocol, hop.host = host;
    return hops;
}

/// `for="[2001:db8::1]:4711"` without brackets and port.
std::string node_address(std::string_view node) {
    if (node.starts_with('[')) return std::string(node.substr(1, node.find(']') - 1));
    return std::string(std::count(node.begin(), node.end(), ':') == 1 ? node.substr(0, node.find(':')) : node);
}

/// RFC 7239: `for=192.0.2.60;proto=https;host=example.org, for=198.51.100.17`.
std::vector<Hop> hops_of_standard(const Request& request) {
    std::vector<Hop> hops;
    for (auto line : lines_of(request, "Forwarded"))
        for (auto element : text::split(line, ',')) {
            auto parts = parse_header_parameters("x;" + std::string(text::trim(element)));
            hops.push_back({node_address(parts.get("for")), std::string(parts.get("proto")), std::string(parts.get("host"))});
        }
    return hops;
}

/// From the last proxy backwards, as long as who tells it is trusted: the client's own hop. What stands before it the client may have made up.
Hop client_of(const AddressList& trusted, std::string_view seen, const std::vector<Hop>& hops) {
    Hop client{.address = std::string(seen)};
    for (auto hop = hops.rbegin(); hop != hops.rend() && trusted.contains(client.address); ++hop) {
        const std::string before = client.address;
        client = *hop;
        if (is_address(hop->address)) continue;
        client.address = before;
        break;
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

Middleware proxies(const std::vector<std::string>& trusted, ForwardedBy by) {
    return {"proxies", [trusted = AddressList(trusted), by](Request& request, Next next) {
                if (trusted.empty() || !trusted.contains(request.remote_address())) return next(request);
                Hop client = client_of(trusted, request.remote_address(), by == ForwardedBy::forwarded ? hops_of_standard(request) : hops_of_x_headers(request));
                bool secure = client.protocol.empty() ? request.is_secure() : text::ascii_iequals(client.protocol, "https");
                request.set_forwarded(secure, std::move(client.address), std::move(client.host));
                return next(request);
            }};
}

} // namespace portico
