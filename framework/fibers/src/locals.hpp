#pragma once

#include <memory>
#include <vector>

namespace portico::fibers::detail {

using Locals = std::vector<std::shared_ptr<void>>;

/// The values of the current fiber, outside of fibers the thread's.
Locals& current_locals() noexcept;

} // namespace portico::fibers::detail
