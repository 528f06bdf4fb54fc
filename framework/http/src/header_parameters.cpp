#include <portico/http/header_parameters.hpp>

#include <algorithm>
#include <charconv>

#include <portico/http/headers.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/url.hpp>

#include "characters.hpp"

namespace portico {
namespace {


/// The length of the piece up to the next `;` outside of quotes.
std::size_t piece_size(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == ';' && !quoted)
            return i;
    }
    return text.size();
}

std::string unquoted(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
    text = text.substr(1, text.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool escape = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '\\' || text[i + 1] == '"');
        out += text[escape ? ++i : i];
    }
    return out;
}

std::string latin1_to_utf8(std::string_view text) {
    std::string out;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            out += c;
        else
            (out += static_cast<char>(0xc0 | byte >> 6)) += static_cast<char>(0x80 | (byte & 0x3f));
    }
    return out;
}

/// charset'language'percent-encoded; without the two quotes the text stands for itself.
std::string extended_value(std::string_view text) {
    auto first = text.find('\'');
    auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
    if (second == std::string_view::npos) return std::string(text);
    std::string_view charset = text.substr(0, first);
    std::string decoded = percent_decode(text.substr(second + 1));
    if (text::ascii_iequals(charset, "utf-8") || text::ascii_iequals(charset, "us-ascii"))
        return valid_utf8(std::move(decoded));
    if (text::ascii_iequals(charset, "iso-8859-1")) return latin1_to_utf8(decoded);
    throw BadRequest("A header names an unknown character encoding.",
                     "header parameter in encoding \"" + http::visible(charset) + "\"");
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

} // namespace

std::optional<std::string_view> HeaderParameters::find(std::string_view name) const noexcept {
    for (const auto& [key, text] : parameters)
        if (key == name) return text;
    return std::nullopt;
}

std::string_view HeaderParameters::get(std::string_view name, std::string_view fallback) const noexcept {
    return find(name).value_or(fallback);
}

HeaderParameters parse_header_parameters(std::string_view line, std::size_t max_length) {
    if (line.size() > max_length)
        throw BadRequest("A header is too long.", "header parameters beyond " + std::to_string(max_length) + " bytes");
    HeaderParameters out;
    std::vector<std::string> extended;
    std::size_t size = piece_size(line);
    out.value = text::ascii_lower(text::trim(line.substr(0, size)));
    while (size < line.size()) {
        line.remove_prefix(size + 1);
        size = piece_size(line);
        std::string_view piece = text::trim(line.substr(0, size));
        auto equals = piece.find('=');
        if (equals == std::string_view::npos) continue;
        std::string name = text::ascii_lower(text::trim(piece.substr(0, equals)));
        std::string text = unquoted(text::trim(piece.substr(equals + 1)));
        bool is_extended = name.ends_with('*');
        if (is_extended) {
            name.pop_back();
            text = extended_value(text);
        }
        auto known = std::find_if(out.parameters.begin(), out.parameters.end(),
                                  [&](const auto& parameter) { return parameter.first == name; });
        bool was_extended = std::find(extended.begin(), extended.end(), name) != extended.end();
        if (is_extended) extended.push_back(name);
        if (known == out.parameters.end())
            out.parameters.emplace_back(std::move(name), std::move(text));
        else if (is_extended || !was_extended)
            known->second = std::move(text);
    }
    return out;
}

std::optional<std::string> content_disposition(bool as_attachment, std::string_view filename) {
    if (filename.empty()) return as_attachment ? std::optional<std::string>("attachment") : std::nullopt;
    std::string out = as_attachment ? "attachment; " : "inline; ";
    if (!is_plain(filename)) return out + "filename*=utf-8''" + percent_encode(filename, "");
    out += "filename=\"";
    for (char c : filename) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

MediaType MediaType::parse(std::string_view text) {
    HeaderParameters parsed = parse_header_parameters(text);
    MediaType out;
    auto slash = parsed.value.find('/');
    out.type = parsed.value.substr(0, slash);
    if (slash != std::string::npos) out.subtype = parsed.value.substr(slash + 1);
    for (auto& parameter : parsed.parameters) {
        if (parameter.first != "q") {
            out.parameters.push_back(std::move(parameter));
            continue;
        }
        const std::string& number = out.written_quality = parameter.second;
        double quality = 1;
        auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), quality);
        bool fine =
            error == std::errc() && end == number.data() + number.size() && quality >= 0 && quality <= 1;
        out.quality = fine ? quality : 1;
    }
    return out;
}

bool MediaType::covers(const MediaType& offered) const {
    if (type != "*" && type != offered.type) return false;
    if (subtype != "*" && subtype != offered.subtype) return false;
    return std::all_of(parameters.begin(), parameters.end(), [&](const auto& parameter) {
        return std::find(offered.parameters.begin(), offered.parameters.end(), parameter) !=
               offered.parameters.end();
    });
}

int MediaType::specificity() const {
    if (type == "*") return 0;
    if (subtype == "*") return 1;
    return parameters.empty() ? 2 : 3;
}

std::string MediaType::str() const {
    std::string out = subtype.empty() ? type : type + '/' + subtype;
    for (const auto& [name, value] : parameters) out += "; " + name + '=' + value;
    return written_quality.empty() ? out : out + "; q=" + written_quality;
}

std::vector<MediaType> parse_accept(std::optional<std::string_view> header) {
    std::vector<MediaType> types;
    http::each_item(header.value_or("*/*"), ',', [&](std::string_view item) {
        if (item.empty()) return;
        try {
            MediaType type = MediaType::parse(item);
            if (type.quality > 0) types.push_back(std::move(type));
        } catch (const BadRequest&) {  // what can't be read is not asked for
        }
    });
    std::stable_sort(types.begin(), types.end(), [](const MediaType& a, const MediaType& b) {
        return a.specificity() > b.specificity();
    });
    return types;
}

std::optional<std::string_view> preferred_type(std::span<const MediaType> accepted,
                                               std::span<const std::string_view> offered) {
    std::optional<std::string_view> best;
    double best_quality = 0;
    int best_specificity = -1;
    for (std::string_view candidate : offered) {
        MediaType type = MediaType::parse(candidate);
        // The first range that covers it is the most specific one: that one's quality counts (RFC
        // 9110, 12.5.1).
        auto range =
            std::find_if(accepted.begin(), accepted.end(), [&](const auto& r) { return r.covers(type); });
        if (range == accepted.end()) continue;
        bool better = range->quality > best_quality ||
                      (range->quality == best_quality && range->specificity() > best_specificity);
        if (!better) continue;
        best = candidate;
        best_quality = range->quality;
        best_specificity = range->specificity();
    }
    return best;
}

} // namespace portico
