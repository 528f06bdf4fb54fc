#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <portico/http/uploaded_file.hpp>

namespace portico {

// The bytes of one uploaded file: in memory until they are too many, then in a temporary file.
struct UploadedFile::Storage {
    Storage() = default;
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    ~Storage();

    void append(std::string_view piece, std::size_t most_in_memory, const std::filesystem::path& folder);
    void flush();

    std::string memory{};
    std::filesystem::path path{};
    std::uint64_t size = 0;
    int descriptor = -1;
    bool moved = false;

private:
    void spill(const std::filesystem::path& folder);
    void write_out(std::string_view piece);
};

} // namespace portico
