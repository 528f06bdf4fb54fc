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

/// Part of a file.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

/// What a Range header asks for (RFC 9110, 14.2): nothing when it is to be ignored (another unit, several ranges,
/// broken), a size of 0 when no byte of the file is in it.
std::optional<ByteRange> parse_range(std::string_view header, std::uint64_t file_size);

/// Whether If-Range, if there is one, still names this representation (RFC 9110, 13.1.5).
bool range_applies(std::string_view if_range, std::string_view etag, std::string_view last_modified);

}  // namespace portico::http
