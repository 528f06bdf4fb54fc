/// The files that belong to apps: templates, static files, migrations. In development they are read from the
/// source tree, a release build carries them in the program; whoever reads them does not know which.
///
///     auto page = project.resources().open("templates/blog/post_list.html");
///     auto migration = project.resources().open_in("blog", "migrations/0001_initial.json");
///     for (auto& name : project.resources().list_in("blog", "migrations/")) …
///
/// `open` looks in the project's own folder, then in the apps, the last installed first: an app overrides
/// those before it.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/date_time.hpp>

namespace portico {

class Project;
struct InstalledApp;

struct EmbeddedFile {
    std::string_view name{};  // "templates/blog/post_list.html"
    std::string_view bytes{};
    std::string_view br{}, zstd{}, gzip{};  // the same, packed when the program was built; empty: not worth it
};

/// What `portico_embed` and `portico_site` generate for one app: its files, or the folder they are in, or
/// both (the folder wins where it exists). As a contribution it gives the app its files:
/// `App("auth").with(embedded::auth)`.
struct AppResources {
    std::string_view label{};
    std::string_view folder{};  // absolute; empty in release builds
    std::span<const EmbeddedFile> files{};
    std::string_view built{};  // ISO 8601: the modification date of embedded files

    void attach(Project& project, const InstalledApp& app);
};

/// One file as it is now.
class Resource {
public:
    std::string_view bytes() const { return owner_ ? std::string_view(*owner_) : embedded_; }
    /// The bytes in a coding ("br", "zstd", "gzip") where the program carries them so, else "".
    std::string_view packed(std::string_view coding) const;
    /// Changes when the file does.
    DateTime modified{};
    /// Where it lies on disk; empty when embedded.
    std::filesystem::path path{};
    /// Whose it is; empty for the project's own.
    std::string app{};

    static Resource of_text(std::string text);
    static Resource of_embedded(std::string_view bytes);

private:
    std::shared_ptr<const std::string> owner_;
    std::string_view embedded_;
    const EmbeddedFile* file_ = nullptr;  // where it is one

    friend class Resources;
};

class Resources {
public:
    Resources();
    ~Resources();
    Resources(const Resources&) = delete;
    Resources& operator=(const Resources&) = delete;

    /// The first of that name; nothing where there is none. Names with "..", "\0" or a leading "/" are never
    /// found.
    std::optional<Resource> open(std::string_view name) const;
    std::optional<Resource> open_in(std::string_view app, std::string_view name) const;
    /// Its modification date without reading it.
    std::optional<DateTime> modified(std::string_view name) const;
    /// Where `open` would read it from; nothing where it is embedded or not there.
    std::optional<std::filesystem::path> path(std::string_view name) const;
    /// Names of all files below a folder ("templates/", "" for all), sorted, each once. Hidden files and
    /// backups (~) are left out.
    std::vector<std::string> list(std::string_view folder) const;
    std::vector<std::string> list_in(std::string_view app, std::string_view folder) const;
    /// Where the app's sources are, for commands that write files there; nothing in a release build.
    std::optional<std::filesystem::path> folder(std::string_view app) const;

    /// The project's own folder: its templates/ and static/ come before those of apps.
    void set_root(std::filesystem::path root);
    /// Adds an app; a later one comes before.
    void add(const AppResources& app, std::string label = {});

private:
    struct Source;
    std::vector<Source> sources_;  // searched from the back
};

}  // namespace portico
