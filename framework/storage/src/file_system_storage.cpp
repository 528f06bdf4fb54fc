#include <portico/storage/file_system_storage.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/http/url.hpp>

namespace portico {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_component = 255;  // of a file's name, bytes: ext4, xfs and most others
constexpr std::size_t suffix_length = 7;        // as Django's

[[noreturn]] void fail(std::string_view what, const fs::path& path, int error) {
    throw Error("can't " + std::string(what) + " \"" + path.string() + "\": " + std::strerror(error),
                error == ENOSPC ? "make room on the disk" : "see media_root, and who may write there");
}

/// "covers/a.png" → "covers/a_x7Kp2Qa.png"; shortened where it would be too long.
std::string alternative(std::string_view name) {
    std::size_t slash = name.rfind('/');
    std::string_view folder = slash == name.npos ? std::string_view() : name.substr(0, slash + 1);
    std::string_view base = slash == name.npos ? name : name.substr(slash + 1);
    std::size_t dot = base.rfind('.');
    if (dot == 0 || dot == base.npos) dot = base.size();
    std::string_view extension = base.substr(dot).substr(0, 32);
    std::string_view stem =
        base.substr(0, std::min(dot, longest_component - extension.size() - suffix_length - 1));
    return std::string(folder) + std::string(stem) + "_" + random_string(suffix_length) +
           std::string(extension);
}

std::string shortened(std::string_view name) {
    std::size_t slash = name.rfind('/');
    std::size_t base = name.size() - (slash == name.npos ? 0 : slash + 1);
    return base > longest_component ? alternative(name) : std::string(name);
}

}  // namespace

FileSystemStorage::FileSystemStorage(fs::path folder, std::string url)
    : folder_(std::move(folder)), url_(std::move(url)) {}

fs::path FileSystemStorage::path(std::string_view name) const {
    bool safe = !name.empty() && name.find('\0') == name.npos && name.find('\\') == name.npos;
    for (std::string_view part : text::split(name, '/'))
        safe = safe && !part.empty() && part != "." && part != "..";
    if (!safe)
        throw SuspiciousName("\"" + std::string(name) + "\" is no name for a file of the storage",
                             "it may not be empty, begin with \"/\" or hold \"..\"");
    return folder_ / fs::path(name);
}

std::string FileSystemStorage::reserve(std::string_view wanted) const {
    std::string name = shortened(wanted);
    fs::path target = path(name);
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (error) fail("make the folder", target.parent_path(), error.value());
    for (;;) {
        int file = ::open(target.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
        if (file >= 0) return ::close(file), name;
        if (errno != EEXIST) fail("make", target, errno);
        name = alternative(wanted);
        target = path(name);
    }
}

std::string FileSystemStorage::save(std::string_view wanted, const UploadedFile& file) {
    std::string name = reserve(wanted);
    fs::path target = path(name);
    try {
        // A large file may have to be copied from another disk: not on the event loop.
        if (file.path().empty())
            file.move_to(target);
        else
            fibers::offload([&] { file.move_to(target); });
    } catch (...) {
        std::error_code ignored;
        fs::remove(target, ignored);
        throw;
    }
    ::chmod(target.c_str(), 0644);
    return name;
}

std::string FileSystemStorage::save_bytes(std::string_view wanted, std::string_view bytes) {
    std::string name = reserve(wanted);
    fs::path target = path(name);
    std::ofstream file(target, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) {
        int error = errno;
        std::error_code ignored;
        fs::remove(target, ignored);
        fail("write", target, error);
    }
    return name;
}

std::string FileSystemStorage::read(std::string_view name) const {
    fs::path source = path(name);
    errno = 0;
    std::ifstream file(source, std::ios::binary);
    if (!file) fail("read", source, errno ? errno : ENOENT);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool FileSystemStorage::exists(std::string_view name) const {
    std::error_code error;
    return fs::is_regular_file(path(name), error);
}

std::uint64_t FileSystemStorage::size(std::string_view name) const {
    std::error_code error;
    auto bytes = fs::file_size(path(name), error);
    if (error) fail("look at", path(name), error.value());
    return bytes;
}

DateTime FileSystemStorage::modified(std::string_view name) const {
    std::error_code error;
    auto written = fs::last_write_time(path(name), error);
    if (error) fail("look at", path(name), error.value());
    return std::chrono::time_point_cast<DateTime::duration>(fs::file_time_type::clock::to_sys(written));
}

void FileSystemStorage::remove(std::string_view name) {
    std::error_code error;
    fs::remove(path(name), error);
    if (error) fail("remove", path(name), error.value());
}

std::string FileSystemStorage::url(std::string_view name) const { return url_ + percent_encode(name); }

}  // namespace portico
