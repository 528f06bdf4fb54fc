/// Style sheets, scripts and pictures of the apps: their URLs and the answers that carry them.
///
///     static_url("blog/site.css")        // "/static/blog/site.css?v=5e1f0c3a9b27": static/blog/site.css of
///     some app
///
/// The text behind "?v=" is made from the file's content, so browsers may keep such a file for ever: another
/// content has another URL. Without it, or with a former one, they ask again each time and are told 304 where
/// nothing changed.
///
/// In production texts are sent in the coding that the client likes best (br, zstd, gzip) where somebody packed them before: the build, for what
/// a program carries, or `collectstatic`. Each coding is a representation with a tag of its own; a request for a range gets a part of the file as
/// it is.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/date_time.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

namespace portico {

class Resources;

namespace staticfiles {
struct Variant;
}

class StaticFiles {
public:
    /// `url` is the setting static_url. In `production` a file's hash is taken once, else whenever it
    /// changes, and packed ones are left aside. `collected` is where `collectstatic` put them, or empty.
    StaticFiles(const Resources& resources, std::string url, bool production, std::filesystem::path collected = {});
    ~StaticFiles();

    /// The file's URL. A name that no app has gets one without hash, as Django's does while debugging.
    std::string url(std::string_view name) const;
    bool exists(std::string_view name) const;
    /// The answer to a request below `static_url`; nothing for other paths and for files that are not there.
    std::optional<Response> serve(const Request& request) const;

private:
    struct Known;
    std::shared_ptr<const Known> find(std::string_view name) const;
    Response body(const std::string& name, const Known& file, const staticfiles::Variant* variant) const;

    const Resources& resources_;
    std::string url_;
    std::string path_;  // of the URL; empty: another host's
    bool production_;
    std::filesystem::path collected_;
    mutable std::mutex mutex_;  // never held while anything waits
    mutable std::map<std::string, std::shared_ptr<const Known>, std::less<>> known_;
};

/// The URL of a static file of the current project.
std::string static_url(std::string_view name);

}  // namespace portico
