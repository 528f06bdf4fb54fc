#pragma once
#include <chrono>
#include <mutex>
#include <string>

namespace portico {
class Project;
}

namespace portico::monitoring {

struct Readiness {
    bool ready = true;
    std::string lines{};  // "database: ok\n"
    std::chrono::steady_clock::time_point until{};
};

/// What the health checks have said, for as long as the setting takes it for true. The guard is never held across a suspension.
class LastReadiness {
public:
    Readiness get(Project& project);

private:
    std::mutex guard_{};
    Readiness last_{};
};

}  // namespace portico::monitoring
