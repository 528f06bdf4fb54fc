#include <portico/staticfiles/static_files.hpp>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/url.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

namespace portico {

namespace {

constexpr std::size_t hash_length = 12;

std::string hash_of(std::string_view bytes) { return text::hex(sha256(bytes)).substr(0, hash_length); }

bool is_unchanged(const Request& request, std::string_view etag, std::optional<HttpMoment> modified) {
    if (auto tags = request.headers().find("If-None-Match")) {
        for (const std::string& tag : parse_etags(*tags))
            if (tag == "*" || etags_match_weakly(tag, etag)) return true;
        return false;
    }
    auto since = request.headers().find("If-Modified-Since");
    auto moment = since ? parse_http_date(*since) : std::nullopt;
    return moment && modified && *modified <= *moment;
}

}  // namespace

StaticFiles::StaticFiles(const Resources& resources, std::string url, bool production)
    : resources_(resources), url_(std::move(url)),
      path_(url_.starts_with('/') && !url_.starts_with("//") ? url_ : ""), production_(production) {}

std::string StaticFiles::hash(std::string_view name) const {
    std::string path = "static/" + std::string(name);
    std::optional<DateTime> modified;
    if (!production_ && !(modified = resources_.modified(path))) return {};
    {
        std::lock_guard lock(mutex_);
        auto known = known_.find(name);
        if (known != known_.end() && (production_ || known->second.modified == *modified))
            return known->second.hash;
    }
    auto file = resources_.open(path);
    if (!file) return {};
    std::string made = hash_of(file->bytes());
    std::lock_guard lock(mutex_);
    known_[std::string(name)] = {file->modified, made};
    return made;
}

bool StaticFiles::exists(std::string_view name) const {
    return resources_.modified("static/" + std::string(name)).has_value();
}

std::string StaticFiles::url(std::string_view name) const {
    std::string made = url_ + percent_encode(name);
    std::string version = hash(name);
    return version.empty() ? made : made + "?v=" + version;
}

std::optional<Response> StaticFiles::serve(const Request& request) const {
    if (path_.empty() || !request.path().starts_with(path_)) return std::nullopt;
    std::string_view name = request.path().substr(path_.size());
    std::string version = hash(name);
    if (version.empty()) return std::nullopt;
    if (request.method() != "GET" && request.method() != "HEAD") throw MethodNotAllowed("GET, HEAD");
    auto file = resources_.open("static/" + std::string(name));
    if (!file) return std::nullopt;

    std::optional<HttpMoment> modified;
    if (!file->path.empty()) modified = std::chrono::floor<std::chrono::seconds>(file->modified);
    std::string etag = quote_etag(version);
    bool lasting = request.query().get("v") == version;
    Response answer;
    if (is_unchanged(request, etag, modified)) {
        answer = not_modified(etag, modified);
    } else {
        answer = Response(std::string(file->bytes()), 200, content_type_of(std::string(name)));
        answer.set("ETag", etag);
        if (modified) answer.set("Last-Modified", http_date(*modified));
        answer.set("X-Content-Type-Options", "nosniff");
        answer.set("Accept-Ranges", "bytes");
    }
    answer.set("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
    return answer;
}

std::string static_url(std::string_view name) { return Project::current().get<StaticFiles>().url(name); }

}  // namespace portico
