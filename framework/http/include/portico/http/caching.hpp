/// What caches are told, and what they ask (RFC 9110, 13; RFC 9111).
///
///     CacheControl("private, max-age=60").set("public").str()              // "max-age=60, public"
///     return conditional(request, {.etag = "\"v7\""}, page(request));       // or 304, or 412
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/http/http_date.hpp>
#include <portico/http/response.hpp>

namespace portico {

class Request;

/// The directives of a Cache-Control header, in order.
class CacheControl {
public:
    CacheControl() = default;
    explicit CacheControl(std::string_view header);

    /// "public" and "private" replace each other; of two values for "max-age" the smaller stays; "no-cache" for some fields and for all is
    /// for all.
    CacheControl& set(std::string_view directive, std::optional<std::string> value = {});
    CacheControl& set(std::string_view directive, std::chrono::seconds value) { return set(directive, std::to_string(value.count())); }
    bool contains(std::string_view directive) const;
    std::optional<std::chrono::seconds> max_age() const;
    std::string str() const;

private:
    std::vector<std::pair<std::string, std::optional<std::string>>> directives_;
};

/// What tells one state of a page from the next.
struct PageState {
    std::string etag{};  // quoted: "\"v7\"", or W/"v7"
    std::optional<HttpMoment> last_modified{};
};

/// The response, or what the request's If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since make of it: 304 with the headers
/// that the client needs, or 412. Responses other than 2xx stay as they are; the others get ETag and Last-Modified where they have none.
Response conditional(const Request& request, const PageState& state, Response response);

} // namespace portico
