#include "characters.hpp"

namespace portico::http {

std::string visible(std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (char c : text.substr(0, 80)) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (byte < 0x20 || byte == 0x7f)
            (out += "\\x") += {digits[byte >> 4], digits[byte & 15]};
        else
            out += c;
    }
    if (text.size() > 80) out += "…";
    return out;
}

} // namespace portico::http
