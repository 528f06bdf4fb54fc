#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace portico {

/// How much a request may bring. Beyond it: 413 for bytes, 400 for counts. Django's names are in brackets.
/// A route may hand the request limits of its own before the body is read.
struct RequestLimits {
    /// Bytes of a body held in memory, and of a form's text fields [DATA_UPLOAD_MAX_MEMORY_SIZE].
    std::size_t body = 2'621'440;
    /// Bytes of a whole multipart body, files and all.
    std::uint64_t upload = 104'857'600;
    /// Fields of a query string or a form [DATA_UPLOAD_MAX_NUMBER_FIELDS].
    std::size_t fields = 1000;
    /// Files of a form [DATA_UPLOAD_MAX_NUMBER_FILES].
    std::size_t files = 100;
    /// A larger file goes to a temporary one [FILE_UPLOAD_MAX_MEMORY_SIZE].
    std::size_t file_in_memory = 2'621'440;
    /// Of temporary files; empty: the system's [FILE_UPLOAD_TEMP_DIR].
    std::string upload_folder{};
};

} // namespace portico
