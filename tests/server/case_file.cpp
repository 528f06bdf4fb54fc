#include "case_file.hpp"

#include <cctype>
#include <fstream>
#include <stdexcept>

namespace server_tests {

namespace {

char hex_byte(const std::string& digits) { return static_cast<char>(std::stoi(digits, nullptr, 16)); }

/// The bytes that a line stands for.
std::string bytes_of(const std::string& text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{') {
            auto star = text.rfind('*', text.find('}', i));
            auto end = text.find('}', i);
            if (end != text.npos && star != text.npos && star > i && star < end) {
                std::string piece = text.substr(i + 1, star - i - 1);
                for (auto left = std::stoul(text.substr(star + 1, end - star - 1)); left > 0; --left) bytes += bytes_of(piece);
                i = end;
                continue;
            }
        }
        if (text[i] != '\\' || i + 1 == text.size()) {
            bytes += text[i];
            continue;
        }
        switch (text[++i]) {
        case 'r': bytes += '\r'; break;
        case 'n': bytes += '\n'; break;
        case 't': bytes += '\t'; break;
        case '0': bytes += '\0'; break;
        case 'x': bytes += hex_byte(text.substr(i + 1, 2)), i += 2; break;
        default: bytes += text[i];
        }
    }
    return bytes;
}

std::string after(const std::string& line, std::size_t mark) {
    return line.size() > mark ? line.substr(line[mark] == ' ' ? mark + 1 : mark) : "";
}

Case::Step step_of(const std::string& line, int number) {
    if (line == "> EOF") return {'.', "", number};
    if (line.starts_with(">|")) return {'>', bytes_of(after(line, 2)), number};
    if (line.starts_with(">")) return {'>', bytes_of(after(line, 1)) + "\r\n", number};
    if (line.starts_with("<")) return {'<', after(line, 1), number};
    throw std::runtime_error("a line is none of ==, >, >|, <, #: " + line);
}

}  // namespace

std::string Case::name() const {
    std::string name;
    bool capital = true;
    for (char c : title) {
        if (!std::isalnum(static_cast<unsigned char>(c))) {
            capital = true;
            continue;
        }
        name += capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        capital = false;
    }
    return name;
}

std::vector<Case> read_cases(const std::filesystem::path& file) {
    std::vector<Case> cases;
    std::ifstream in(file);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        try {
            if (line.empty() || line.starts_with("#")) continue;
            if (!line.starts_with("== ")) {
                cases.at(cases.size() - 1).steps.push_back(step_of(line, number));
                continue;
            }
            auto bar = line.find(" | ");
            if (bar == line.npos) throw std::runtime_error("a case has no \" | \" between rule and title");
            cases.push_back({.file = file.stem(), .line = number, .rule = line.substr(3, bar - 3), .title = line.substr(bar + 3)});
        } catch (const std::exception& error) {
            throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + error.what());
        }
    }
    return cases;
}

}  // namespace server_tests
