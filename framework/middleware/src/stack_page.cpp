#include "stack_page.hpp"

#include <fstream>

#include "page.hpp"

namespace portico::middleware {
namespace {

constexpr int lines_around = 5;

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
    if (frame.line > 0) out += "<br>" + element("span", frame.place(), "soft");
    return out + "</li>";
}

} // namespace

std::string stack_html(const Stack& stack) {
    if (stack.empty()) return {};
    const std::vector<Frame> frames = stack.frames();
    std::string calls, source;
    for (const Frame& frame : frames) {
        const bool foreign = !frame.is_own();
        if (!foreign && source.empty()) source = source_around(frame);
        calls += call(frame, foreign);
    }
    return element("h2", "Where it was thrown") + source + "<details" + (source.empty() ? " open" : "") +
           "><summary>All calls, innermost first</summary><ol class=\"calls\">" + calls + "</ol></details>";
}

} // namespace portico::middleware
