#include <portico/i18n/accept_language.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

#include <portico/base/text.hpp>

namespace portico::i18n {

namespace {

constexpr std::size_t longest = 500;

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "en", "en-au", "es-419", "*"
bool is_code(std::string_view code) {
    if (code == "*") return true;
    auto parts = text::split(code, '-');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].empty() || parts[i].size() > 8) return false;
        for (char c : parts[i])
            if (!is_letter(c) && (i == 0 || !is_digit(c))) return false;
    }
    return true;
}

/// "0", "0.8", "1.000"
std::optional<double> quality_of(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    for (char c : text.substr(std::min<std::size_t>(2, text.size())))
        if (!is_digit(c) || (text[0] == '1' && c != '0')) return std::nullopt;
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::optional<std::pair<std::string, double>> entry_of(std::string_view item) {
    auto semicolon = item.find(';');
    std::string code(text::trim(item.substr(0, semicolon)));
    if (!is_code(code)) return std::nullopt;
    if (semicolon == std::string_view::npos) return std::pair(code, 1.0);
    auto rest = text::trim(item.substr(semicolon + 1));
    if (!rest.starts_with("q=")) return std::nullopt;
    auto quality = quality_of(rest.substr(2));
    return quality ? std::optional(std::pair(code, *quality)) : std::nullopt;
}

std::string_view script_of(std::string_view code) {
    if (code == "zh-cn" || code == "zh-sg" || code == "zh-my") return "zh-hans";
    return code == "zh-tw" || code == "zh-hk" || code == "zh-mo" ? "zh-hant" : "";
}

/// The supported one that serves a code.
std::optional<std::string> variant_of(std::string_view code, std::span<const std::string> supported) {
    if (code.empty()) return std::nullopt;
    std::vector<std::string_view> codes{code};
    if (auto script = script_of(code); !script.empty()) codes.push_back(script);
    for (auto dash = code.rfind('-'); dash != std::string_view::npos && dash > 0; dash = code.rfind('-', dash - 1))
        codes.push_back(code.substr(0, dash));
    for (auto one : codes)
        for (const auto& known : supported)
            if (text::ascii_iequals(known, one)) return std::string(one);
    std::string generic = std::string(codes.back()) + '-';
    for (const auto& known : supported)
        if (known.starts_with(generic)) return known;
    return std::nullopt;
}

} // namespace

std::vector<std::pair<std::string, double>> parse_accept_language(std::string_view header) {
    if (header.size() > longest) {
        auto comma = header.substr(0, longest).rfind(',');
        if (comma == std::string_view::npos) return {};
        header = header.substr(0, comma);
    }
    std::string lower = text::ascii_lower(header);
    std::vector<std::pair<std::string, double>> out;
    if (lower.empty()) return out;
    for (auto item : text::split(lower, ',')) {
        auto entry = entry_of(text::trim(item));
        if (!entry) return {};
        out.push_back(std::move(*entry));
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return out;
}

std::string choose_language(std::string_view accept_language, std::span<const std::string> supported, std::string_view standard) {
    for (const auto& [code, quality] : parse_accept_language(accept_language)) {
        if (code == "*") break;
        if (auto found = variant_of(code, supported)) return *found;
    }
    return variant_of(standard, supported).value_or(std::string(standard));
}

} // namespace portico::i18n
