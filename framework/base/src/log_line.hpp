#pragma once
#include <span>
#include <string>
#include <string_view>

#include <portico/base/log.hpp>

namespace portico::log {

/// What stands behind time and level of a pretty line, or a whole line of logfmt or JSON, with the time of now.
std::string formatted(Format format, Level level, std::string_view logger, std::string_view request_id, std::string_view message, std::span<const Field> fields);

}  // namespace portico::log
