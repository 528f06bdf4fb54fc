#include "template_name.hpp"

#include <portico/base/text.hpp>

namespace portico::templates {

namespace {

bool is_relative(std::string_view name) { return name.starts_with("./") || name.starts_with("../"); }

} // namespace

std::string absolute_name(std::string_view name, std::string_view from) {
    if (!is_relative(name)) return std::string(name);
    auto slash = from.rfind('/');
    std::string joined = slash == std::string_view::npos
                             ? std::string(name)
                             : std::string(from.substr(0, slash + 1)) + std::string(name);
    std::vector<std::string> parts;
    for (auto part : text::split(joined, '/')) {
        if (part.empty() || part == ".") continue;
        if (part != "..") {
            parts.emplace_back(part);
        } else if (!parts.empty()) {
            parts.pop_back();
        } else {
            throw RenderError("the relative name \"" + std::string(name) +
                              "\" leaves the folder of the templates");
        }
    }
    return text::join(parts, "/");
}

void check_relative_name(const Parser& parser, std::string_view word, bool may_be_itself) {
    if (!is_quoted(word)) return;
    auto name = word.substr(1, word.size() - 2);
    if (!is_relative(name)) return;
    const std::string& own = const_cast<Parser&>(parser).page().source().name;
    std::string target;
    try {
        target = absolute_name(name, own);
    } catch (const RenderError& error) {
        parser.fail(word, std::string(error.message()));
    }
    if (!may_be_itself && target == own) {
        parser.fail(word, "the relative name \"" + std::string(name) + "\" is this template itself");
    }
}

} // namespace portico::templates
