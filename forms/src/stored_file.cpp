#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/forms/model_fields.hpp>
#include <portico/http/url.hpp>
#include <portico/project/project.hpp>

namespace portico::forms {

namespace {

/// Letters, digits, "-", "_" and "."; the rest becomes "_". Never hidden, never empty.
std::string safe_file_name(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        char32_t c = text::next_code_point(name);
        bool plain = c > 127 || std::isalnum(static_cast<int>(c)) || c == U'-' || c == U'_' || c == U'.';
        text::append_code_point(out, plain ? c : U'_');
    }
    auto begin = out.find_first_not_of('.');
    out = begin == std::string::npos ? std::string() : out.substr(begin);
    return out.empty() ? "file" : out;
}

std::string with_suffix(const std::string& name) {
    auto point = name.rfind('.');
    std::string suffix = '_' + random_string(7);
    return point == std::string::npos ? name + suffix : name.substr(0, point) + suffix + name.substr(point);
}

/// Makes the file when there is none of that name yet, so that two uploads at once don't become one.
bool reserve(const std::filesystem::path& path) {
    std::FILE* file = std::fopen(path.c_str(), "wx");
    if (file) return std::fclose(file), true;
    if (std::filesystem::exists(path)) return false;
    throw Error("can't write \"" + path.string() + "\": " + std::strerror(errno), "check the folder's owner and mode");
}

}  // namespace

std::string StoredFile::url() const {
    Project* project = Project::current_or_null();
    return (project ? project->settings().media_url : "/media/") + escape_path(name_);
}

std::optional<Value> StoredFile::attribute(std::string_view name) const {
    if (name == "url") return Value(url());
    if (name == "name") return Value(name_);
    return std::nullopt;
}

std::string store_upload(const UploadedFile& file, std::string_view folder) {
    std::filesystem::path media = Project::current().settings().media_root;
    std::filesystem::path below(folder);
    std::filesystem::create_directories(media / below);
    std::string name = safe_file_name(file.name());
    const std::string wanted = name;
    while (!reserve(media / below / name)) name = with_suffix(wanted);
    file.move_to(media / below / name);
    return (below / name).generic_string();
}

}  // namespace portico::forms
