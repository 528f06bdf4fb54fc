#pragma once
#include <string>
#include <string_view>

#include "parser.hpp"

namespace portico::templates {

/// A template's name as a tag gives it: "./row.html" and "../base.html" count from the folder of the template
/// `from`. Throws RenderError when it would leave all folders.
std::string absolute_name(std::string_view name, std::string_view from);

/// Checks a quoted relative name when the tag is compiled: it may not leave the folders, nor name the
/// template itself.
void check_relative_name(const Parser& parser, std::string_view word, bool may_be_itself);

} // namespace portico::templates
