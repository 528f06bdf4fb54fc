#include <portico/http/url.hpp>

#include <string>
#include <vector>

#include "characters.hpp"

namespace portico {
namespace {

using http::hex_value;

std::string decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += c == '+' && plus_is_space ? ' ' : c;
        }
    }
    return out;
}

void append_escaped(std::string& out, char c) {
    constexpr char digits[] = "0123456789ABCDEF";
    auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

bool is_unreserved(char c) { return http::is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

std::string encode(std::string_view text, std::string_view safe, bool plus_is_space) {
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    for (char c : text) {
        if (is_unreserved(c) || (c != '\0' && safe.find(c) != std::string_view::npos))
            out += c;
        else if (c == ' ' && plus_is_space)
            out += '+';
        else
            append_escaped(out, c);
    }
    return out;
}

/// RFC 3986, 5.2.4.
std::string without_dot_segments(std::string_view path) {
    std::string out;
    bool absolute = path.starts_with('/');
    std::vector<std::string_view> kept;
    std::string_view rest = absolute ? path.substr(1) : path;
    bool open = false; // the last segment was "." or "..": the result ends in a slash
    while (true) {
        auto slash = rest.find('/');
        std::string_view segment = rest.substr(0, slash);
        open = segment == "." || segment == "..";
        if (segment == ".." && !kept.empty()) kept.pop_back();
        if (!open) kept.push_back(segment);
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    if (open) kept.push_back("");
    if (absolute) out += '/';
    for (std::size_t i = 0; i < kept.size(); ++i) (out += i ? "/" : "") += kept[i];
    return out;
}

constexpr std::size_t longest_redirect = 2048;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool one_form_is_safe(std::string_view url, std::span<const std::string> allowed_hosts, bool require_https) {
    if (url.starts_with("///") || url.empty() || is_control(url.front())) return false;
    UrlParts parts = split_url(url);
    std::string_view authority = parts.authority.value_or("");
    if (authority.empty() && (parts.scheme || parts.authority)) return false;  // "//?x" names a host, and then none
    if (authority.find_first_of("[]") != std::string_view::npos && !split_host(authority)) return false;
    std::string scheme = text::ascii_lower(parts.scheme.value_or(""));
    if (scheme.empty() && !authority.empty()) scheme = "http";
    bool host_is_fine = authority.empty();
    for (const auto& host : allowed_hosts) host_is_fine = host_is_fine || host == authority;
    return host_is_fine && (scheme.empty() || scheme == "https" || (scheme == "http" && !require_https));
}

} // namespace

std::string percent_decode(std::string_view text) { return decode(text, false); }
std::string percent_encode(std::string_view text, std::string_view safe) { return encode(text, safe, false); }
std::string form_decode(std::string_view text) { return decode(text, true); }
std::string form_encode(std::string_view text) { return encode(text, "", true); }
std::string escape_path(std::string_view path) { return encode(path, "/:@!$&'()*+,", false); }
std::string iri_to_uri(std::string_view iri) { return encode(iri, "/#%[]=:;$&()+,!?*@'~", false); }

std::string valid_utf8(std::string text) {
    if (text::is_utf8(text)) return text;
    std::string out;
    for (std::string_view rest = text; !rest.empty();)
        text::append_code_point(out, text::next_code_point(rest));
    return out;
}

std::string escape_leading_slashes(std::string_view url) {
    if (!url.starts_with("//")) return std::string(url);
    return "/%2F" + std::string(url.substr(2));
}

UrlParts split_url(std::string_view url) {
    UrlParts parts;
    if (auto hash = url.find('#'); hash != std::string_view::npos) {
        parts.fragment = url.substr(hash + 1);
        url = url.substr(0, hash);
    }
    if (auto mark = url.find('?'); mark != std::string_view::npos) {
        parts.query = url.substr(mark + 1);
        url = url.substr(0, mark);
    }
    auto colon = url.find(':');
    bool has_scheme = colon != std::string_view::npos && colon > 0 && http::is_alpha(url[0]);
    for (std::size_t i = 0; has_scheme && i < colon; ++i)
        has_scheme = http::is_alnum(url[i]) || url[i] == '+' || url[i] == '-' || url[i] == '.';
    if (has_scheme) {
        parts.scheme = url.substr(0, colon);
        url.remove_prefix(colon + 1);
    }
    if (url.starts_with("//")) {
        auto end = url.find('/', 2);
        parts.authority = url.substr(2, end == std::string_view::npos ? end : end - 2);
        url = end == std::string_view::npos ? std::string_view() : url.substr(end);
    }
    parts.path = url;
    return parts;
}

std::string resolve_url(std::string_view base_url, std::string_view reference) {
    UrlParts base = split_url(base_url), target = split_url(reference);
    std::string path;
    if (target.scheme || target.authority) {
        path = without_dot_segments(target.path);
    } else if (target.path.empty()) {
        path = std::string(base.path);
        if (!target.query) target.query = base.query;
    } else if (target.path.starts_with('/')) {
        path = without_dot_segments(target.path);
    } else {
        std::string_view folder = base.path.substr(0, base.path.rfind('/') + 1);
        path = without_dot_segments((folder.empty() && base.authority ? "/" : std::string(folder)) +
                                    std::string(target.path));
    }
    auto scheme = target.scheme ? target.scheme : base.scheme;
    auto authority = target.scheme || target.authority ? target.authority : base.authority;
    std::string out;
    if (scheme) (out += *scheme) += ':';
    if (authority) (out += "//") += *authority;
    out += path;
    if (target.query) (out += '?') += *target.query;
    if (target.fragment) (out += '#') += *target.fragment;
    return out;
}

namespace {

/// White space of Unicode, and characters that nobody sees: browsers pass over some of them.
bool is_invisible(char32_t c) {
    return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad || (c >= 0x600 && c <= 0x605) || c == 0x61c || c == 0x6dd || c == 0x70f || c == 0x1680 || c == 0x180e ||
           (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x206f) || c == 0x3000 || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
           (c >= 0xe000 && c <= 0xf8ff) || c >= 0xe0000;
}

}  // namespace

bool is_safe_redirect(std::string_view given, std::span<const std::string> allowed_hosts, bool require_https) {
    given = text::trim(given);
    if (text::length(given) > longest_redirect) return false;
    std::string_view first = given;
    if (!given.empty() && is_invisible(text::next_code_point(first))) return false;
    // Browsers drop these wherever they stand.
    std::string url(given);
    std::erase_if(url, [](char c) { return c == '\t' || c == '\r' || c == '\n'; });
    // Browsers read "\" as "/": both readings must be safe.
    std::string slashed(url);
    for (char& c : slashed)
        if (c == '\\') c = '/';
    return one_form_is_safe(url, allowed_hosts, require_https) &&
           one_form_is_safe(slashed, allowed_hosts, require_https);
}

std::optional<HostAndPort> split_host(std::string_view host) {
    std::string lower = text::ascii_lower(host);
    std::string_view text = lower, domain, port;
    if (text.starts_with('[')) {
        auto end = text.find(']');
        if (end == std::string_view::npos || end < 3) return std::nullopt;
        for (char c : text.substr(1, end - 1))
            if (hex_value(c) < 0 && c != ':' && c != '.') return std::nullopt;
        domain = text.substr(0, end + 1);
        text.remove_prefix(end + 1);
        if (!text.empty() && text.front() != ':') return std::nullopt;
        port = text.empty() ? text : text.substr(1);
    } else {
        auto colon = text.find(':');
        domain = text.substr(0, colon);
        if (colon != std::string_view::npos) port = text.substr(colon + 1);
        for (char c : domain)
            if (!http::is_alnum(c) && c != '-' && c != '.' && c != '_') return std::nullopt;
    }
    for (char c : port)
        if (!http::is_digit(c)) return std::nullopt;
    if (domain.empty() || port.size() > 5) return std::nullopt;
    if (domain.ends_with('.')) domain.remove_suffix(1);
    return HostAndPort{std::string(domain), std::string(port)};
}

bool host_matches(std::string_view domain, std::string_view pattern) {
    std::string wanted = text::ascii_lower(pattern);
    if (wanted == "*" || wanted == domain) return true;
    if (!wanted.starts_with('.')) return false;
    return domain.ends_with(wanted) || domain == std::string_view(wanted).substr(1);
}

} // namespace portico
