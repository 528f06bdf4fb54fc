#include <portico/middleware/hosts.hpp>

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>

#include <portico/base/text.hpp>
#include <portico/http/url.hpp>

namespace portico {
namespace {

std::string why(std::string_view host) {
    std::string shown = "the Host header \"" + std::string(host.substr(0, 200)) + "\"";
    auto split = split_host(host);
    if (!split) return shown + " is no valid host name";
    return shown + " is not in allowed_hosts; if this site answers to it, add \"" + split->domain + "\"";
}

/// 4 or 16 bytes, or nothing. An IPv4 address in IPv6 notation is the IPv4 address.
std::optional<std::string> bytes_of(std::string_view address) {
    std::string text(address);
    unsigned char bytes[16];
    if (::inet_pton(AF_INET, text.c_str(), bytes) == 1) return std::string(reinterpret_cast<char*>(bytes), 4);
    if (::inet_pton(AF_INET6, text.c_str(), bytes) != 1) return std::nullopt;
    static constexpr unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::memcmp(bytes, mapped, 12) == 0) return std::string(reinterpret_cast<char*>(bytes) + 12, 4);
    return std::string(reinterpret_cast<char*>(bytes), 16);
}

bool same_bits(std::string_view a, std::string_view b, unsigned bits) {
    if (a.size() != b.size() || a.substr(0, bits / 8) != b.substr(0, bits / 8)) return false;
    unsigned rest = bits % 8;
    return rest == 0 || (static_cast<unsigned char>(a[bits / 8] ^ b[bits / 8]) >> (8 - rest)) == 0;
}

/// The client behind a chain of proxies, each of which added the address that it saw.
std::string client_address(const AddressList& trusted, std::string_view seen, std::string_view forwarded) {
    std::string client(seen);
    auto chain = text::split(forwarded, ',');
    for (auto address = chain.rbegin(); address != chain.rend() && trusted.contains(client); ++address) {
        std::string_view one = text::trim(*address);
        if (!bytes_of(one)) break;
        client = one;
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

Middleware proxies(const std::vector<std::string>& trusted) {
    return {"proxies", [trusted = AddressList(trusted)](Request& request, Next next) {
                if (trusted.empty() || !trusted.contains(request.remote_address())) return next(request);
                std::string_view protocol = request.header("X-Forwarded-Proto");
                bool secure =
                    protocol.empty()
                        ? request.is_secure()
                        : text::ascii_iequals(text::trim(protocol.substr(0, protocol.find(','))), "https");
                std::string client =
                    client_address(trusted, request.remote_address(), request.header("X-Forwarded-For"));
                request.set_forwarded(secure, std::move(client),
                                      std::string(request.header("X-Forwarded-Host")));
                return next(request);
            }};
}

} // namespace portico
