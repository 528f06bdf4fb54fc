#include "file_body.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace portico::http {
OpenFile::OpenFile(const std::filesystem::path& path) {
    // Not blocking, so that a named pipe with that name can't hold the server up.
    handle_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status {};
    if (handle_ < 0) return;
    if (::fstat(handle_, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(handle_);
        handle_ = -1;
        return;
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
    modified_ = HttpMoment(std::chrono::seconds(status.st_mtim.tv_sec));
}

OpenFile::~OpenFile() {
    if (handle_ >= 0) ::close(handle_);
}

}  // namespace portico::http
