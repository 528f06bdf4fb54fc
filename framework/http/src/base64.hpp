#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace portico::http {

/// Whole groups of four; padding only at the very end. Nothing when it is no base64 (RFC 4648, 4).
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace portico::http
