/// A static file's other forms: packed when the program was built, or by `collectstatic`.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <portico/project/resources.hpp>

namespace portico::staticfiles {

struct Variant {
    std::string_view coding{};
    std::string_view carried{};  // by the program
    std::string read{};          // from the folder: kept, as the next version's files may come to lie there while this one runs

    std::string_view bytes() const { return read.empty() ? carried : std::string_view(read); }
};

/// Those of a file, the smallest coding first. `collected` is the folder of `collectstatic`, or empty; what lies there counts only where its
/// original holds the same bytes, so one that was forgotten after a change does no harm.
std::vector<Variant> variants_of(const Resource& file, std::string_view name, const std::filesystem::path& collected);

}  // namespace portico::staticfiles
