#include <portico/http/response.hpp>

#include <algorithm>

#include <portico/http/header_parameters.hpp>
#include <portico/http/url.hpp>

#include "characters.hpp"

namespace portico {

Response::Response(std::string html, int status, std::string_view content_type)
    : status_(status), body_(std::move(html)) {
    if (!content_type.empty()) headers_.add("Content-Type", content_type);
}

Response Response::empty(int status) {
    Response response;
    response.status_ = status;
    return response;
}

Response Response::file(std::filesystem::path path, const FileOptions& options) {
    Response response;
    response.set("Content-Type", options.content_type.empty() ? content_type_of(path) : options.content_type);
    if (auto disposition = content_disposition(!options.download_name.empty(), options.download_name))
        response.set("Content-Disposition", *disposition);
    response.body_ = FileBody{std::move(path)};
    return response;
}

Response Response::stream(std::string_view content_type, std::function<void(BodyWriter&)> write) {
    Response response;
    response.set("Content-Type", content_type);
    response.body_ = StreamBody{std::move(write)};
    return response;
}

Response Response::web_socket(std::function<void(WebSocket&)> run, std::string protocol) {
    Response response;
    response.status_ = 101;
    response.body_ = WebSocketBody{std::move(run), std::move(protocol)};
    return response;
}

Response& Response::set(std::string_view name, std::string_view value) {
    headers_.set(name, value);
    return *this;
}

Response& Response::vary(std::string_view name) {
    headers_.add_to_list("Vary", {name});
    return *this;
}

Response& Response::set_cookie(Cookie cookie) {
    std::erase_if(cookies_, [&](const Cookie& known) {
        return known.name == cookie.name && known.path == cookie.path && known.domain == cookie.domain;
    });
    cookies_.push_back(std::move(cookie));
    return *this;
}

Response& Response::delete_cookie(std::string name, std::string path, std::string domain) {
    return set_cookie(Cookie::deleted(std::move(name), std::move(path), std::move(domain)));
}

Response& Response::set_body(Body body) {
    body_ = std::move(body);
    return *this;
}

std::string_view Response::text() const noexcept {
    const auto* text = std::get_if<std::string>(&body_);
    return text ? std::string_view(*text) : std::string_view();
}

Response redirect(std::string_view url, int status) {
    std::string location = iri_to_uri(url);
    if (auto scheme = split_url(text::trim(url)).scheme) {
        std::string lower = text::ascii_lower(*scheme);
        if (lower != "http" && lower != "https" && lower != "ftp")
            throw BadRequest("This redirect is not allowed.",
                             "unsafe redirect to \"" + http::visible(url) + "\": scheme \"" + lower + "\"");
    }
    Response response = Response::empty(status);
    response.set("Location", location);
    return response;
}

Response not_modified(std::string_view etag, std::optional<HttpMoment> last_modified) {
    Response response = Response::empty(304);
    if (!etag.empty()) response.set("ETag", quote_etag(etag));
    if (last_modified) response.set("Last-Modified", http_date(*last_modified));
    return response;
}

std::string_view content_type_of(const std::filesystem::path& path) {
    constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".avif", "image/avif"},
        {".css", "text/css; charset=utf-8"},
        {".csv", "text/csv; charset=utf-8"},
        {".gif", "image/gif"},
        {".gz", "application/gzip"},
        {".htm", Response::html_type},
        {".html", Response::html_type},
        {".ico", "image/x-icon"},
        {".jpeg", "image/jpeg"},
        {".jpg", "image/jpeg"},
        {".js", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".md", "text/markdown; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".mp3", "audio/mpeg"},
        {".mp4", "video/mp4"},
        {".ogg", "audio/ogg"},
        {".otf", "font/otf"},
        {".pdf", "application/pdf"},
        {".png", "image/png"},
        {".svg", "image/svg+xml"},
        {".tar", "application/x-tar"},
        {".ttf", "font/ttf"},
        {".txt", Response::text_type},
        {".wasm", "application/wasm"},
        {".wav", "audio/wav"},
        {".webm", "video/webm"},
        {".webmanifest", "application/manifest+json"},
        {".webp", "image/webp"},
        {".woff", "font/woff"},
        {".woff2", "font/woff2"},
        {".xml", "application/xml"},
        {".zip", "application/zip"},
    };
    std::string extension = text::ascii_lower(path.extension().string());
    for (const auto& [known, type] : types)
        if (known == extension) return type;
    return "application/octet-stream";
}

} // namespace portico
