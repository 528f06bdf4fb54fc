#pragma once
#include <string>
#include <string_view>

namespace portico::templates {

/// "&eacute;" and "&#233;" to letters, by the rules of HTML5 (Python's html.unescape).
std::string html_unescape(std::string_view text);

} // namespace portico::templates
