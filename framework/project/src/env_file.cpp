// The lines of a .env file.
#include <cerrno>
#include <cstring>
#include <fstream>

#include <portico/base/text.hpp>

#include "settings_layer.hpp"

namespace portico {

namespace {

bool is_variable(std::string_view name) {
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
    for (char c : name)
        if (!(c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            return false;
    return true;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        char next = text[++i];
        out += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
    }
    return out;
}

/// The place of the closing quote; a backslash protects the next character within double quotes.
std::size_t closing_quote(std::string_view text) {
    char quote = text[0];
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\')
            ++i;
        else if (text[i] == quote)
            return i;
    }
    return text.npos;
}

/// The value behind "=", or why it is none.
std::optional<std::string> env_value(std::string_view text, std::string& fault) {
    if (text.empty() || (text[0] != '"' && text[0] != '\'')) {
        std::size_t comment = text.find(" #");
        return std::string(text::trim(text.substr(0, comment)));
    }
    std::size_t end = closing_quote(text);
    if (end == text.npos) return fault = "the quote is not closed", std::nullopt;
    std::string_view rest = text::trim(text.substr(end + 1));
    if (!rest.empty() && rest[0] != '#')
        return fault = "there is text behind the closing quote", std::nullopt;
    std::string_view inner = text.substr(1, end - 1);
    return text[0] == '"' ? unescaped(inner) : std::string(inner);
}

}  // namespace

SettingsLayer read_env_file(const std::filesystem::path& path, CheckReport& report) {
    SettingsLayer layer{.name = ".env", .variables = true, .text = true, .is_file = true};
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return layer;
    std::ifstream file(path);
    if (!file || std::filesystem::is_directory(path, error)) {
        report.error("settings.E001", path.string(),
                     "can't be read: " + std::string(std::strerror(errno ? errno : EISDIR)),
                     "make it readable for the user that runs this program");
        return layer;
    }
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        std::string place = path.filename().string() + ":" + std::to_string(number);
        std::string_view text = text::trim(line);
        if (text.empty() || text[0] == '#') continue;
        if (text.starts_with("export ")) text = text::trim(text.substr(7));
        std::size_t equals = text.find('=');
        std::string_view name = text::trim(text.substr(0, equals));
        if (equals == text.npos || !is_variable(name)) {
            report.error("settings.E002", place, "\"" + std::string(text) + "\" is no NAME=value line",
                         "begin comments with #, quote values with spaces");
            continue;
        }
        std::string fault;
        if (auto value = env_value(text::trim(text.substr(equals + 1)), fault))
            layer.entries.push_back({std::string(name), Value(*value), place});
        else
            report.error("settings.E002", place, "the value of " + std::string(name) + ": " + fault);
    }
    return layer;
}

}  // namespace portico
