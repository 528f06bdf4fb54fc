#pragma once
#include <string_view>

namespace portico::auth {

/// The list that was found when this was built (auth/CMakeLists.txt): gzip, one password a line in lower case; empty where none was.
std::string_view packed_common_passwords();

}  // namespace portico::auth
