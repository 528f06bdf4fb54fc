#include "head_parser.hpp"

#include <limits>

#include <portico/base/text.hpp>

#include "../characters.hpp"

namespace portico::http {
namespace {

using boost::beast::http::error;

constexpr std::string_view empty_line = "\r\n\r\n";

/// A request line that names another version of HTTP, rather than none.
bool names_other_version(std::string_view text) noexcept {
    constexpr std::string_view form = "HTTP/x.y";
    std::string_view line = text.substr(0, text.find("\r\n"));
    if (line.size() < form.size()) return false;
    std::string_view version = line.substr(line.size() - form.size());
    return version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' && is_digit(version[7]) &&
           version != "HTTP/1.0" && version != "HTTP/1.1";
}

std::string_view view(boost::beast::string_view text) noexcept { return {text.data(), text.size()}; }

/// In origin, absolute or, for OPTIONS, asterisk form (RFC 9112, 3.2). CONNECT's is for proxies.
bool is_target(std::string_view method, std::string_view target) noexcept {
    if (target == "*") return method == "OPTIONS";
    bool url = text::ascii_iequals(target.substr(0, 7), "http://") || text::ascii_iequals(target.substr(0, 8), "https://");
    return (target.starts_with('/') || url) && method != "CONNECT" && target.find('#') == std::string_view::npos;
}


}  // namespace

std::size_t end_of_head(std::string_view text) noexcept {
    // Nearly every read ends with the head itself; then there is nothing to search.
    if (text.ends_with(empty_line)) return text.size();
    auto at = text.find(empty_line);
    return at == std::string_view::npos ? 0 : at + empty_line.size();
}

std::size_t leading_empty_lines(std::string_view text) noexcept {
    std::size_t skipped = 0;
    while (text.substr(skipped).starts_with("\r\n")) skipped += 2;
    return skipped;
}

std::optional<Refusal> judge_incomplete_head(std::string_view text, const ServerOptions& options) noexcept {
    auto line = text.find('\n');
    if (!text.empty() && !is_token_character(text.front()) && text.front() != '\r')  // TLS, say
        return Refusal{400, "The request could not be understood."};
    if (line == std::string_view::npos) {
        if (text.size() > options.target + 64) return Refusal{414, "The URL is too long."};
        return std::nullopt;
    }
    if (line == 0 || text[line - 1] != '\r') return Refusal{400, "A line of the request's head does not end with CR LF."};
    if (text.size() > options.head) return Refusal{431, "The request's headers are too large."};
    return std::nullopt;
}

HeadParser::HeadParser(const ServerOptions& options, RequestData& into) : options_(options), data_(into) {
    header_limit(static_cast<std::uint32_t>(options.head));
    body_limit(options.body ? options.body : std::numeric_limits<std::uint64_t>::max());
}

std::size_t HeadParser::parse_head(std::string_view text) {
    Error error;
    std::size_t used = put(boost::asio::const_buffer(text.data(), text.size()), error);
    if (error == error::bad_version && names_other_version(text)) {
        refusal_ = Refusal{505, "The server speaks HTTP/1.0 and HTTP/1.1."};
    } else if (error && !refusal_) {
        refusal_ = refusal_of(error);
    }
    has_body_ = !refusal_ && !is_done();
    return used;
}

HeadParser::Step HeadParser::parse_body(std::string_view text) {
    Step step;
    if (is_done()) return step;
    // Beast asks for the end of the last chunk's line twice, the second time only of five bytes or more: "0\r\n\r\n".
    constexpr std::size_t shortest_end = 5;
    if (chunked() && left_of_chunk_ == 0 && text.size() < shortest_end) {
        step.need_more = true;
        return step;
    }
    piece_ = {};
    Error error;
    step.used = put(boost::asio::const_buffer(text.data(), text.size()), error);
    step.piece = piece_;
    if (error == error::need_more) {
        step.need_more = true;
    } else if (error) {
        step.refusal = refusal_ ? *refusal_ : refusal_of(error);
    }
    return step;
}

void HeadParser::on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Error& error) {
    version_ = version;
    if (target.size() > options_.target) return refuse(414, "The URL is too long.", error);
    if (!is_target(view(method), view(target))) return refuse(400, "The request's target is neither a path nor a URL.", error);
    data_.method.assign(method.data(), method.size());
    data_.target.assign(target.data(), target.size());
}

void HeadParser::on_field_impl(Field field, Text name, Text value, Error& error) {
    if (++fields_ > options_.header_fields) return refuse(431, "The request has too many headers.", error);
    if (head_done_) return;  // trailers: nobody asked for them
    check_framing(field, view(value), error);
    if (error) return;
    data_.headers.append_parsed(view(name), view(value));
}

// Two readers of one request must not find its end in different places (RFC 9112, 6.3 and 11.2).
void HeadParser::check_framing(Field field, std::string_view value, Error& error) {
    switch (field) {
    case Field::host:
        if (++hosts_ > 1) refuse(400, "The request has more than one Host header.", error);
        break;
    case Field::content_length:
        if (length_ || !(length_ = whole_number(value)))
            refuse(400, "The request's Content-Length is not one number.", error);
        break;
    case Field::transfer_encoding:
        if (version_ < 11) return refuse(400, "HTTP/1.0 knows no Transfer-Encoding.", error);
        if (!text::ascii_iequals(value, "chunked"))
            refuse(501, "The server knows no Transfer-Encoding but \"chunked\".", error);
        break;
    case Field::expect:
        if (!text::ascii_iequals(value, "100-continue")) return refuse(417, "This expectation can't be met.", error);
        expects_continue_ = version_ >= 11;
        break;
    default: break;
    }
}

void HeadParser::on_header_impl(Error& error) {
    head_done_ = true;
    if (version_ >= 11 && hosts_ == 0) refuse(400, "The request has no Host header.", error);
}

std::size_t HeadParser::on_body_impl(Text body, Error&) {
    piece_ = view(body);
    return body.size();
}

std::size_t HeadParser::on_chunk_body_impl(std::uint64_t, Text body, Error&) {
    piece_ = view(body);
    left_of_chunk_ -= body.size();
    return body.size();
}

void HeadParser::refuse(int status, const char* reason, Error& error) {
    refusal_ = Refusal{status, reason};
    error = error::bad_value;
}

Refusal HeadParser::refusal_of(const Error& error) const {
    if (error == error::body_limit) return {413, "The request is too large."};
    if (error == error::header_limit) return {431, "The request's headers are too large."};
    if (error == error::bad_chunk || error == error::bad_chunk_extension)
        return {400, "The request's body is not properly chunked."};
    if (error == error::bad_transfer_encoding || error == error::bad_content_length ||
        error == error::multiple_content_length)
        return {400, "The request's length is contradictory."};
    return {400, "The request could not be understood."};
}

}  // namespace portico::http
