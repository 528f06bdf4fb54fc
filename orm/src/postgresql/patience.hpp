/// Ends what takes too long for those who wait for it.
#pragma once
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <vector>

#include <portico/fibers/fiber.hpp>

namespace portico::orm::postgresql {

/// One timer for all that runs on a loop, set only now and then: a fiber is cancelled once it has taken between once and twice the limit,
/// and longer where the loop itself is late.
class Patience {
public:
    explicit Patience(std::chrono::milliseconds limit);

    /// Around what the current fiber does.
    class Watch {
    public:
        explicit Watch(Patience& patience);
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

    private:
        Patience& patience_;
        fibers::Fiber* fiber_;
    };

private:
    struct Running {
        fibers::Fiber* fiber;
        std::chrono::steady_clock::time_point since;
    };
    void look_later();

    std::chrono::milliseconds limit_;
    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::duration lag_{};  // of the loop: what it is late by is nobody's fault
    bool looks_later_ = false;
    std::vector<Running> running_;
};

}  // namespace portico::orm::postgresql
