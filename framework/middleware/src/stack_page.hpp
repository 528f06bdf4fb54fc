// The debug page's part that shows where an exception was thrown.
#pragma once
#include <string>

#include <portico/base/stack.hpp>

namespace portico::middleware {

/// A list of calls, innermost first, with the lines around the first that is the site's own. Empty for an empty stack.
/// Reads debug information and sources: takes some tenths of a second.
std::string stack_html(const Stack& stack);

} // namespace portico::middleware
