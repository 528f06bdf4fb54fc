/// Headers of the form `value; name=text; name*=utf-8''encoded` and the media types written that way.
///
///     auto disposition = parse_header_parameters("form-data; name=cover; filename*=utf-8''caf%C3%A9.png");
///     disposition.value               // "form-data"
///     disposition.get("filename")     // "café.png"
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico {

/// The main value in lower case; the parameters' names too. `name*` (RFC 8187) is decoded and wins over
/// `name`.
struct HeaderParameters {
    std::string value{};
    std::vector<std::pair<std::string, std::string>> parameters{};

    std::string_view get(std::string_view name, std::string_view fallback = {}) const noexcept;
    std::optional<std::string_view> find(std::string_view name) const noexcept;
};

/// Throws BadRequest on a `name*` in an encoding that is not UTF-8, US-ASCII or ISO-8859-1, and beyond `max_length` bytes.
HeaderParameters parse_header_parameters(std::string_view line, std::size_t max_length = 8192);

/// Content-Disposition for a file name, or nullopt when there's nothing to say (inline without a name).
std::optional<std::string> content_disposition(bool as_attachment, std::string_view filename);

/// One entry of an Accept header or a type that could be sent: "text/html; version=1".
struct MediaType {
    std::string type{}; // "text", "*", or all of what is no media type
    std::string subtype{};
    std::vector<std::pair<std::string, std::string>> parameters{}; // without q
    double quality = 1;
    std::string written_quality{}; // as it was written: "0.50"; empty where it wasn't

    static MediaType parse(std::string_view text);
    /// Does this range of an Accept header cover that type? `text/*` covers `text/html`; parameters it names
    /// must be equal.
    bool covers(const MediaType& offered) const;
    int specificity() const;
    /// "text/html; version=1; q=0.5", the quality where it was written.
    std::string str() const;
};

/// An Accept header's ranges, most specific first, without those of quality 0 or that can't be read. An absent header means "*/*".
std::vector<MediaType> parse_accept(std::optional<std::string_view> header);
/// The best of `offered` for these ranges, or nullopt: the highest quality wins, then the range's rank, then
/// the order of `offered`.
std::optional<std::string_view> preferred_type(std::span<const MediaType> accepted,
                                               std::span<const std::string_view> offered);

} // namespace portico
