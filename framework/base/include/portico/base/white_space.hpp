#pragma once
#include <string_view>

namespace portico::text {

/// Without the white space at both ends that Python's `strip` takes off: Unicode's too.
std::string_view stripped(std::string_view text);

}  // namespace portico::text
