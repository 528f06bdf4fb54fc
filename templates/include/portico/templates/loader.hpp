/// Where templates come from.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico::templates {

/// The text of a template and where it was found.
struct Source {
    std::string text{};
    std::string file{};      // for messages
    std::uint64_t stamp = 0; // changes when the text does; 0: it never does
};

class Loader {
public:
    virtual ~Loader() = default;
    /// Nothing when there is no such template here. `name` never leaves the loader's place: it has no ".."
    /// and is not absolute.
    virtual std::optional<Source> load(std::string_view name) const = 0;
    /// What `load` would give as its stamp, without reading the text; 0 when the template is gone or never
    /// changes.
    virtual std::uint64_t stamp(std::string_view name) const = 0;
    /// All names, for "did you mean" and for checking every template at the start.
    virtual std::vector<std::string> names() const = 0;
};

/// Files below a folder; their names are the paths from there.
class FolderLoader : public Loader {
public:
    explicit FolderLoader(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::optional<Source> load(std::string_view name) const override;
    std::uint64_t stamp(std::string_view name) const override;
    std::vector<std::string> names() const override;

private:
    std::filesystem::path folder_;
};

/// Templates that are part of the program: name to text.
class MapLoader : public Loader {
public:
    explicit MapLoader(std::map<std::string, std::string, std::less<>> templates)
        : templates_(std::move(templates)) {}
    std::optional<Source> load(std::string_view name) const override;
    std::uint64_t stamp(std::string_view) const override { return 0; }
    std::vector<std::string> names() const override;

private:
    std::map<std::string, std::string, std::less<>> templates_;
};

} // namespace portico::templates
