#include <portico/forms/validators.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <portico/base/text.hpp>

namespace portico::forms {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alnum(char c) { return is_digit(c) || is_letter(c); }

/// Letters of host names beyond ASCII: U+00A1 to U+FFFF.
bool is_host_letter(char32_t c) { return c < 128 ? is_alnum(static_cast<char>(c)) : c >= 0xa1 && c <= 0xffff; }

bool is_host_label(std::string_view label, bool unicode) {
    if (label.empty() || text::length(label) > 63 || label.front() == '-' || label.back() == '-') return false;
    while (!label.empty()) {
        char32_t c = text::next_code_point(label);
        if (c == U'-') continue;
        if (unicode ? !is_host_letter(c) : !(c < 128 && is_alnum(static_cast<char>(c)))) return false;
    }
    return true;
}

bool is_top_level(std::string_view label) {
    if (label.starts_with("xn--")) return label.size() > 4 && label.size() <= 63 && is_host_label(label, false);
    if (text::length(label) < 2 || label.front() == '-' || label.back() == '-' || text::length(label) > 63) return false;
    while (!label.empty()) {
        char32_t c = text::next_code_point(label);
        if (c != U'-' && !(c < 128 ? is_letter(static_cast<char>(c)) : is_host_letter(c))) return false;
    }
    return true;
}

bool is_host(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    auto labels = text::split(host, '.');
    if (labels.size() < 2 || !is_top_level(labels.back())) return false;
    return std::ranges::all_of(labels, [](std::string_view label) { return is_host_label(label, true); });
}

bool is_quoted_local(std::string_view local) {
    if (local.size() < 2 || local.front() != '"' || local.back() != '"') return false;
    local = local.substr(1, local.size() - 2);
    for (std::size_t i = 0; i < local.size(); ++i) {
        auto c = static_cast<unsigned char>(local[i]);
        if (c == '\\') {
            if (++i >= local.size()) return false;
            auto next = static_cast<unsigned char>(local[i]);
            if (!((next >= 1 && next <= 9) || next == 11 || next == 12 || (next >= 14 && next <= 127))) return false;
        } else if (c == 0 || c == 9 || c == 10 || c == 13 || c == 32 || c == '"' || c >= 128) {
            return false;
        }
    }
    return true;
}

bool is_dot_atom(std::string_view local) {
    constexpr std::string_view marks = "-!#$%&'*+/=?^_`{}|~";
    for (auto part : text::split(local, '.')) {
        if (part.empty()) return false;
        if (!std::ranges::all_of(part, [&](char c) { return is_alnum(c) || marks.find(c) != marks.npos; })) return false;
    }
    return true;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, is_digit);
}

std::string_view plural(std::size_t n, std::string_view one, std::string_view many) { return n == 1 ? one : many; }

}  // namespace

bool is_slug(std::string_view text, bool allow_unicode) {
    if (text.empty()) return false;
    while (!text.empty()) {
        char32_t c = text::next_code_point(text);
        if (c == U'-' || c == U'_' || (c < 128 && is_alnum(static_cast<char>(c)))) continue;
        if (c < 128 || !allow_unicode || !matches(R"(^\w$)", [&] {
                std::string one;
                text::append_code_point(one, c);
                return one;
            }())) {
            return false;
        }
    }
    return true;
}

bool is_domain_name(std::string_view text) { return text.size() <= 255 && is_host(text); }

bool is_ipv4(std::string_view text) {
    auto parts = text::split(text, '.');
    if (parts.size() != 4) return false;
    return std::ranges::all_of(parts, [](std::string_view part) {
        if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, is_digit)) return false;
        if (part.size() > 1 && part.front() == '0') return false;
        int number = 0;
        std::from_chars(part.data(), part.data() + part.size(), number);
        return number <= 255;
    });
}

namespace {

using Ipv6 = std::array<unsigned, 8>;

bool read_groups(std::string_view text, std::vector<unsigned>& out, bool may_end_in_ipv4) {
    if (text.empty()) return true;
    auto groups = text::split(text, ':');
    for (std::size_t i = 0; i < groups.size(); ++i) {
        auto group = groups[i];
        if (may_end_in_ipv4 && i + 1 == groups.size() && group.find('.') != group.npos) {
            if (!is_ipv4(group)) return false;
            std::array<unsigned, 4> bytes{};
            auto parts = text::split(group, '.');
            for (std::size_t k = 0; k < 4; ++k) std::from_chars(parts[k].data(), parts[k].data() + parts[k].size(), bytes[k]);
            out.push_back(bytes[0] << 8 | bytes[1]);
            out.push_back(bytes[2] << 8 | bytes[3]);
            continue;
        }
        if (group.empty() || group.size() > 4) return false;
        unsigned number = 0;
        auto [end, error] = std::from_chars(group.data(), group.data() + group.size(), number, 16);
        if (error != std::errc() || end != group.data() + group.size()) return false;
        out.push_back(number);
    }
    return true;
}

std::optional<Ipv6> read_ipv6(std::string_view text) {
    if (text.size() > 39 || text.find(":::") != text.npos) return std::nullopt;
    std::vector<unsigned> head, tail;
    std::size_t gap = text.find("::");
    bool has_gap = gap != text.npos;
    if (has_gap && text.find("::", gap + 1) != text.npos) return std::nullopt;
    if (!read_groups(has_gap ? text.substr(0, gap) : text, head, !has_gap)) return std::nullopt;
    if (has_gap && !read_groups(text.substr(gap + 2), tail, true)) return std::nullopt;
    std::size_t count = head.size() + tail.size();
    if (has_gap ? count > 7 : count != 8) return std::nullopt;
    Ipv6 address{};
    std::ranges::copy(head, address.begin());
    std::ranges::copy(tail, address.end() - static_cast<std::ptrdiff_t>(tail.size()));
    return address;
}

std::string dotted(unsigned high, unsigned low) {
    return std::to_string(high >> 8) + '.' + std::to_string(high & 255) + '.' + std::to_string(low >> 8) + '.' +
           std::to_string(low & 255);
}

std::string hex(unsigned number) {
    std::array<char, 8> buffer{};
    auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, 16).ptr;
    return {buffer.data(), end};
}

/// Groups with the longest run of at least two zeros as "::" (RFC 5952).
std::string written(const Ipv6& address) {
    std::size_t best = 8, best_length = 1;
    for (std::size_t i = 0; i < 8;) {
        std::size_t end = i;
        while (end < 8 && address[end] == 0) ++end;
        if (end - i > best_length) best = i, best_length = end - i;
        i = std::max(end, i + 1);
    }
    std::string out;
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == best) {
            out += "::";
            i += best_length - 1;
            continue;
        }
        if (!out.empty() && out.back() != ':') out += ':';
        out += hex(address[i]);
    }
    return out;
}

}  // namespace

bool is_ipv6(std::string_view text) { return read_ipv6(text).has_value(); }

std::optional<std::string> shortest_ipv6(std::string_view text, bool unpack_ipv4) {
    auto address = read_ipv6(text);
    if (!address) return std::nullopt;
    bool mapped = std::all_of(address->begin(), address->begin() + 5, [](unsigned g) { return g == 0; }) &&
                  (*address)[5] == 0xffff;
    if (!mapped) return written(*address);
    std::string tail = dotted((*address)[6], (*address)[7]);
    return unpack_ipv4 ? tail : "::ffff:" + tail;
}

bool is_email(std::string_view text) {
    auto at = text.rfind('@');
    if (at == text.npos || text.size() > 320) return false;
    std::string_view local = text.substr(0, at), host = text.substr(at + 1);
    if (!is_dot_atom(local) && !is_quoted_local(local)) return false;
    if (host == "localhost") return true;
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        return is_ipv4(host) || is_ipv6(host);
    }
    if (host.ends_with('.') || host.size() > 255) return false;
    auto labels = text::split(host, '.');
    if (labels.size() < 2) return false;
    if (!is_top_level(labels.back())) return false;
    return std::ranges::all_of(labels, [](std::string_view label) { return is_host_label(label, true); });
}

bool is_url(std::string_view url) { return is_url(url, {"http", "https", "ftp", "ftps"}); }

bool is_url(std::string_view url, const std::vector<std::string>& schemes) {
    if (url.size() > 2048 || url.find_first_of("\t\r\n") != url.npos) return false;
    auto colon = url.find("://");
    if (colon == url.npos) return false;
    std::string scheme = text::ascii_lower(url.substr(0, colon));
    if (std::ranges::find(schemes, scheme) == schemes.end()) return false;
    url.remove_prefix(colon + 3);
    auto end = url.find_first_of("/?#");
    std::string_view place = url.substr(0, end);
    if (end != url.npos) {
        for (std::string_view rest = url.substr(end); !rest.empty();) {
            char32_t c = text::next_code_point(rest);
            if (c <= 32 || c == 0xa0 || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0x3000) return false;
        }
    }
    if (auto at = place.rfind('@'); at != place.npos) {
        auto user = place.substr(0, at);
        if (std::ranges::count(user, ':') > 1 || user.find_first_of("@/ ") != user.npos || user.starts_with(':')) return false;
        place.remove_prefix(at + 1);
    }
    if (place.starts_with('[')) {
        auto close = place.find(']');
        if (close == place.npos || !is_ipv6(place.substr(1, close - 1))) return false;
        auto rest = place.substr(close + 1);
        return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    }
    if (auto port = place.rfind(':'); port != place.npos) {
        if (!is_port(place.substr(port + 1))) return false;
        place = place.substr(0, port);
    }
    if (place.size() > 253) return false;
    return place == "localhost" || is_ipv4(place) || is_host(place);
}

Fault too_long(std::size_t limit, std::size_t length) {
    return {"Ensure this value has at most %(limit_value)d " + std::string(plural(limit, "character", "characters")) +
                " (it has %(show_value)d).",
            "max_length", {{"limit_value", std::to_string(limit)}, {"show_value", std::to_string(length)}}};
}

Fault too_short(std::size_t limit, std::size_t length) {
    return {"Ensure this value has at least %(limit_value)d " + std::string(plural(limit, "character", "characters")) +
                " (it has %(show_value)d).",
            "min_length", {{"limit_value", std::to_string(limit)}, {"show_value", std::to_string(length)}}};
}

}  // namespace portico::forms
