#include <portico/orm/file_paths.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/validators.hpp>
#include <portico/orm/describe.hpp>
#include <portico/project/project.hpp>

namespace portico::orm {

namespace fs = std::filesystem;

namespace {

bool is_asked_for(const FilePaths& paths, const fs::path& path) {
    std::error_code none;
    const fs::file_status status = fs::status(path, none);
    const bool kind = (paths.files && fs::is_regular_file(status)) || (paths.folders && fs::is_directory(status));
    return kind && (paths.pattern.empty() || matches_pattern(path.filename().string(), paths.pattern));
}

void add_names(const FilePaths& paths, const fs::path& folder, const fs::path& below, std::vector<std::string>& names) {
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(folder / below, failure)) {
        const fs::path name = below / entry.path().filename();
        if (is_asked_for(paths, entry.path())) names.push_back(name.generic_string());
        // What a link leads to may lead back here.
        if (paths.recursive && entry.is_directory(failure) && !entry.is_symlink(failure)) add_names(paths, folder, name, names);
    }
    if (failure)
        throw Error("can't read the folder \"" + (below.empty() ? folder : folder / below).string() + "\" that a field takes its files from: " + failure.message(),
                    "it is below the project's root, or absolute: file_path({.folder = \"…\"})");
}

}  // namespace

fs::path folder_of(const FilePaths& paths) {
    const fs::path folder(paths.folder);
    const Project* project = Project::current_or_null();
    return folder.is_absolute() || !project ? folder : project->settings().root / folder;
}

std::vector<std::string> names_below(const FilePaths& paths) {
    std::vector<std::string> names;
    add_names(paths, folder_of(paths), {}, names);
    std::ranges::sort(names);
    return names;
}

bool is_name_below(const FilePaths& paths, std::string_view name) {
    const fs::path path(name);
    // As names_below spells it: neither "./x" nor "x//y".
    const bool plain = !name.empty() && name.find('\0') == name.npos && path.is_relative() &&
                       path.lexically_normal().string() == name && *path.begin() != ".." && path.has_filename();
    if (!plain || path == "." || (!paths.recursive && path.has_parent_path())) return false;
    return is_asked_for(paths, folder_of(paths) / path);
}

FieldDescription& FieldDescription::file_path(FilePaths paths) {
    if (info().type->kind != Kind::text)
        throw Error("\"" + info().name + "\" says file_path(…) but is no text", "a std::string, or std::optional of it");
    if (paths.folder.empty()) throw Error("\"" + info().name + "\" says file_path(…) without a folder", "file_path({.folder = \"layouts\"})");
    options_->file_paths = std::make_shared<const FilePaths>(std::move(paths));
    return validator([files = options_->file_paths](const Value& value) {
        if (!is_name_below(*files, value.str()))
            throw ConversionError("\"" + value.str() + "\" is not one of the files in " + files->folder + ".", "invalid_choice");
    });
}

}  // namespace portico::orm
