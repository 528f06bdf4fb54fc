/// Where uploaded files are kept.
///
///     Storage& storage = default_storage();
///     std::string name = storage.save("covers/cover.png", *request.file("cover"));   // "covers/cover.png"
///     or "covers/cover_x7Kp2Qa.png" storage.url(name) // "/media/covers/cover.png" storage.remove(name);
///
/// A name is a path below the storage: "covers/2026/a.png". Names come from people, so they are made harmless
/// first: see `storage_name`. One that would lead out of the storage ("../x", "/etc/x") is refused with
/// SuspiciousName.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/date_time.hpp>
#include <portico/base/error.hpp>
#include <portico/http/uploaded_file.hpp>

namespace portico {

class SuspiciousName : public Error {
public:
    using Error::Error;
};

class Storage {
public:
    virtual ~Storage() = default;

    /// Keeps the file under that name or, where it is taken, under one like it; gives the name.
    virtual std::string save(std::string_view name, const UploadedFile& file) = 0;
    virtual std::string save_bytes(std::string_view name, std::string_view bytes) = 0;
    /// All of it. Throws Error where there is none.
    virtual std::string read(std::string_view name) const = 0;
    virtual bool exists(std::string_view name) const = 0;
    virtual std::uint64_t size(std::string_view name) const = 0;
    virtual DateTime modified(std::string_view name) const = 0;
    /// Does nothing where there is none.
    virtual void remove(std::string_view name) = 0;
    virtual std::string url(std::string_view name) const = 0;
};

/// A file's name without what may harm: spaces become "_", only letters, digits, "-", "_" and "." stay, as
/// Django's get_valid_filename. "my photo (1).PNG" → "my_photo_1.PNG". Throws SuspiciousName where nothing is
/// left.
std::string valid_file_name(std::string_view name);

/// Folder and file name as one: `folder` may hold strftime's %Y, %m, %d, as in Django's upload_to.
/// storage_name("covers/%Y/", "my photo.png") → "covers/2026/my_photo.png".
std::string storage_name(std::string_view folder, std::string_view file_name);

/// The current project's storage.
Storage& default_storage();
/// Where a stored file is served: what the current project's storage says; below "/media/" where there is none.
std::string stored_url(std::string_view name);

}  // namespace portico
