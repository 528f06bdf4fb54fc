#include "ranges.hpp"

#include <algorithm>
#include <optional>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_date.hpp>

#include "../characters.hpp"

namespace portico::http {
namespace {

/// "0-4", "20-", "-3"; nothing when it is none of these. A size of 0: beyond the end.
std::optional<ByteRange> parse_range(std::string_view range, std::uint64_t whole) {
    auto dash = range.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    auto first = whole_number(range.substr(0, dash)), last = whole_number(range.substr(dash + 1));
    if (dash == 0) {
        if (!last) return std::nullopt;
        std::uint64_t size = std::min(*last, whole);
        return ByteRange{whole - size, size};
    }
    bool open_ended = dash + 1 == range.size();
    if (!first || (!last && !open_ended) || (last && *last < *first)) return std::nullopt;
    if (*first >= whole) return ByteRange{};
    std::uint64_t end = open_ended ? whole : std::min(*last, whole - 1) + 1;
    return ByteRange{*first, end - *first};
}

bool overlap(std::vector<ByteRange> parts) {
    std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 1; i < parts.size(); ++i)
        if (parts[i].first < parts[i - 1].first + parts[i - 1].size) return true;
    return false;
}

std::string content_range(const ByteRange& part, std::uint64_t whole) {
    return "bytes " + std::to_string(part.first) + "-" + std::to_string(part.first + part.size - 1) + "/" + std::to_string(whole);
}

/// As a message of several parts (RFC 9110, 14.6).
Selection several(Response& response, const std::vector<ByteRange>& parts, std::uint64_t whole) {
    std::string boundary = random_string(24), type(response.content_type());
    Selection selection;
    for (const ByteRange& part : parts) {
        std::string before = "\r\n--" + boundary + "\r\n";
        if (!type.empty()) before += "Content-Type: " + type + "\r\n";
        selection.parts.push_back({before + "Content-Range: " + content_range(part, whole) + "\r\n\r\n", part});
    }
    selection.end = "\r\n--" + boundary + "--\r\n";
    response.set("Content-Type", "multipart/byteranges; boundary=" + boundary);
    return selection;
}

}  // namespace

RangeRequest parse_ranges(std::string_view header, std::uint64_t whole) {
    constexpr std::string_view unit = "bytes=";
    RangeRequest request;
    if (!text::ascii_iequals(header.substr(0, unit.size()), unit)) return request;
    auto ranges = text::split(header.substr(unit.size()), ',');
    if (ranges.size() > most_ranges) return request;
    for (auto one : ranges) {
        if ((one = text::trim(one)).empty()) continue;
        auto range = parse_range(one, whole);
        if (!range) return {};
        request.asked = true;
        if (range->size > 0) request.parts.push_back(*range);
    }
    if (overlap(request.parts)) return {};
    return request;
}

bool range_applies(std::string_view if_range, std::string_view etag, std::string_view last_modified) {
    if (if_range.empty()) return true;
    if (if_range.starts_with('"')) return etags_match_strongly(if_range, etag);
    return if_range == last_modified;
}

std::uint64_t Selection::length() const noexcept {
    std::uint64_t length = end.size();
    for (const Part& part : parts) length += part.before.size() + part.bytes.size;
    return length;
}

Selection select(const Request& request, Response& response, std::uint64_t whole) {
    const Selection everything{{{{}, {0, whole}}}, {}};
    std::string_view header = request.is_get() && response.status() == 200 ? request.header("Range") : std::string_view();
    if (header.empty() || !range_applies(request.header("If-Range"), response.header("ETag"), response.header("Last-Modified")))
        return everything;
    RangeRequest asked = parse_ranges(header, whole);
    if (!asked.asked) return everything;
    if (asked.parts.empty()) {
        response.set_status(416).set("Content-Range", "bytes */" + std::to_string(whole));
        return {};
    }
    response.set_status(206);
    if (asked.parts.size() > 1) return several(response, asked.parts, whole);
    response.set("Content-Range", content_range(asked.parts.front(), whole));
    return {{{{}, asked.parts.front()}}, {}};
}

}  // namespace portico::http
