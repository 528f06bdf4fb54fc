/// Names and lines of addresses in this process.
#pragma once
#include <span>
#include <vector>

#include <portico/base/stack.hpp>

namespace portico {

/// For each return address its function, preceded by those inlined at that place.
std::vector<Frame> named_frames(std::span<void* const> addresses);

}  // namespace portico
