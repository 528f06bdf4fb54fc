/// The answer to a request: status, headers, cookies and a body that is text, a file or a stream.
///
///     return Response("<h1>Hello</h1>");                        // 200, text/html
///     return Response("gone fishing", 503).set("Retry-After", "3600");
///     return Response::json(R"({"id": 5})", 201);
///     return redirect("/posts/");                               // 302
///     return Response::file("media/report.pdf", {.download_name = "report.pdf"});
///     return Response::stream("text/csv", [](BodyWriter& out) { for (…) out.write(line); });
///
/// A value: cheap to make, move and pass through middleware. Nothing is sent before the outermost middleware
/// returned it.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <portico/http/body.hpp>
#include <portico/http/cookies.hpp>
#include <portico/http/headers.hpp>
#include <portico/http/http_date.hpp>
#include <portico/http/http_error.hpp>

namespace portico {

class WebSocket;

/// A body that lies in a file. The server opens it, answers 404 when it is gone, and honours Range.
struct FileBody {
    std::filesystem::path path{};
};

/// A body that is written while it is sent. The function runs on the request's fiber; what it captures it
/// must own.
struct StreamBody {
    std::function<void(BodyWriter&)> write{};
};

/// The request becomes a WebSocket; the response's status is 101. The function runs until the connection
/// ends.
struct WebSocketBody {
    std::function<void(WebSocket&)> run{};
    std::string protocol{};
};

/// How a file is offered.
struct FileOptions {
    std::string content_type{};  // empty: by the path's extension
    std::string download_name{}; // the name that the browser saves it under; empty: shown in the browser
};

class Response {
public:
    using Body = std::variant<std::string, FileBody, StreamBody, WebSocketBody>;
    static constexpr std::string_view html_type = "text/html; charset=utf-8";
    static constexpr std::string_view text_type = "text/plain; charset=utf-8";
    static constexpr std::string_view json_type = "application/json";

    /// 200 without a body and without a content type.
    Response() = default;
    /// Text as HTML, as Django's HttpResponse: escape what people typed.
    Response(std::string html, int status = 200, std::string_view content_type = html_type);
    Response(const char* html, int status = 200) : Response(std::string(html), status) {}

    static Response html(std::string text, int status = 200) { return Response(std::move(text), status); }
    static Response text(std::string text, int status = 200) { return {std::move(text), status, text_type}; }
    /// `json` is a JSON text already.
    static Response json(std::string json, int status = 200) { return {std::move(json), status, json_type}; }
    static Response empty(int status = 204);
    static Response file(std::filesystem::path path, const FileOptions& options = {});
    static Response stream(std::string_view content_type, std::function<void(BodyWriter&)> write);
    static Response web_socket(std::function<void(WebSocket&)> run, std::string protocol = {});

    int status() const noexcept { return status_; }
    Response& set_status(int status) noexcept {
        status_ = status;
        return *this;
    }

    Headers& headers() noexcept { return headers_; }
    const Headers& headers() const noexcept { return headers_; }
    std::string_view header(std::string_view name) const noexcept { return headers_.get(name); }
    /// Replaces a header; throws BadHeader.
    Response& set(std::string_view name, std::string_view value);
    /// "Vary: Cookie", added to what is there.
    Response& vary(std::string_view name);
    std::string_view content_type() const noexcept { return headers_.get("Content-Type"); }

    /// Replaces an earlier cookie of the same name, path and domain.
    Response& set_cookie(Cookie cookie);
    Response& delete_cookie(std::string name, std::string path = "/", std::string domain = {});
    const std::vector<Cookie>& cookies() const noexcept { return cookies_; }

    const Body& body() const noexcept { return body_; }
    Body& body() noexcept { return body_; }
    Response& set_body(Body body);
    /// The body when it is text, else "".
    std::string_view text() const noexcept;
    bool is_text() const noexcept { return std::holds_alternative<std::string>(body_); }
    bool is_stream() const noexcept { return std::holds_alternative<StreamBody>(body_); }
    bool is_file() const noexcept { return std::holds_alternative<FileBody>(body_); }
    bool is_web_socket() const noexcept { return std::holds_alternative<WebSocketBody>(body_); }
    /// 1xx, 204 and 304 have no body (RFC 9110, 6.4.1).
    bool may_have_body() const noexcept { return status_ >= 200 && status_ != 204 && status_ != 304; }

private:
    int status_ = 200;
    Headers headers_;
    std::vector<Cookie> cookies_;
    Body body_;
};

/// Sends the client elsewhere: 302, or 301, 303, 307 (same method), 308 (same method, for good). Escapes what
/// URLs can't hold. Throws BadRequest on a scheme other than http, https and ftp ("javascript:…").
Response redirect(std::string_view url, int status = 302);

/// 304 with the validators that the client needs (RFC 9110, 15.4.5).
Response not_modified(std::string_view etag = {}, std::optional<HttpMoment> last_modified = {});

/// "image/png" for "cover.png"; "application/octet-stream" where the extension is unknown. Text types name
/// UTF-8.
std::string_view content_type_of(const std::filesystem::path& path);

} // namespace portico
