#include <portico/routing/converter.hpp>

#include <algorithm>

namespace portico::routing {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool accepts_str(std::string_view text) { return !text.empty() && text.find('/') == std::string_view::npos; }
bool accepts_path(std::string_view text) { return !text.empty(); }
bool accepts_int(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool accepts_slug(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
}

bool accepts_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        bool hex = is_digit(text[i]) || (text[i] >= 'a' && text[i] <= 'f');
        if (hyphen ? text[i] != '-' : !hex) return false;
    }
    return true;
}

} // namespace

const std::array<Converter, 5> built_in_converters{{{"str", accepts_str, false},
                                                    {"int", accepts_int, false},
                                                    {"slug", accepts_slug, false},
                                                    {"uuid", accepts_uuid, false},
                                                    {"path", accepts_path, true}}};

} // namespace portico::routing
