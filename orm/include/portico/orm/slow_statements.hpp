/// The statements of a database that took longer than `orm.slow`, for the page `/__debug/` and for the log.
///
///     for (const auto& one : slow_statements(orm::connection()).list())
///         log::info(one.sql + ": " + std::to_string(one.longest.count()) + " µs");
///
/// Bounded: of more than 50 different ones those stay that took longest. A statement that is quick costs a clock's two readings.
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <portico/base/stack.hpp>

namespace portico::orm {

class Connection;

struct SlowStatement {
    std::string sql{};
    std::size_t count = 0;  // how often it was slow
    std::chrono::microseconds total{}, longest{};
    std::shared_ptr<const Stack> stack{};  // of who asked for the longest
};

class SlowStatements {
public:
    using Clock = std::chrono::steady_clock;

    /// From then on; 0: none is slow.
    void set_threshold(std::chrono::microseconds threshold) noexcept { threshold_ = threshold.count() > 0 ? threshold : Clock::duration::max(); }
    /// A statement that began at `start` has just ended. From any thread.
    void look(const std::string& sql, Clock::time_point start) {
        if (const auto took = Clock::now() - start; took >= threshold_) add(sql, std::chrono::duration_cast<std::chrono::microseconds>(took));
    }
    /// Longest first.
    std::vector<SlowStatement> list() const;

private:
    void add(const std::string& sql, std::chrono::microseconds took);

    Clock::duration threshold_ = Clock::duration::max();
    mutable std::mutex guard_{};
    std::vector<SlowStatement> statements_{};
};

/// Of that database. The setting `orm.slow` is its threshold.
SlowStatements& slow_statements(const Connection& connection);

}  // namespace portico::orm
