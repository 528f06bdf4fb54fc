#include "held_upload.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include <portico/base/json.hpp>
#include <portico/base/log.hpp>
#include <portico/base/signing.hpp>
#include <portico/project/project.hpp>
#include <portico/project/server_settings.hpp>

namespace portico::forms {

namespace {

namespace fs = std::filesystem;

constexpr auto longest = std::chrono::hours(24);
constexpr std::uint64_t most_bytes = 1024ULL * 1024 * 1024;

TimestampSigner signer(const Project& project) {
    const Settings& settings = project.settings();
    return TimestampSigner(settings.secret_key, "portico.forms.held_upload", settings.secret_key_fallbacks);
}

/// A folder that nobody else on the machine may look into, or put links into.
fs::path held_folder(const Project& project) {
    fs::path below = project.settings<ServerSettings>().upload_folder;
    if (below.empty()) below = fs::temp_directory_path();
    fs::path folder = below / ("portico-held-" + std::to_string(::geteuid()));
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        throw Error("can't make \"" + folder.string() + "\" for files of unfinished forms: " + std::strerror(errno));
    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != ::geteuid() || (found.st_mode & 077) != 0)
        throw Error("\"" + folder.string() + "\" is not a folder of this user's alone, so no file is kept there", "remove it");
    return folder;
}

struct Kept {
    fs::path path{};
    fs::file_time_type since{};
    std::uint64_t size = 0;
};

void tidy(const fs::path& folder) {
    std::vector<Kept> all;
    std::error_code gone;
    for (const auto& entry : fs::directory_iterator(folder, gone)) {
        Kept kept{entry.path(), entry.last_write_time(gone), 0};
        if (!gone) kept.size = entry.file_size(gone);
        if (!gone) all.push_back(std::move(kept));
    }
    std::ranges::sort(all, std::greater<>(), &Kept::since);
    std::uint64_t bytes = 0;
    for (const Kept& kept : all) {
        bytes += kept.size;
        if (bytes > most_bytes || kept.since + longest < fs::file_time_type::clock::now()) fs::remove(kept.path, gone);
    }
}

}  // namespace

std::string hold_upload(const UploadedFile& file) {
    const Project* project = Project::current_or_null();
    if (!project || project->settings().secret_key.empty()) return {};
    try {
        const fs::path folder = held_folder(*project);
        std::string id = file.path().parent_path() == folder ? file.path().filename().string() : random_string(32);
        if (file.path() != folder / id) {
            tidy(folder);
            file.move_to(folder / id);
        }
        return signer(*project).sign(to_json(Value(List{id, file.name(), file.content_type()})));
    } catch (const Error& error) {
        log::warning(error.full());
        return {};
    }
}

std::optional<UploadedFile> held_upload(std::string_view token, std::string field) {
    const Project* project = Project::current_or_null();
    if (!project || project->settings().secret_key.empty()) return std::nullopt;
    try {
        const Value facts = parse_json(signer(*project).unsign(token, longest));
        const List& parts = *facts.as_list();
        const fs::path path = held_folder(*project) / parts.at(0).str();
        if (!fs::is_regular_file(path)) return std::nullopt;
        return UploadedFile::at(path, std::move(field), parts.at(1).str(), parts.at(2).str());
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace portico::forms
