#include "stack_page.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include <portico/base/text.hpp>

#include "page.hpp"

namespace portico::middleware {
namespace {

constexpr int lines_around = 5;

/// Not the site's: the framework's functions, the standard library's, the runtime's.
bool is_foreign(const Frame& frame) {
    constexpr std::array<std::string_view, 4> foreign{"portico::", "std::", "__", "_start"};
    if (frame.line == 0 || frame.file.starts_with("/usr/")) return true;
    // A template's instance begins with what it returns.
    const std::string_view name(frame.function);
    return std::ranges::any_of(foreign, [&](std::string_view start) { return name.starts_with(start); }) ||
           (name.find(" portico::") < name.find('(') && name.find(" portico::") != name.npos) ||
           (name.find(" std::") < name.find('(') && name.find(" std::") != name.npos);
}

std::string source_around(const Frame& frame) {
    std::ifstream source(frame.file);
    std::string out, line;
    for (int number = 1; number <= frame.line + lines_around && std::getline(source, line); ++number) {
        if (number < frame.line - lines_around) continue;
        out += element(number == frame.line ? "mark" : "span", std::to_string(number) + "  " + line) + "\n";
    }
    return out.empty() ? out : "<pre class=\"scroll\">" + out + "</pre>";
}

std::string call(const Frame& frame, bool foreign) {
    std::string name = frame.function.empty() ? "a function without a name" : frame.function;
    std::string out = "<li" + std::string(foreign ? " class=\"soft\"" : "") + ">" + element("code", name);
    if (frame.line > 0) out += "<br>" + element("span", frame.file + ":" + std::to_string(frame.line), "soft");
    return out + "</li>";
}

} // namespace

std::string stack_html(const Stack& stack) {
    if (stack.empty()) return {};
    const std::vector<Frame> frames = stack.frames();
    std::string calls, source;
    for (const Frame& frame : frames) {
        const bool foreign = is_foreign(frame);
        if (!foreign && source.empty()) source = source_around(frame);
        calls += call(frame, foreign);
    }
    return element("h2", "Where it was thrown") + source + "<details" + (source.empty() ? " open" : "") +
           "><summary>All calls, innermost first</summary><ol class=\"calls\">" + calls + "</ol></details>";
}

} // namespace portico::middleware
