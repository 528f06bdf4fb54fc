#include <portico/storage/app.hpp>

#include <portico/http/url.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/routing/middleware.hpp>
#include <portico/storage/file_system_storage.hpp>

namespace portico {

void StorageSettings::describe(Describe<StorageSettings>& storage) {
    storage.field(&StorageSettings::serve_media)
        .help_text("answer requests below media_url with the files in media_root");
}

void StorageSettings::apply_profile(Profile profile) { serve_media = profile != Profile::production; }

Storage& default_storage() { return Project::current().get<Storage>(); }

std::string stored_url(std::string_view name) {
    Project* project = Project::current_or_null();
    if (auto* storage = project ? project->find<Storage>() : nullptr) return storage->url(name);
    return (project ? project->settings().media_url : Settings().media_url) + escape_path(name);
}

}  // namespace portico

namespace portico::storage {

namespace {

/// What a browser may show on this site's address: nothing that runs scripts.
bool may_be_shown(std::string_view type) {
    if (type.starts_with("image/")) return !type.starts_with("image/svg");
    return type.starts_with("audio/") || type.starts_with("video/") || type == "application/pdf" ||
           type.starts_with("text/plain");
}

Response media_file(const std::filesystem::path& path) {
    bool shown = may_be_shown(content_type_of(path));
    Response answer =
        Response::file(path, {.download_name = shown ? std::string() : path.filename().string()});
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("Content-Security-Policy", "default-src 'none'; sandbox");
    return answer;
}

Response serve(Request& request, Next next) {
    Project& project = Project::current();
    const std::string& url = project.settings().media_url;
    if (!request.path().starts_with(url) || !project.settings<StorageSettings>().serve_media)
        return next(request);
    auto* files = dynamic_cast<FileSystemStorage*>(&project.get<Storage>());
    if (!files) return next(request);
    std::string_view name = request.path().substr(url.size());
    try {
        if (!files->exists(name))
            throw Http404({}, "there is no uploaded file \"" + std::string(name) + "\"");
    } catch (const SuspiciousName& error) {
        throw Http404({}, error.what());
    }
    if (request.method() != "GET" && request.method() != "HEAD") throw MethodNotAllowed("GET, HEAD");
    return media_file(files->path(name));
}

struct Service {
    void attach(Project& project) {
        const Settings& settings = project.settings();
        project.provide<Storage>(
            std::make_shared<FileSystemStorage>(settings.media_root, settings.media_url));
    }
};

}  // namespace

App app() {
    return App("storage")
        .title("Uploaded files")
        .with(settings_section<StorageSettings>("storage"))
        .with(Service{})
        .with(Middleware{.name = "media",
                         .handle = serve,
                         .after = {"errors"},
                         .before = {"sessions", "csrf", "authentication", "messages", "locale"}});
}

}  // namespace portico::storage
