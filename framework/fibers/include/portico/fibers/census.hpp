/// Which fibers live, for metrics and for a page that shows what a program is busy with.
///
///     for (const auto& fiber : fibers::live_fibers()) log::info(fiber.work + " waits for " + fiber.waits_for);
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace portico::fibers {

/// What a fiber works on, told when somebody asks. Called on the fiber's thread while the fiber waits.
struct Work {
    virtual std::string text() const = 0;

protected:
    ~Work() = default;
};

/// The current fiber works on that while this lives; nothing outside of fibers.
class [[nodiscard]] WorkScope {
public:
    explicit WorkScope(const Work& work) noexcept;
    ~WorkScope();
    WorkScope(const WorkScope&) = delete;
    WorkScope& operator=(const WorkScope&) = delete;

private:
    const Work* former_ = nullptr;
};

struct LiveFiber {
    std::uint64_t id = 0;
    std::chrono::milliseconds age{}; // since it was started, to some milliseconds
    std::string work{};              // what WorkScope says
    std::string waits_for{};         // the kind of what suspended it, "Sleeper"; "runs" or "ready" where nothing does
    bool cancelled = false;
};

/// Those of all loops, oldest first; of a loop that does not answer in time (a fiber keeps it) none. Suspends.
std::vector<LiveFiber> live_fibers(std::chrono::milliseconds patience = std::chrono::milliseconds{500});

/// How many live now, without asking the loops.
struct FiberCounts {
    std::size_t loops = 0;
    std::size_t fibers = 0;
};
FiberCounts count_fibers();

} // namespace portico::fibers
