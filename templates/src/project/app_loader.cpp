#include "app_loader.hpp"

namespace portico::templates {

namespace {

constexpr std::string_view folder = "templates/";

std::uint64_t stamp_of(const Resource& resource) {
    return static_cast<std::uint64_t>(resource.modified.time_since_epoch().count()) | 1;
}

} // namespace

std::optional<Source> AppLoader::load(std::string_view name) const {
    auto resource = resources_.open_in(app_, std::string(folder) + std::string(name));
    if (!resource) return std::nullopt;
    std::string file = resource->path.empty() ? app_ + ":" + std::string(folder) + std::string(name)
                                              : resource->path.string();
    return Source{std::string(resource->bytes()), std::move(file), stamp_of(*resource)};
}

std::uint64_t AppLoader::stamp(std::string_view name) const {
    auto resource = resources_.open_in(app_, std::string(folder) + std::string(name));
    return resource ? stamp_of(*resource) : 0;
}

std::vector<std::string> AppLoader::names() const {
    std::vector<std::string> names;
    for (auto& name : resources_.list_in(app_, folder)) {
        names.push_back(name.starts_with(folder) ? name.substr(folder.size()) : std::move(name));
    }
    return names;
}

} // namespace portico::templates
