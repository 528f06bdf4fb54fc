#include <portico/http/caching.hpp>

#include <algorithm>
#include <charconv>

#include <portico/base/text.hpp>
#include <portico/http/request.hpp>

namespace portico {
namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

enum class Outcome { as_it_is, not_modified, failed };

bool is_any(const std::vector<std::string>& tags) { return tags.size() == 1 && tags.front() == "*"; }

bool is_among(const std::string& etag, const std::vector<std::string>& tags, bool (*match)(std::string_view, std::string_view) noexcept) {
    return is_any(tags) || std::any_of(tags.begin(), tags.end(), [&](const auto& tag) { return match(etag, tag); });
}

std::optional<HttpMoment> moment_in(const Request& request, std::string_view header) {
    auto text = request.headers().find(header);
    return text ? parse_http_date(*text) : std::nullopt;
}

/// RFC 9110, 13.2.2, in its order.
Outcome judge(const Request& request, const PageState& state) {
    auto if_match = parse_etags(request.header("If-Match"));
    if (!if_match.empty()) {
        if (state.etag.empty() || !is_among(state.etag, if_match, etags_match_strongly)) return Outcome::failed;
    } else if (auto since = moment_in(request, "If-Unmodified-Since")) {
        if (!state.last_modified || *state.last_modified > *since) return Outcome::failed;
    }
    bool reads = request.method() == "GET" || request.method() == "HEAD";
    auto if_none_match = parse_etags(request.header("If-None-Match"));
    if (!if_none_match.empty()) {
        bool same = !state.etag.empty() && is_among(state.etag, if_none_match, etags_match_weakly);
        if (same) return reads ? Outcome::not_modified : Outcome::failed;
    } else if (auto since = moment_in(request, "If-Modified-Since"); since && reads) {
        if (state.last_modified && *state.last_modified <= *since) return Outcome::not_modified;
    }
    return Outcome::as_it_is;
}

Response without_body(const Response& response) {
    Response out;
    out.set_status(304);
    for (std::string_view name : {"Cache-Control", "Content-Location", "Date", "ETag", "Expires", "Last-Modified", "Vary"})
        if (auto value = response.headers().find(name)) out.set(name, *value);
    for (const auto& cookie : response.cookies()) out.set_cookie(cookie);
    return out;
}

} // namespace

CacheControl::CacheControl(std::string_view header) {
    for (auto part : text::split(header, ',')) {
        part = text::trim(part);
        if (part.empty()) continue;
        auto equals = part.find('=');
        std::string name = text::ascii_lower(part.substr(0, equals));
        std::optional<std::string> value;
        if (equals != std::string_view::npos) value = std::string(part.substr(equals + 1));
        directives_.emplace_back(std::move(name), std::move(value));
    }
}

CacheControl& CacheControl::set(std::string_view directive, std::optional<std::string> value) {
    std::string name = text::ascii_lower(directive);
    if (name == "public") std::erase_if(directives_, [](const auto& one) { return one.first == "private"; });
    if (name == "private") std::erase_if(directives_, [](const auto& one) { return one.first == "public"; });
    auto known = std::find_if(directives_.begin(), directives_.end(), [&](const auto& one) { return one.first == name; });
    if (known == directives_.end()) {
        directives_.emplace_back(std::move(name), std::move(value));
    } else if (name == "max-age" && value && known->second) {
        auto before = number_of(*known->second), now = number_of(*value);
        if (!before || !now || *now < *before) known->second = std::move(value);
    } else {
        known->second = std::move(value);
    }
    return *this;
}

bool CacheControl::contains(std::string_view directive) const {
    return std::any_of(directives_.begin(), directives_.end(), [&](const auto& one) { return one.first == directive; });
}

std::optional<std::chrono::seconds> CacheControl::max_age() const {
    for (const auto& [name, value] : directives_)
        if (name == "max-age" && value)
            if (auto number = number_of(*value)) return std::chrono::seconds(*number);
    return std::nullopt;
}

std::string CacheControl::str() const {
    std::string out;
    for (const auto& [name, value] : directives_) out += (out.empty() ? "" : ", ") + name + (value ? '=' + *value : "");
    return out;
}

Response conditional(const Request& request, const PageState& state, Response response) {
    if (response.status() < 200 || response.status() > 299) return response;
    if (!state.etag.empty()) response.headers().set_default("ETag", state.etag);
    if (state.last_modified) response.headers().set_default("Last-Modified", http_date(*state.last_modified));
    Outcome outcome = judge(request, state);
    if (outcome == Outcome::failed) return Response("", 412);
    return outcome == Outcome::not_modified ? without_body(response) : response;
}

} // namespace portico
