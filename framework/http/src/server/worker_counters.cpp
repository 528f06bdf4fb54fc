#include "worker_counters.hpp"

#include <mutex>
#include <vector>

#include <portico/http/server_statistics.hpp>

namespace portico {
namespace {

/// Of the process, as the sockets are.
struct Register {
    std::mutex guard{};
    std::vector<const http::WorkerCounters*> living{};
    ServerStatistics gone{};  // what those have counted that have ended
};

Register& all_workers() {
    static Register workers;
    return workers;
}

void add_up(ServerStatistics& sum, const http::WorkerCounters& one) {
    sum.accepted += one.accepted.load(std::memory_order_relaxed);
    sum.not_accepted += one.not_accepted.load(std::memory_order_relaxed);
    sum.refused += one.refused.load(std::memory_order_relaxed);
}

}  // namespace

http::WorkerCounters::WorkerCounters() {
    std::lock_guard lock{all_workers().guard};
    all_workers().living.push_back(this);
}

http::WorkerCounters::~WorkerCounters() {
    std::lock_guard lock{all_workers().guard};
    std::erase(all_workers().living, this);
    add_up(all_workers().gone, *this);
}

ServerStatistics server_statistics() {
    std::lock_guard lock{all_workers().guard};
    ServerStatistics sum = all_workers().gone;
    for (const http::WorkerCounters* one : all_workers().living) {
        add_up(sum, *one);
        sum.connections += one->open.load(std::memory_order_relaxed);
        sum.draining = sum.draining || one->draining.load(std::memory_order_relaxed);
    }
    return sum;
}

}  // namespace portico
