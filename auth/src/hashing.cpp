#include "hashing.hpp"

#include <algorithm>
#include <thread>

#include <portico/auth/app.hpp>
#include <portico/fibers/settings.hpp>
#include <portico/http/http_error.hpp>
#include <portico/project/project.hpp>

namespace portico::auth {

namespace {

/// Half of the cores, and of the threads for such work: the others are for who needs no hash.
std::size_t usual_at_once() {
    const std::size_t cores = std::thread::hardware_concurrency() / 2, threads = fibers::settings().offload_threads / 2;
    return std::max<std::size_t>(1, std::min(cores, threads));
}

}  // namespace

fibers::Turns& HashingTurns::get(Project& project) {
    std::call_once(once_, [&] {
        const auto& settings = project.settings<AuthSettings>();
        const std::size_t at_once = settings.hashes_at_once > 0 ? static_cast<std::size_t>(settings.hashes_at_once) : usual_at_once();
        turns_ = std::make_unique<fibers::Turns>(at_once, static_cast<std::size_t>(std::max<std::int64_t>(0, settings.hashes_waiting)));
    });
    return *turns_;
}

fibers::Turns::Turn take_hashing_turn() {
    // Work that is off the loops already must not wait for what waits to be done there.
    Project* project = fibers::offloaded() ? nullptr : Project::current_or_null();
    HashingTurns* turns = project ? project->find<HashingTurns>() : nullptr;
    if (!turns) return {};
    auto turn = turns->get(*project).take();
    if (turn) return turn;
    HttpError busy(503, "Too many people are logging in just now. Try again in a moment.", "as many as [auth] hashes_waiting allows wait for a hash already");
    busy.set_header("Retry-After", "5");
    throw busy;
}

}  // namespace portico::auth
