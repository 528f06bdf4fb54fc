/// Chapters of a reference, as they stand in text files: what each tag or filter does, and examples that are run.
///
///     # Filters for text
///     === filter truncatechars: length
///     At most so many characters; where some are cut off, the last is `…`.
///     --- given
///     title = "Lanterns over the quay"
///     --- template
///     {{ title|truncatechars:12 }}
///     --- output
///     Lanterns ov…
///
/// `--- file NAME` is another template that the example uses. White space at the end of a part or an output doesn't count.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace portico::reference {

struct Example {
    std::vector<std::string> given{}; // "name = value"
    std::map<std::string, std::string, std::less<>> files{};
    std::string source{};
    std::string output{};
};

struct Entry {
    std::string kind{};  // "tag", "filter"
    std::string name{};
    std::string usage{}; // a tag's syntax, the name of a filter's argument
    std::string description{};
    std::vector<Example> examples{};
};

struct Chapter {
    std::string title{};
    std::string text{};
    std::vector<Entry> entries{};
};

/// Throws Error with file and line for what is not of that form.
Chapter read_chapter(const std::filesystem::path& file);

std::string text_of(const std::filesystem::path& file);

} // namespace portico::reference
