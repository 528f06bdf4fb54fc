/// Exceptions that become an answer with a status.
///
///     throw Http404("No such post.");
///     throw BadRequest("The file is no image.", "upload 17: libpng says \"bad header\"");
///     throw HttpError(409, "Somebody else was faster.", "row 5 changed since " + seen);
///
/// The client sees the status, its phrase and `public_message()`; `what()` is for the log and the debug page
/// and never leaves the server.
#pragma once
#include <string>
#include <string_view>

#include <portico/base/error.hpp>
#include <portico/http/headers.hpp>

namespace portico {

class HttpError : public Error {
public:
    /// Without a detail the public message is logged too.
    explicit HttpError(int status, std::string public_message = {}, std::string detail = {},
                       std::string hint = {});

    int status() const noexcept { return status_; }
    const std::string& public_message() const noexcept { return public_message_; }
    /// Headers that the answer must have: Allow, Retry-After, WWW-Authenticate.
    const Headers& headers() const noexcept { return headers_; }
    HttpError& set_header(std::string_view name, std::string_view value);

private:
    int status_;
    std::string public_message_;
    Headers headers_;
};

/// 400: the client sent what can't be understood.
class BadRequest : public HttpError {
public:
    explicit BadRequest(std::string public_message = {}, std::string detail = {});
};

/// 403: known, and not allowed.
class PermissionDenied : public HttpError {
public:
    explicit PermissionDenied(std::string public_message = {}, std::string detail = {});
};

/// 404.
class Http404 : public HttpError {
public:
    explicit Http404(std::string public_message = {}, std::string detail = {});
};

/// 405 with the methods that would work: MethodNotAllowed("GET, HEAD").
class MethodNotAllowed : public HttpError {
public:
    explicit MethodNotAllowed(std::string_view allow);
    std::string_view allow() const noexcept { return headers().get("Allow"); }
};

/// 413.
class PayloadTooLarge : public HttpError {
public:
    explicit PayloadTooLarge(std::string public_message = {}, std::string detail = {});
};

/// "Not Found" for 404; "" for a status without a registered phrase (RFC 9110, 15).
std::string_view status_phrase(int status) noexcept;

} // namespace portico
