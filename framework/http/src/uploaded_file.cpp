#include <portico/http/uploaded_file.hpp>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <portico/base/error.hpp>
#include <portico/http/http_error.hpp>

#include "upload_storage.hpp"

namespace portico {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

/// Where the disk is what is lacking, the client hears so: 507.
[[noreturn]] void fail_to_write(const std::filesystem::path& path, int error) {
    const std::string detail = "can't write an upload to \"" + path.string() + "\": " + reason(error);
    if (error != ENOSPC && error != EDQUOT && error != EFBIG) throw Error(detail);
    throw HttpError(507, "There is no room for this upload just now.", detail,
                    "make room on that disk, or name another folder in server.upload_folder");
}

} // namespace

UploadedFile::Storage::~Storage() {
    if (descriptor >= 0) ::close(descriptor);
    if (!path.empty() && !moved) ::unlink(path.c_str());
}

void UploadedFile::Storage::append(std::string_view piece, std::size_t most_in_memory,
                                   const std::filesystem::path& folder) {
    size += piece.size();
    if (descriptor < 0 && size > most_in_memory) spill(folder);
    if (descriptor < 0)
        memory += piece;
    else
        write_out(piece);
}

void UploadedFile::Storage::spill(const std::filesystem::path& folder) {
    std::string pattern =
        ((folder.empty() ? std::filesystem::temp_directory_path() : folder) / "upload-XXXXXX").string();
    descriptor = ::mkostemp(pattern.data(), O_CLOEXEC);
    if (descriptor < 0)
        throw Error("can't make a temporary file for an upload in \"" +
                        std::filesystem::path(pattern).parent_path().string() + "\": " + reason(errno),
                    "make the folder writable, or name another one in the settings");
    path = pattern;
    write_out(memory);
    memory = {};
}

void UploadedFile::Storage::write_out(std::string_view piece) {
    while (!piece.empty()) {
        auto written = ::write(descriptor, piece.data(), piece.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail_to_write(path, errno);
        piece.remove_prefix(static_cast<std::size_t>(written));
    }
}

void UploadedFile::Storage::flush() {
    if (descriptor < 0) return;
    ::close(descriptor);
    descriptor = -1;
}

UploadedFile::UploadedFile(std::string field, std::string name)
    : field_(std::move(field)), name_(std::move(name)), storage_(std::make_shared<Storage>()) {}

UploadedFile::UploadedFile(std::string field, std::string name, std::string content, std::string content_type)
    : UploadedFile(std::move(field), std::move(name)) {
    if (name_.empty()) throw Error("an uploaded file for \"" + field_ + "\" has no name", "leave out the file where nothing was chosen");
    content_type_ = std::move(content_type);
    storage_->size = content.size();
    storage_->memory = std::move(content);
}

UploadedFile UploadedFile::at(const std::filesystem::path& path, std::string field, std::string name, std::string content_type) {
    UploadedFile file(std::move(field), std::move(name));
    file.content_type_ = std::move(content_type);
    std::error_code error;
    file.storage_->size = std::filesystem::file_size(path, error);
    if (error) throw Error("can't look at the upload in \"" + path.string() + "\": " + error.message());
    file.storage_->path = path;
    file.storage_->moved = true;
    return file;
}

std::uint64_t UploadedFile::size() const noexcept { return storage_->size; }
std::filesystem::path UploadedFile::path() const { return storage_->path; }
std::string UploadedFile::content() const { return head(static_cast<std::size_t>(storage_->size)); }

std::string UploadedFile::head(std::size_t bytes) const {
    if (storage_->path.empty()) return storage_->memory.substr(0, bytes);
    std::string out(std::min<std::uint64_t>(bytes, storage_->size), '\0');
    std::ifstream in(storage_->path, std::ios::binary);
    if (!in.read(out.data(), static_cast<std::streamsize>(out.size())))
        throw Error("can't read the upload in \"" + storage_->path.string() + "\"");
    return out;
}

void UploadedFile::move_to(const std::filesystem::path& target) const {
    std::error_code error;
    if (!storage_->path.empty()) {
        std::filesystem::rename(storage_->path, target, error);
        bool other_device = error == std::errc::cross_device_link;
        if (other_device) std::filesystem::copy_file(storage_->path, target, error);
        if (error) throw Error("can't move an upload to \"" + target.string() + "\": " + error.message());
        if (other_device) std::filesystem::remove(storage_->path, error);
        storage_->path = target;
        storage_->moved = true;
        return;
    }
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    out.write(storage_->memory.data(), static_cast<std::streamsize>(storage_->memory.size()));
    if (!out.flush()) throw Error("can't write an upload to \"" + target.string() + "\": " + reason(errno));
}

} // namespace portico
