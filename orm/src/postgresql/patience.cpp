#include "patience.hpp"

#include <algorithm>

#include <portico/fibers/loop.hpp>
#include <portico/fibers/private/loop_context.hpp>

namespace portico::orm::postgresql {

using std::chrono::steady_clock;

Patience::Patience(std::chrono::milliseconds limit)
    : limit_(limit), timer_(fibers::detail::context(fibers::Loop::current())) {}

void Patience::look_later() {
    looks_later_ = true;
    timer_.expires_after(limit_);
    timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;  // this is gone
        const auto now = steady_clock::now();
        lag_ = std::max(now - timer_.expiry(), lag_ / 2);
        const auto too_early = now - limit_ - 4 * lag_;
        for (const Running& running : running_)
            if (running.since <= too_early) fibers::cancel(*running.fiber);
        looks_later_ = false;
        if (!running_.empty()) look_later();
    });
}

Patience::Watch::Watch(Patience& patience) : patience_(patience), fiber_(fibers::current()) {
    patience_.running_.push_back({fiber_, steady_clock::now()});
    if (!patience_.looks_later_) patience_.look_later();
}

Patience::Watch::~Watch() {
    std::erase_if(patience_.running_, [this](const Running& running) { return running.fiber == fiber_; });
}

}  // namespace portico::orm::postgresql
