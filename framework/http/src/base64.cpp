#include "base64.hpp"

namespace portico::http {

std::optional<std::string> base64_decode(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text.size() % 4) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        unsigned group = 0, padding = 0;
        for (std::size_t j = i; j < i + 4; ++j) {
            auto digit = alphabet.find(text[j]);
            bool is_padding = text[j] == '=' && i + 4 == text.size() && j >= i + 2;
            if (digit == std::string_view::npos ? !is_padding : padding > 0) return std::nullopt;
            padding += is_padding;
            group = group << 6 | (is_padding ? 0u : static_cast<unsigned>(digit));
        }
        for (unsigned k = 0; k < 3 - padding; ++k) out += static_cast<char>(group >> (16 - 8 * k) & 0xff);
    }
    return out;
}

}  // namespace portico::http
