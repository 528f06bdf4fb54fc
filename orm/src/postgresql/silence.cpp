#include "silence.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <portico/fibers/private/loop_context.hpp>

namespace portico::orm::postgresql {

using std::chrono::steady_clock;

struct Silence::Clock : std::enable_shared_from_this<Clock> {
    Clock(std::chrono::microseconds limit, std::function<void()> too_long)
        : limit(limit), too_long(std::move(too_long)), context(fibers::detail::context(fibers::Loop::current())), timer(context) {}

    void set(steady_clock::time_point at) {
        is_set = true;
        timer.expires_at(at);
        // What waits for a statement keeps the loop running; that a clock ticks on behind it shall not.
        timer.async_wait([weak = weak_from_this(), &context = context](boost::system::error_code error) {
            context.get_executor().on_work_started();
            if (auto clock = weak.lock(); clock && !error) clock->look();
        });
        context.get_executor().on_work_finished();
    }
    void look() {
        is_set = false;
        if (!waits) return;
        if (steady_clock::now() - since < limit) return set(since + limit);
        waits = false;
        too_long();
    }

    const std::chrono::microseconds limit;
    const std::function<void()> too_long;
    boost::asio::io_context& context;
    boost::asio::steady_timer timer;
    steady_clock::time_point since{};
    bool waits = false, is_set = false;
};

Silence::Silence(std::chrono::microseconds limit, std::function<void()> too_long)
    : clock_(limit.count() > 0 ? std::make_shared<Clock>(limit, std::move(too_long)) : nullptr) {}

Silence::~Silence() = default;

void Silence::begin() {
    if (!clock_) return;
    clock_->since = steady_clock::now();
    clock_->waits = true;
    if (!clock_->is_set) clock_->set(clock_->since + clock_->limit);
}

void Silence::end() noexcept {
    if (clock_) clock_->waits = false;
}

}  // namespace portico::orm::postgresql
