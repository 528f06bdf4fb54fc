/// Names of files as values: a field that says `file_path` takes those of a folder, and forms offer them.
///
///     page.field(&Page::layout).max_length(100).file_path({.folder = "layouts", .pattern = R"(\.html$)", .recursive = true});
///     page.layout = "shop/wide.html";                       // layouts/shop/wide.html, which must be there when it is validated
///     orm::names_below({.folder = "layouts"})               // {"narrow.html", "wide.html"}
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <portico/orm/column_options.hpp>

namespace portico::orm {

/// The folder itself, of a relative one that below the current project's root.
std::filesystem::path folder_of(const FilePaths& paths);

/// All that the field takes, sorted, with "/" between folders. Read from the disk at each call. Error where the folder is not there.
std::vector<std::string> names_below(const FilePaths& paths);

/// Does the field take it, and is it there? Of names alone, never outside of the folder ("../x", "/x").
bool is_name_below(const FilePaths& paths, std::string_view name);

}  // namespace portico::orm
