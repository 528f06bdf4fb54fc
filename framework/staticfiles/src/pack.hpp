/// Files made small once, with all the time it takes.
#pragma once
#include <string>
#include <string_view>

namespace portico::staticfiles {

/// A coding, and what the files in it end in, as nginx and others look for them.
struct Packing {
    std::string_view coding{};
    std::string_view suffix{};
};

/// The one that packs best first.
inline constexpr Packing packings[] = {{"br", ".br"}, {"zstd", ".zst"}, {"gzip", ".gz"}};

/// The bytes in that coding; empty where this would not save a twentieth of them. The same bytes give the same. Throws Error.
std::string pack(std::string_view coding, std::string_view bytes);

}  // namespace portico::staticfiles
