#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include <portico/http/request.hpp>
#include <portico/monitoring/metrics.hpp>
#include <portico/routing/route.hpp>

namespace portico::monitoring {

struct Block;  // what one thread counts

/// An option of the routes that probes ask: answered outside of the other middleware.
struct Probe {};

/// Counts requests by route, method and class of status, and how long they take. Each thread writes counters of its own, without
/// locked instructions; a scrape adds them up.
class RequestMetrics {
public:
    /// Of these routes; those of one pattern are counted together.
    explicit RequestMetrics(const std::vector<const Route*>& routes);
    ~RequestMetrics();
    RequestMetrics(const RequestMetrics&) = delete;
    RequestMetrics& operator=(const RequestMetrics&) = delete;

    /// Where a route's requests are counted. Found by the route's address in a table that is never written again.
    struct Place {
        const Route* route = nullptr;
        std::uint32_t number = 0;
        bool probe = false;
    };
    Place place_of(const Route* route) const noexcept;

    static constexpr std::array bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
    static constexpr std::size_t methods = 8, classes = 6;

    /// A request from here to its end; without `answered` it counts as "aborted": an exception went past, or its client.
    class Counted {
    public:
        using Clock = std::chrono::steady_clock;
        Counted(RequestMetrics& metrics, const Place& place, const Request& request) noexcept;
        ~Counted();
        Counted(const Counted&) = delete;
        Counted& operator=(const Counted&) = delete;
        void answered(int status) noexcept { class_ = status >= 100 && status < 600 ? static_cast<std::size_t>(status / 100) : 0; }

    private:
        Block& block_;
        std::uint32_t number_;
        std::size_t method_;
        std::size_t class_ = 0;
        Clock::time_point begin_ = Clock::now();
    };

    void write(MetricWriter& out);

private:
    friend class Counted;
    Block& block_of_this_thread();
    Block& add_block();

    std::vector<Place> table_{};  // open addressing, a power of two
    std::size_t mask_ = 0;
    std::vector<std::string> patterns_{};
    const std::uint64_t id_;  // no two have the same, so a thread never takes another's block for its own
    std::mutex guard_{};
    std::vector<std::unique_ptr<Block>> blocks_{};
};

}  // namespace portico::monitoring
