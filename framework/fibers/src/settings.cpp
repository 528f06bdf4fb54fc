#include <portico/fibers/settings.hpp>

#include "report.hpp"

#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace portico::fibers {

namespace {

std::mutex settings_guard;

Settings& stored() {
    static Settings settings;
    return settings;
}

} // namespace

void configure(Settings settings) {
    std::lock_guard lock{settings_guard};
    stored() = std::move(settings);
}

Settings settings() {
    std::lock_guard lock{settings_guard};
    return stored();
}

namespace detail {

void report(std::string_view message) noexcept {
    try {
        if (auto tell = settings().report) return tell(message);
    } catch (...) {
        // Falls through to stderr: a report must not be lost because the log is broken.
    }
    std::fprintf(stderr, "portico: %.*s\n", static_cast<int>(message.size()), message.data());
}

void fatal(std::string_view message) noexcept {
    std::fprintf(stderr, "portico: %.*s\n", static_cast<int>(message.size()), message.data());
    std::abort();
}

std::string name_of(std::uint64_t id) {
    return std::to_string(id >> 40) + "." + std::to_string(id & ((std::uint64_t{1} << 40) - 1));
}

} // namespace detail
} // namespace portico::fibers
