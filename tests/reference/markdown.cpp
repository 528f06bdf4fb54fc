#include "markdown.hpp"

#include <set>

#include <portico/base/text.hpp>

namespace portico::reference {

std::string fenced(std::string_view language, std::string_view code) {
    return "```" + std::string(language) + "\n" + std::string(code) + "\n```\n";
}

std::string link(std::string_view text, std::string_view target) {
    return "[`" + std::string(text) + "`](" + std::string(target) + ")";
}

std::string anchor(std::string_view heading) {
    std::string out;
    for (char c : text::lower(heading)) {
        if (c == ' ') out += '-';
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-') out += c;
    }
    return out;
}

std::vector<std::string> broken_links(std::string_view page) {
    std::set<std::string> anchors;
    for (auto line : text::split(page, '\n')) {
        if (line.starts_with('#')) anchors.insert(anchor(line.substr(line.find(' ') + 1)));
    }
    std::vector<std::string> broken;
    for (auto open = page.find("](#"); open != page.npos; open = page.find("](#", open + 1)) {
        std::string target(page.substr(open + 3, page.find(')', open) - open - 3));
        if (!anchors.contains(target)) broken.push_back(target);
    }
    return broken;
}

std::string generated_note(std::string_view examples) {
    return "<!-- Made by tests/reference/write_reference of what is registered and of tests/reference/" + std::string(examples) +
           ": change that, build write_reference and run it. -->\n\n";
}

std::filesystem::path example_folder() { return std::filesystem::path(PORTICO_SOURCE_DIR) / "tests/reference"; }
std::filesystem::path page_folder() { return std::filesystem::path(PORTICO_SOURCE_DIR) / "docs/reference"; }

} // namespace portico::reference
