#include <portico/http/content_coding.hpp>

#include <array>
#include <optional>

#include <portico/base/text.hpp>
#include <portico/http/header_parameters.hpp>

namespace portico {

namespace {

/// How much a header likes a coding; nothing where it doesn't name it.
std::optional<double> quality_of(std::string_view header, std::string_view coding) {
    for (std::string_view item : text::split(header, ',')) {
        item = text::trim(item);
        std::string_view name = text::trim(item.substr(0, item.find(';')));
        if (text::ascii_iequals(name.starts_with("x-") ? name.substr(2) : name, coding)) return MediaType::parse(item).quality;
    }
    return std::nullopt;
}

}  // namespace

std::string_view choose_coding(std::string_view accept_encoding, std::initializer_list<std::string_view> offered) {
    if (text::trim(accept_encoding).empty()) return {};
    const auto any = quality_of(accept_encoding, "*");
    std::string_view best;
    // As it is, it may always be sent, but it is what a client likes least that does not speak of it.
    double most = quality_of(accept_encoding, "identity").value_or(0);
    for (std::string_view coding : offered) {
        const double quality = quality_of(accept_encoding, coding).value_or(any.value_or(0));
        if (quality > most || (quality == most && quality > 0 && best.empty())) best = coding, most = quality;
    }
    return best;
}

bool is_compressible(std::string_view content_type) {
    constexpr std::array<std::string_view, 7> others{
        "application/json",         "application/javascript", "application/xml", "application/manifest+json",
        "application/problem+json", "application/wasm",       "image/svg+xml"};
    const std::string type = text::ascii_lower(text::trim(content_type.substr(0, content_type.find(';'))));
    if (type.starts_with("text/")) return type != "text/event-stream";
    for (std::string_view other : others)
        if (type == other) return true;
    return type.ends_with("+json") || type.ends_with("+xml");
}

}  // namespace portico
