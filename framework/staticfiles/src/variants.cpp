#include "variants.hpp"

#include <fstream>
#include <iterator>

#include "pack.hpp"

namespace portico::staticfiles {

namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool holds(const fs::path& path, std::string_view bytes) {
    std::error_code error;
    return fs::file_size(path, error) == bytes.size() && !error && read(path) == bytes;
}

}  // namespace

std::vector<Variant> variants_of(const Resource& file, std::string_view name, const fs::path& collected) {
    std::vector<Variant> found;
    for (const Packing& packing : packings)
        if (auto bytes = file.packed(packing.coding); !bytes.empty()) found.push_back({.coding = packing.coding, .carried = bytes});
    if (!found.empty() || collected.empty()) return found;
    const fs::path original = collected / fs::path(name);
    if (!holds(original, file.bytes())) return {};
    for (const Packing& packing : packings) {
        fs::path packed = original;
        packed += packing.suffix;
        if (std::string bytes = read(packed); !bytes.empty()) found.push_back({.coding = packing.coding, .read = std::move(bytes)});
    }
    // collectstatic writes packed files after their original: those that were read are of the one that is still there.
    return holds(original, file.bytes()) ? found : std::vector<Variant>();
}

}  // namespace portico::staticfiles
