#pragma once
#include <filesystem>

#include <portico/storage/storage.hpp>

namespace portico {

/// Files in a folder, which is made when the first is saved. Files are readable for everyone on the machine,
/// as a web server in front needs.
class FileSystemStorage : public Storage {
public:
    /// `url` ends in a slash.
    FileSystemStorage(std::filesystem::path folder, std::string url);

    std::string save(std::string_view name, const UploadedFile& file) override;
    std::string save_bytes(std::string_view name, std::string_view bytes) override;
    std::string read(std::string_view name) const override;
    bool exists(std::string_view name) const override;
    std::uint64_t size(std::string_view name) const override;
    DateTime modified(std::string_view name) const override;
    void remove(std::string_view name) override;
    std::string url(std::string_view name) const override;

    /// Where it lies. Throws SuspiciousName.
    std::filesystem::path path(std::string_view name) const;

private:
    /// Makes an empty file under that name or one like it, so that nobody else gets the name; gives it.
    std::string reserve(std::string_view name) const;

    std::filesystem::path folder_;
    std::string url_;
};

}  // namespace portico
