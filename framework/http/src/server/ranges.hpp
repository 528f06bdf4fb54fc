#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

namespace portico::http {

/// Bytes of a file or a text.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
    bool operator==(const ByteRange&) const = default;
};

/// What a Range header asks of `whole` bytes (RFC 9110, 14.2). Not `asked` when it is to be left aside: another unit, broken, more than
/// `most_ranges`, or overlapping (14.2 lets a server defend itself so). No parts when no byte of it is there: 416.
struct RangeRequest {
    bool asked = false;
    std::vector<ByteRange> parts{};
};
inline constexpr std::size_t most_ranges = 16;
RangeRequest parse_ranges(std::string_view header, std::uint64_t whole);

/// Whether If-Range, if there is one, still names this representation (RFC 9110, 13.1.5).
bool range_applies(std::string_view if_range, std::string_view etag, std::string_view last_modified);

/// What is sent of a response that offers ranges: its status and headers are set, each part has what comes before it.
struct Selection {
    struct Part {
        std::string before{};  // the head of a part of several, with the boundary
        ByteRange bytes{};
    };
    std::vector<Part> parts{};
    std::string end{};
    std::uint64_t length() const noexcept;
};
/// The whole, or 206 or 416. For a response of 200 that has its validators.
Selection select(const Request& request, Response& response, std::uint64_t whole);

}  // namespace portico::http
