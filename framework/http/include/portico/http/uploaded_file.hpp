/// A file that a form brought.
///
///     if (const UploadedFile* cover = request.file("cover")) cover->move_to(media / cover->name());
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico {

/// Copies share one file. A large one lies in a temporary file that goes with the last copy, unless it was
/// moved.
class UploadedFile {
public:
    /// A file in memory: for tests. Error where it has no name: browsers send none, and no name, where nothing was chosen.
    UploadedFile(std::string field, std::string name, std::string content, std::string content_type = {});

    /// A file that lies there already, and stays there unless it is moved. Throws Error when it can't be looked at.
    static UploadedFile at(const std::filesystem::path& path, std::string field, std::string name, std::string content_type = {});

    /// The form field's name.
    const std::string& field() const noexcept { return field_; }
    /// The client's name for it: base name only, no control characters, at most 255 bytes. Still nothing to
    /// trust.
    const std::string& name() const noexcept { return name_; }
    /// As the client says, without parameters: "image/png".
    const std::string& content_type() const noexcept { return content_type_; }
    const std::string& charset() const noexcept { return charset_; }
    /// The parameters behind it: {"charset", "utf-8"}.
    const std::vector<std::pair<std::string, std::string>>& content_type_parameters() const noexcept { return type_parameters_; }
    std::uint64_t size() const noexcept;
    /// All of it, read from the disk where it lies there.
    std::string content() const;
    /// The first bytes, for telling what it is.
    std::string head(std::size_t bytes) const;
    /// Where a large one lies; empty when it is in memory.
    std::filesystem::path path() const;
    /// Writes it there, by renaming where it can; the folder must exist. Throws Error naming the path and the
    /// system's reason.
    void move_to(const std::filesystem::path& target) const;

private:
    friend class MultipartParser;
    struct Storage;
    UploadedFile(std::string field, std::string name);

    std::string field_;
    std::string name_;
    std::string content_type_;
    std::string charset_;
    std::vector<std::pair<std::string, std::string>> type_parameters_;
    std::shared_ptr<Storage> storage_;
};

using UploadedFiles = std::vector<UploadedFile>;

} // namespace portico
