#include <portico/templates/loader.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace portico::templates {

namespace {

std::uint64_t stamp_of(const std::filesystem::path& path) {
    std::error_code error;
    auto time = std::filesystem::last_write_time(path, error);
    return error ? 0 : static_cast<std::uint64_t>(time.time_since_epoch().count()) | 1;
}

} // namespace

std::optional<Source> FolderLoader::load(std::string_view name) const {
    auto path = folder_ / name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
    auto stamp = stamp_of(path);
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return std::nullopt;
    return Source{std::move(text).str(), path.string(), stamp};
}

std::uint64_t FolderLoader::stamp(std::string_view name) const { return stamp_of(folder_ / name); }

std::vector<std::string> FolderLoader::names() const {
    std::vector<std::string> names;
    std::error_code error;
    std::filesystem::recursive_directory_iterator entries(folder_, error), end;
    for (; !error && entries != end; entries.increment(error)) {
        if (entries->is_regular_file(error))
            names.push_back(entries->path().lexically_relative(folder_).generic_string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<Source> MapLoader::load(std::string_view name) const {
    auto found = templates_.find(name);
    if (found == templates_.end()) return std::nullopt;
    return Source{found->second, found->first, 0};
}

std::vector<std::string> MapLoader::names() const {
    std::vector<std::string> names;
    for (const auto& [name, text] : templates_) names.push_back(name);
    return names;
}

} // namespace portico::templates
