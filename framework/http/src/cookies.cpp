#include <portico/http/cookies.hpp>

#include <algorithm>
#include <array>

#include <portico/http/headers.hpp>
#include <portico/http/http_date.hpp>

#include "characters.hpp"

namespace portico {
namespace {

bool is_bare(char c) { return http::is_token_character(c) || c == ':'; }
bool stays_in_quotes(char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || is_bare(c) || std::string_view(" ()/<=>?@[]{}").find(c) != std::string_view::npos;
}

bool is_octal(char c) { return c >= '0' && c <= '7'; }

void check_name(const Cookie& cookie) {
    constexpr std::array<std::string_view, 10> attributes{"expires",  "path",       "comment",  "domain",
                                                          "max-age",  "secure",     "httponly", "version",
                                                          "samesite", "partitioned"};
    bool reserved = std::any_of(attributes.begin(), attributes.end(), [&](std::string_view name) {
        return text::ascii_iequals(name, cookie.name);
    });
    if (!http::is_token(cookie.name) || reserved)
        throw Error("\"" + http::visible(cookie.name) + "\" can't be a cookie's name",
                    reserved ? "it is an attribute's name" : "use letters, digits, \"-\" and \"_\"");
}

/// What browsers would drop without a word (RFC 6265bis, 4.1.3 and 5.7).
void check_promises(const Cookie& cookie) {
    bool host = cookie.name.starts_with("__Host-");
    if ((host || cookie.name.starts_with("__Secure-")) && !cookie.secure)
        throw Error("cookie \"" + cookie.name + "\" is not secure", "its prefix promises .secure = true");
    if (host && (cookie.path != "/" || !cookie.domain.empty()))
        throw Error("cookie \"" + cookie.name + "\" has a path or a domain",
                    "__Host- promises \"/\" and no domain");
    if ((cookie.same_site == SameSite::none || cookie.partitioned) && !cookie.secure)
        throw Error("cookie \"" + cookie.name + "\" is sent across sites but is not secure",
                    "set .secure = true");
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
    for (char c : value)
        if (c == ';' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            throw Error("a cookie's " + std::string(name) + " can't be \"" + http::visible(value) + "\"",
                        "remove the semicolon or control character");
    ((out += "; ") += name) += '=';
    out += value;
}

} // namespace

Cookie Cookie::deleted(std::string name, std::string path, std::string domain) {
    bool secure = name.starts_with("__Secure-") || name.starts_with("__Host-");
    return {.name = std::move(name),
            .max_age = std::chrono::seconds(0),
            .expires = std::chrono::sys_seconds(),
            .path = std::move(path),
            .domain = std::move(domain),
            .secure = secure};
}

std::string Cookie::header(std::chrono::sys_seconds now) const {
    check_name(*this);
    check_promises(*this);
    std::string out = name + '=' + quote_cookie_value(value);
    if (!domain.empty()) append_attribute(out, "Domain", domain);
    if (expires || max_age) append_attribute(out, "expires", http_date(expires ? *expires : now + *max_age));
    if (http_only) out += "; HttpOnly";
    if (max_age) append_attribute(out, "Max-Age", std::to_string(max_age->count()));
    if (partitioned) out += "; Partitioned";
    if (!path.empty()) append_attribute(out, "Path", path);
    if (same_site == SameSite::lax) out += "; SameSite=Lax";
    if (same_site == SameSite::strict) out += "; SameSite=Strict";
    if (same_site == SameSite::none) out += "; SameSite=None";
    if (secure) out += "; Secure";
    return out;
}

Cookies Cookies::parse(std::string_view header) {
    Cookies cookies;
    http::each_item(header, ';', [&](std::string_view item) {
        auto equals = item.find('=');
        std::string_view name =
            equals == std::string_view::npos ? std::string_view() : text::trim(item.substr(0, equals));
        std::string_view value =
            equals == std::string_view::npos ? item : text::trim(item.substr(equals + 1));
        if (name.empty() && value.empty()) return;
        cookies.entries_.emplace_back(name, unquote_cookie_value(value));
    });
    return cookies;
}

std::optional<std::string_view> Cookies::find(std::string_view name) const noexcept {
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry)
        if (entry->first == name) return entry->second;
    return std::nullopt;
}

std::string_view Cookies::get(std::string_view name, std::string_view fallback) const noexcept {
    return find(name).value_or(fallback);
}

std::string quote_cookie_value(std::string_view value) {
    if (!value.empty() && std::all_of(value.begin(), value.end(), is_bare)) return std::string(value);
    std::string out = "\"";
    for (char c : value) {
        if (c == '"' || c == '\\') {
            (out += '\\') += c;
        } else if (stays_in_quotes(c)) {
            out += c;
        } else {
            auto byte = static_cast<unsigned char>(c);
            out += '\\';
            for (int shift : {6, 3, 0}) out += static_cast<char>('0' + (byte >> shift & 7));
        }
    }
    return out + '"';
}

std::string unquote_cookie_value(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
    value = value.substr(1, value.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        bool escape = value[i] == '\\' && i + 1 < value.size();
        if (escape && i + 3 < value.size() && value[i + 1] <= '3' && is_octal(value[i + 1]) &&
            is_octal(value[i + 2]) && is_octal(value[i + 3])) {
            // A code point below 256, as Django's Latin-1 reading of it.
            unsigned code = static_cast<unsigned>((value[i + 1] - '0') * 64 + (value[i + 2] - '0') * 8 +
                                                  value[i + 3] - '0');
            if (code < 0x80)
                out += static_cast<char>(code);
            else
                (out += static_cast<char>(0xc0 | code >> 6)) += static_cast<char>(0x80 | (code & 0x3f));
            i += 3;
        } else {
            out += value[escape ? ++i : i];
        }
    }
    return out;
}

} // namespace portico
