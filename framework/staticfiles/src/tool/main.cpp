// portico_pack FILE PLACE: writes PLACE.br, PLACE.zst and PLACE.gz, each empty where it would save nothing. Builds run it for the static files that
// a program carries.
#include <cstdio>
#include <fstream>
#include <iterator>

#include "../pack.hpp"

int main(int argc, char** argv) {
    if (argc != 3) return std::fputs("usage: portico_pack FILE PLACE\n", stderr), 2;
    std::ifstream file(argv[1], std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) return std::fprintf(stderr, "can't read \"%s\"\n", argv[1]), 1;
    for (const auto& packing : portico::staticfiles::packings) {
        const std::string place = argv[2] + std::string(packing.suffix);
        std::ofstream out(place, std::ios::binary);
        out << portico::staticfiles::pack(packing.coding, bytes);
        if (!out.flush()) return std::fprintf(stderr, "can't write \"%s\"\n", place.c_str()), 1;
    }
    return 0;
}
