#pragma once

#include <cstdint>

#include <portico/fibers/census.hpp>

namespace portico::fibers {

class Fiber;

namespace detail {

class LoopState;

/// From here to `leave_census` other threads may ask the loop for its fibers.
void enter_census(LoopState& loop);
void leave_census(LoopState& loop) noexcept;

/// Nanoseconds of a clock that is read in a few of them and goes by steps of milliseconds.
std::int64_t coarse_now() noexcept;

LiveFiber shown(const Fiber& fiber);

} // namespace detail
} // namespace portico::fibers
