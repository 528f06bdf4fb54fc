#include <portico/staticfiles/static_files.hpp>

#include <algorithm>
#include <vector>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/content_coding.hpp>
#include <portico/http/url.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

#include "variants.hpp"

namespace portico {

namespace {

constexpr std::size_t hash_length = 12;
constexpr std::size_t read_whole = 64 * 1024;  // larger files go from the disk to the socket by sendfile

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

/// The form that the request gets; null: the file as it is, as all do that ask for a part of it.
const staticfiles::Variant* choose(const std::vector<staticfiles::Variant>& variants, const Request& request) {
    if (variants.empty() || request.headers().contains("Range")) return nullptr;
    const std::string_view accepted = request.header("Accept-Encoding");
    const std::string_view coding = choose_coding(accepted, {"br", "zstd", "gzip"});
    auto wanted = std::find_if(variants.begin(), variants.end(), [&](const auto& variant) { return variant.coding == coding; });
    if (wanted != variants.end() || coding.empty()) return wanted == variants.end() ? nullptr : &*wanted;
    // What it likes best was not worth it for this file.
    for (const auto& variant : variants)
        if (!choose_coding(accepted, {variant.coding}).empty()) return &variant;
    return nullptr;
}

}  // namespace

struct StaticFiles::Known {
    DateTime modified{};
    std::string hash{};
    std::size_t size = 0;
    std::optional<HttpMoment> last_modified{};  // of a file on disk
    std::filesystem::path path{};               // empty: the program carries it
    std::vector<staticfiles::Variant> variants{};
};

StaticFiles::StaticFiles(const Resources& resources, std::string url, bool production, std::filesystem::path collected)
    : resources_(resources), url_(std::move(url)),
      path_(url_.starts_with('/') && !url_.starts_with("//") ? url_ : ""), production_(production),
      collected_(std::move(collected)) {}

StaticFiles::~StaticFiles() = default;

std::shared_ptr<const StaticFiles::Known> StaticFiles::find(std::string_view name) const {
    std::string path = "static/" + std::string(name);
    std::optional<DateTime> modified;
    if (!production_ && !(modified = resources_.modified(path))) return {};
    {
        std::lock_guard lock(mutex_);
        auto known = known_.find(name);
        if (known != known_.end() && (production_ || known->second->modified == *modified)) return known->second;
    }
    auto file = resources_.open(path);
    if (!file) return {};
    auto made = std::make_shared<Known>(
        Known{.modified = file->modified, .hash = hash_of(file->bytes()), .size = file->bytes().size(), .path = file->path});
    if (!file->path.empty()) made->last_modified = std::chrono::floor<std::chrono::seconds>(file->modified);
    if (production_) made->variants = staticfiles::variants_of(*file, name, collected_);
    std::lock_guard lock(mutex_);
    known_[std::string(name)] = made;
    return made;
}

bool StaticFiles::exists(std::string_view name) const {
    return resources_.modified("static/" + std::string(name)).has_value();
}

std::string StaticFiles::url(std::string_view name) const {
    std::string made = url_ + percent_encode(name);
    auto file = find(name);
    return file ? made + "?v=" + file->hash : made;
}

Response StaticFiles::body(const std::string& name, const Known& file, const staticfiles::Variant* variant) const {
    const std::string type(content_type_of(name));
    if (variant) return Response(std::string(variant->bytes()), 200, type);
    // Texts that nobody packed are read, so that they can be packed on the way.
    if (!file.path.empty() && file.size > read_whole && (!file.variants.empty() || !is_compressible(type)))
        return Response::file(file.path, {.content_type = type});
    auto resource = resources_.open("static/" + name);
    if (!resource) throw Http404({}, "the static file \"" + name + "\" has gone");
    return Response(std::string(resource->bytes()), 200, type).set("Accept-Ranges", "bytes");
}

std::optional<Response> StaticFiles::serve(const Request& request) const {
    if (path_.empty() || !request.path().starts_with(path_)) return std::nullopt;
    const std::string name(request.path().substr(path_.size()));
    auto file = find(name);
    if (!file) return std::nullopt;
    if (request.method() != "GET" && request.method() != "HEAD") throw MethodNotAllowed("GET, HEAD");

    const staticfiles::Variant* variant = choose(file->variants, request);
    const std::string etag = quote_etag(variant ? file->hash + "-" + std::string(variant->coding) : file->hash);
    Response answer;
    if (is_unchanged(request, etag, file->last_modified)) {
        answer = not_modified(etag, file->last_modified);
    } else {
        answer = body(name, *file, variant);
        answer.set("ETag", etag);
        if (file->last_modified) answer.set("Last-Modified", http_date(*file->last_modified));
        if (variant) answer.set("Content-Encoding", variant->coding);
        answer.set("X-Content-Type-Options", "nosniff");
    }
    if (!file->variants.empty()) answer.vary("Accept-Encoding");
    const bool lasting = request.query().get("v") == file->hash;
    answer.set("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
    return answer;
}

std::string static_url(std::string_view name) { return Project::current().get<StaticFiles>().url(name); }

}  // namespace portico
