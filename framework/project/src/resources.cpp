#include <portico/project/resources.hpp>

#include <algorithm>
#include <fstream>
#include <set>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace fs = std::filesystem;

struct Resources::Source {
    std::string app{};
    fs::path folder{};                      // empty: embedded
    std::span<const EmbeddedFile> files{};  // sorted by name
    DateTime built{};
    bool project = false;  // the project's own: only some folders of it are resources

    const EmbeddedFile* embedded(std::string_view name) const;
    std::optional<fs::path> on_disk(std::string_view name) const;
    bool covers(std::string_view name) const;
    std::optional<Resource> open(std::string_view name) const;
    std::optional<DateTime> modified(std::string_view name) const;
    void list(std::string_view below, std::set<std::string>& names) const;
};

namespace {

constexpr std::string_view project_folders[] = {"templates/", "static/", "locale/"};

bool is_safe(std::string_view name) {
    if (name.empty() || name.find('\0') != name.npos || name.find('\\') != name.npos) return false;
    for (std::string_view part : text::split(name, '/'))
        if (part.empty() || part == "." || part == "..") return false;
    return true;
}

bool is_hidden(std::string_view name) {
    for (std::string_view part : text::split(name, '/'))
        if (part.starts_with('.') || part.ends_with('~')) return true;
    return false;
}

DateTime modified_on_disk(const fs::path& path) {
    auto written = fs::file_time_type::clock::to_sys(fs::last_write_time(path));
    return std::chrono::time_point_cast<DateTime::duration>(written);
}

}  // namespace

Resource Resource::of_text(std::string text) {
    Resource made;
    made.owner_ = std::make_shared<const std::string>(std::move(text));
    return made;
}

Resource Resource::of_embedded(std::string_view bytes) {
    Resource made;
    made.embedded_ = bytes;
    return made;
}

std::string_view Resource::packed(std::string_view coding) const {
    if (!file_) return {};
    return coding == "br" ? file_->br : coding == "zstd" ? file_->zstd : coding == "gzip" ? file_->gzip : std::string_view();
}

const EmbeddedFile* Resources::Source::embedded(std::string_view name) const {
    auto found = std::lower_bound(
        files.begin(), files.end(), name,
        [](const EmbeddedFile& file, std::string_view wanted) { return file.name < wanted; });
    return found != files.end() && found->name == name ? &*found : nullptr;
}

bool Resources::Source::covers(std::string_view name) const {
    return !project || std::any_of(std::begin(project_folders), std::end(project_folders),
                                   [&](std::string_view folder) { return name.starts_with(folder); });
}

std::optional<fs::path> Resources::Source::on_disk(std::string_view name) const {
    if (folder.empty() || !covers(name)) return std::nullopt;
    fs::path path = folder / fs::path(name);
    std::error_code error;
    return fs::is_regular_file(path, error) ? std::optional(path) : std::nullopt;
}

std::optional<Resource> Resources::Source::open(std::string_view name) const {
    if (const EmbeddedFile* file = embedded(name)) {
        Resource found = Resource::of_embedded(file->bytes);
        found.modified = built;
        found.app = app;
        found.file_ = file;
        return found;
    }
    auto path = on_disk(name);
    if (!path) return std::nullopt;
    DateTime modified = modified_on_disk(*path);  // before reading: a change meanwhile is seen the next time
    std::ifstream file(*path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file)
        throw Error("can't read \"" + path->string() + "\"",
                    "make it readable for the user that runs this program");
    Resource found = Resource::of_text(std::move(text));
    found.modified = modified;
    found.path = *path;
    found.app = app;
    return found;
}

std::optional<DateTime> Resources::Source::modified(std::string_view name) const {
    if (embedded(name)) return built;
    auto path = on_disk(name);
    return path ? std::optional(modified_on_disk(*path)) : std::nullopt;
}

void Resources::Source::list(std::string_view below, std::set<std::string>& names) const {
    for (const EmbeddedFile& file : files)
        if (file.name.starts_with(below)) names.emplace(file.name);
    if (folder.empty()) return;
    std::error_code error;
    fs::path start = below.empty() ? folder : folder / fs::path(below);
    for (fs::recursive_directory_iterator entry(start, error), end; !error && entry != end;
         entry.increment(error)) {
        std::string name = entry->path().lexically_relative(folder).generic_string();
        if (is_hidden(name)) {
            if (entry->is_directory(error)) entry.disable_recursion_pending();
        } else if (entry->is_regular_file(error) && covers(name)) {
            names.insert(name);
        }
    }
}

Resources::Resources() = default;
Resources::~Resources() = default;

std::optional<Resource> Resources::open(std::string_view name) const {
    if (!is_safe(name)) return std::nullopt;
    for (auto source = sources_.rbegin(); source != sources_.rend(); ++source)
        if (auto found = source->open(name)) return found;
    return std::nullopt;
}

std::optional<Resource> Resources::open_in(std::string_view app, std::string_view name) const {
    if (!is_safe(name)) return std::nullopt;
    for (const Source& source : sources_)
        if (source.app == app && !source.project)
            if (auto found = source.open(name)) return found;
    return std::nullopt;
}

std::optional<DateTime> Resources::modified(std::string_view name) const {
    if (!is_safe(name)) return std::nullopt;
    for (auto source = sources_.rbegin(); source != sources_.rend(); ++source)
        if (auto found = source->modified(name)) return found;
    return std::nullopt;
}

std::optional<fs::path> Resources::path(std::string_view name) const {
    if (!is_safe(name)) return std::nullopt;
    for (auto source = sources_.rbegin(); source != sources_.rend(); ++source) {
        if (source->embedded(name)) return std::nullopt;
        if (auto path = source->on_disk(name)) return path;
    }
    return std::nullopt;
}

std::vector<std::string> Resources::list(std::string_view folder) const {
    std::set<std::string> names;
    for (const Source& source : sources_) source.list(folder, names);
    return {names.begin(), names.end()};
}

std::vector<std::string> Resources::list_in(std::string_view app, std::string_view folder) const {
    std::set<std::string> names;
    for (const Source& source : sources_)
        if (source.app == app && !source.project) source.list(folder, names);
    return {names.begin(), names.end()};
}

std::optional<fs::path> Resources::folder(std::string_view app) const {
    for (const Source& source : sources_)
        if (source.app == app && !source.project && !source.folder.empty()) return source.folder;
    return std::nullopt;
}

void Resources::set_root(fs::path root) {
    std::erase_if(sources_, [](const Source& source) { return source.project; });
    sources_.push_back({.folder = std::move(root), .project = true});
}

void Resources::add(const AppResources& app, std::string label) {
    Source source{.app = label.empty() ? std::string(app.label) : std::move(label)};
    std::error_code error;
    if (!app.folder.empty() && fs::is_directory(fs::path(app.folder), error))
        source.folder = app.folder;
    else
        source.files = app.files;
    if (!app.built.empty()) source.built = parse_date_time(app.built).value_or(DateTime{});
    auto own =
        std::find_if(sources_.begin(), sources_.end(), [](const Source& known) { return known.project; });
    sources_.insert(own, std::move(source));  // the project's own stays the last
}

}  // namespace portico
