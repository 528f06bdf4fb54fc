/// Files that were chosen for a form which was sent back with errors elsewhere: a browser drops them, so the server keeps them
/// until the next try. They lie in a folder of their own for a day at most, the oldest going first when they are too many.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/http/uploaded_file.hpp>

namespace portico::forms {

/// Keeps the file and gives the signed text that the form carries meanwhile; empty where it can't be kept (outside a project,
/// or because of the folder, which the log then tells).
std::string hold_upload(const UploadedFile& file);

/// The file of such a text; nothing where the text is not ours, too old, or the file is gone.
std::optional<UploadedFile> held_upload(std::string_view token, std::string field);

}  // namespace portico::forms
