#define PCRE2_CODE_UNIT_WIDTH 8
#include <portico/base/validators.hpp>

#include <map>
#include <memory>
#include <mutex>

#include <pcre2.h>

#include <portico/base/error.hpp>
#include <portico/base/ip_address.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace {

using Code = std::shared_ptr<pcre2_code>;

Code compile(const std::string& pattern) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    auto* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF, &error, &offset, nullptr);
    if (!code) {
        PCRE2_UCHAR message[128];
        pcre2_get_error_message(error, message, sizeof message);
        throw Error("the pattern \"" + pattern + "\" is no regular expression: " + reinterpret_cast<char*>(message) +
                    " at character " + std::to_string(offset));
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return {code, pcre2_code_free};
}

/// Patterns come from `describe`, so there are few of them and they are kept.
Code compiled(const std::string& pattern) {
    static std::mutex mutex;
    static std::map<std::string, Code> known;
    std::lock_guard lock(mutex);
    auto& code = known[pattern];
    if (!code) code = compile(pattern);
    return code;
}

/// A host name of labels joined by points, or an address in brackets; with a top level of letters unless it is "localhost".
bool is_host(std::string_view host) {
    static const std::string label = R"([a-z0-9\x{a1}-\x{ffff}](?:[a-z0-9\x{a1}-\x{ffff}-]{0,61}[a-z0-9\x{a1}-\x{ffff}])?)";
    static const std::string name = "(?i)^(?:localhost|" + label + R"((?:\.)" + label +
                                    R"()*\.(?!-)(?!\d+$)(?:xn--[a-z0-9]{1,59}|[a-z\x{a1}-\x{ffff}-]{2,63})(?<!-)\.?)$)";
    static const std::string ipv4 = R"(^(?:(?:0|25[0-5]|2[0-4]\d|1\d?\d?|[1-9]\d?)(?:\.|$)){4}(?<!\.)$)";
    static const std::string ipv6 = R"(^\[[0-9a-fA-F:.]+\]$)";
    return host.size() <= 253 && (matches_pattern(host, name) || matches_pattern(host, ipv4) || matches_pattern(host, ipv6));
}

}  // namespace

bool matches_pattern(std::string_view text, const std::string& pattern) {
    auto code = compiled(pattern);
    std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
        pcre2_match_data_create_from_pattern(code.get(), nullptr), pcre2_match_data_free);
    return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, match.get(), nullptr) >= 0;
}

bool is_email(std::string_view text) {
    static const std::string user = R"((?i)^[-!#$%&'*+/=?^_`{}|~0-9A-Z]+(?:\.[-!#$%&'*+/=?^_`{}|~0-9A-Z]+)*$)";
    static const std::string quoted = R"((?i)^"(?:[\x01-\x08\x0b\x0c\x0e-\x1f!#-\[\]-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*"$)";
    static const std::string address = R"((?i)^\[(?:\d{1,3}(?:\.\d{1,3}){3}|[a-f0-9:.]+)\]$)";
    auto at = text.rfind('@');
    if (at == std::string_view::npos || text.size() > 320 || text.find('\n') != std::string_view::npos) return false;
    auto name = text.substr(0, at), host = text.substr(at + 1);
    if (!matches_pattern(name, user) && !matches_pattern(name, quoted)) return false;
    return (host.find_first_of("[]") == std::string_view::npos && is_host(host)) || matches_pattern(host, address);
}

bool is_url(std::string_view text) {
    if (text.size() > 2048 || text.find_first_of(" \t\r\n") != std::string_view::npos) return false;
    auto colon = text.find("://");
    if (colon == std::string_view::npos) return false;
    auto scheme = text::ascii_lower(text.substr(0, colon));
    if (scheme != "http" && scheme != "https" && scheme != "ftp" && scheme != "ftps") return false;
    auto rest = text.substr(colon + 3);
    auto host = rest.substr(0, rest.find_first_of("/?#"));
    if (auto at = host.rfind('@'); at != std::string_view::npos) host = host.substr(at + 1);
    auto port = host.rfind(':');
    bool has_port = port != std::string_view::npos && host.find(']', port) == std::string_view::npos;
    if (has_port) {
        auto digits = host.substr(port + 1);
        bool good = !digits.empty() && digits.size() <= 5 && digits.find_first_not_of("0123456789") == std::string_view::npos;
        if (!good) return false;
        host = host.substr(0, port);
    }
    return is_host(host);
}

bool is_slug(std::string_view text, bool allow_unicode) {
    return !text.empty() && matches_pattern(text, allow_unicode ? R"((*UCP)^[-\w]+\z)" : R"(^[-a-zA-Z0-9_]+\z)");
}

std::string format_problem(std::string_view text, std::string_view format) {
    if (format == "slug" && !is_slug(text)) {
        return "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.";
    }
    if (format == "unicode_slug" && !is_slug(text, true)) {
        return "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.";
    }
    if (format == "email" && !is_email(text)) return "Enter a valid email address.";
    if (format == "url" && !is_url(text)) return "Enter a valid URL.";
    if (format == "ipv4" || format == "ipv6") {
        auto address = IpAddress::parse(text);
        bool v4 = format == "ipv4";
        if (!address || (v4 ? !address->is_v4() : !address->is_v6()))
            return v4 ? "Enter a valid IPv4 address." : "Enter a valid IPv6 address.";
    }
    return {};
}

}  // namespace portico
