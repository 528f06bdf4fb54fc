#include "page.hpp"

#include <portico/base/secret.hpp>
#include <portico/base/text.hpp>

namespace portico::middleware {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5b6477; --line: #d9dde6; --paper: #fff; --back: #f4f5f8;
  --accent: #9a2a2a; --code: #f0f1f5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ee; --soft: #9aa3b5; --line: #333a49; --paper: #1b202b;
  --back: #12161e; --accent: #ff9b8f; --code: #252b38; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
main.short { min-height: 100vh; max-width: 36rem; display: flex; flex-direction: column; justify-content: center; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p { margin: .35rem 0; overflow-wrap: anywhere; }
.status { font-size: 3.5rem; font-weight: 700; color: var(--accent); line-height: 1; margin: 0 0 .75rem; }
.kind { color: var(--accent); font-weight: 600; font-family: ui-monospace, monospace; }
.soft { color: var(--soft); font-size: .9rem; }
.hint { border-left: .25rem solid var(--accent); padding: .4rem .8rem; background: var(--paper); margin: .8rem 0; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; font: .85rem/1.5 ui-monospace, monospace; }
td, th { text-align: left; vertical-align: top; padding: .3rem .7rem; border-top: 1px solid var(--line); }
tr:first-child > * { border-top: 0; }
th { font-weight: 500; color: var(--soft); white-space: nowrap; width: 1%; }
td { overflow-wrap: anywhere; white-space: pre-wrap; }
code { background: var(--code); padding: .1rem .3rem; border-radius: .25rem; }
pre { margin: .5rem 0; padding: .6rem .8rem; font: .85rem/1.5 ui-monospace, monospace; }
pre span { color: var(--soft); } mark { background: none; color: var(--ink); font-weight: 600; border-left: .25rem solid var(--accent); margin-left: -.8rem; padding-left: .55rem; }
.calls { padding-left: 1.6rem; font-size: .85rem; } .calls li { margin: .4rem 0; overflow-wrap: anywhere; }
summary { cursor: pointer; margin: 2rem 0 .5rem; font-weight: 600; }
a { color: inherit; }
)";

} // namespace

std::string html_page(std::string_view title, std::string_view nonce, std::string_view body) {
    std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"robots\" content=\"noindex\">\n";
    out += element("title", title);
    ((out += "\n<style nonce=\"") += text::html_escape(nonce)) += "\">";
    ((out += style) += "</style>\n</head>\n<body>\n") += body;
    return out += "\n</body>\n</html>\n";
}

std::string element(std::string_view tag, std::string_view text, std::string_view css_class) {
    std::string out = "<" + std::string(tag);
    if (!css_class.empty()) out += " class=\"" + std::string(css_class) + "\"";
    out += '>';
    text::append_html_escaped(out, text);
    return out += "</" + std::string(tag) + ">";
}

std::string name_value_table(std::string_view heading, const Rows& rows) {
    if (rows.empty()) return {};
    std::string out = (heading.empty() ? "" : element("h2", heading)) + "<div class=\"scroll\"><table>";
    for (const auto& [name, value] : rows)
        out += "<tr>" + element("th", name) + element("td", value) + "</tr>";
    return out + "</table></div>";
}

std::string masked(std::string_view name, std::string_view value) {
    if (!value.empty() && is_secret_name(name)) return std::string(masked_secret);
    return std::string(value);
}

} // namespace portico::middleware
