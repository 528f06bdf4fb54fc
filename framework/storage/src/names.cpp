#include <utf8proc.h>

#include <ctime>

#include <portico/base/text.hpp>
#include <portico/storage/storage.hpp>

namespace portico {

namespace {

/// Letters and digits of any script, "-", "_" and ".".
bool is_plain(char32_t c) {
    if (c == U'-' || c == U'_' || c == U'.') return true;
    auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

std::string with_date(std::string_view pattern) {
    if (pattern.find('%') == pattern.npos) return std::string(pattern);
    Date today = date_of(now());
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%' || i + 1 == pattern.size()) {
            out += pattern[i];
            continue;
        }
        char buffer[8];
        switch (pattern[++i]) {
        case 'Y': std::snprintf(buffer, sizeof buffer, "%04d", static_cast<int>(today.year())); break;
        case 'm': std::snprintf(buffer, sizeof buffer, "%02u", static_cast<unsigned>(today.month())); break;
        case 'd': std::snprintf(buffer, sizeof buffer, "%02u", static_cast<unsigned>(today.day())); break;
        default: std::snprintf(buffer, sizeof buffer, "%c", pattern[i]);
        }
        out += buffer;
    }
    return out;
}

}  // namespace

std::string valid_file_name(std::string_view name) {
    std::string made;
    for (std::string_view rest = text::trim(name); !rest.empty();) {
        char32_t c = text::next_code_point(rest);
        if (c == U' ')
            made += '_';
        else if (is_plain(c))
            text::append_code_point(made, c);
    }
    if (made.empty() || made == "." || made == "..")
        throw SuspiciousName("\"" + std::string(name) + "\" is no name for a file",
                             "use letters, digits, \"-\", \"_\" and \".\"");
    return made;
}

std::string storage_name(std::string_view folder, std::string_view file_name) {
    std::size_t slash = file_name.find_last_of("/\\");
    std::string base = valid_file_name(slash == file_name.npos ? file_name : file_name.substr(slash + 1));
    std::string made = with_date(folder);
    if (!made.empty() && !made.ends_with('/')) made += '/';
    return made + base;
}

}  // namespace portico
