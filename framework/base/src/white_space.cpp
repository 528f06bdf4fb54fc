#include <portico/base/white_space.hpp>

#include <portico/base/text.hpp>

namespace portico::text {

namespace {

bool is_space(char32_t c) {
    return (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

}  // namespace

std::string_view stripped(std::string_view text) {
    while (!text.empty()) {
        std::string_view rest = text;
        if (!is_space(next_code_point(rest))) break;
        text = rest;
    }
    while (!text.empty()) {
        std::size_t last = text.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xc0) == 0x80) --last;
        std::string_view tail = text.substr(last);
        if (!is_space(next_code_point(tail))) break;
        text = text.substr(0, last);
    }
    return text;
}

}  // namespace portico::text
