#include "file_body.hpp"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <portico/base/text.hpp>

#include "../characters.hpp"

namespace portico::http {
namespace {

std::optional<std::uint64_t> number(std::string_view digits) {
    std::uint64_t value = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace

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

std::optional<ByteRange> parse_range(std::string_view header, std::uint64_t file_size) {
    constexpr std::string_view unit = "bytes=";
    if (!text::ascii_iequals(header.substr(0, unit.size()), unit)) return std::nullopt;
    std::string_view range = text::trim(header.substr(unit.size()));
    auto dash = range.find('-');
    if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return std::nullopt;
    auto first = number(range.substr(0, dash)), last = number(range.substr(dash + 1));
    if (dash == 0) {
        if (!last) return std::nullopt;
        std::uint64_t size = std::min(*last, file_size);
        return ByteRange{file_size - size, size};
    }
    bool open_ended = dash + 1 == range.size();
    if (!first || (!last && !open_ended) || (last && *last < *first)) return std::nullopt;
    if (*first >= file_size) return ByteRange{};
    std::uint64_t end = open_ended ? file_size : std::min(*last, file_size - 1) + 1;
    return ByteRange{*first, end - *first};
}

bool range_applies(std::string_view if_range, std::string_view etag, std::string_view last_modified) {
    if (if_range.empty()) return true;
    if (if_range.starts_with('"')) return etags_match_strongly(if_range, etag);
    return if_range == last_modified;
}

}  // namespace portico::http
