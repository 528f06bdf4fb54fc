#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <sys/types.h>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

namespace portico::http {

/// An open file.
class OpenFile {
public:
    /// Only regular files open.
    explicit OpenFile(const std::filesystem::path& path);
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    explicit operator bool() const noexcept { return handle_ >= 0; }
    int handle() const noexcept { return handle_; }
    std::uint64_t size() const noexcept { return size_; }
    HttpMoment modified() const noexcept { return modified_; }

private:
    int handle_ = -1;
    std::uint64_t size_ = 0;
    HttpMoment modified_{};
};

}  // namespace portico::http
