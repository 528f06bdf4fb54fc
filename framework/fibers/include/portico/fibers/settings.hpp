#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>

namespace portico::fibers {

/// What holds for all loops of the process.
struct Settings {
    /// Bytes of a fiber's stack. Costs address space; memory only as far as it is used. For stacks made from now on.
    std::size_t stack_size = 256 * 1024;

    /// A fiber that keeps its loop for longer than this is reported with its stack; 0 switches that off.
    std::chrono::milliseconds watchdog{1000};

    /// Threads for `offload`, at most. They are started when needed.
    std::size_t offload_threads = 8;

    /// Takes what must be told: a stalled loop, an exception that left a fiber. Called on any thread.
    /// Empty: a line on stderr.
    std::function<void(std::string_view)> report{};
};

/// Replaces the settings; usually once, before the first fiber.
void configure(Settings settings);

/// A copy of the settings.
Settings settings();

} // namespace portico::fibers
