#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portico::fibers::detail {

/// Hands a message to Settings::report.
void report(std::string_view message) noexcept;

/// Writes a message to stderr and ends the program: for mistakes that leave nothing to go on with.
[[noreturn]] void fatal(std::string_view message) noexcept;

/// "2.1042": loop 2, job 1042.
std::string name_of(std::uint64_t id);

} // namespace portico::fibers::detail
