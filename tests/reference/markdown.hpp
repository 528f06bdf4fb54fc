#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace portico::reference {

/// A block of code; ends with a line break.
std::string fenced(std::string_view language, std::string_view code);
std::string link(std::string_view text, std::string_view target);
/// Where a heading can be linked to.
std::string anchor(std::string_view heading);
/// The targets within the page that no heading of it has.
std::vector<std::string> broken_links(std::string_view page);
/// A comment that says how the page is made again; `examples` is the folder below tests/reference.
std::string generated_note(std::string_view examples);

/// tests/reference and the pages that are made, docs/reference.
std::filesystem::path example_folder();
std::filesystem::path page_folder();

} // namespace portico::reference
