#include "pool.hpp"

#include <algorithm>

#include <portico/fibers/event.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/orm/errors.hpp>

namespace portico::orm::postgresql {

namespace {

constexpr std::chrono::minutes longest_rest{10};

}  // namespace

/// On the stack of who waits: gets a connection, or leave to open one.
struct Pool::Waiter {
    fibers::Event served{};
    bool is_served = false;
    std::unique_ptr<Handle> handle{};
};

Pool::Pool(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) { ++shared_->pools; }

Pool::~Pool() {
    --shared_->pools;
    shared_->open -= open_;
}

std::size_t Pool::most() const {
    return std::max<std::size_t>(1, shared_->location.max_connections / std::max<std::size_t>(1, shared_->pools));
}

Pool::Lease Pool::take() {
    fibers::check_cancelled();
    std::unique_ptr<Handle> handle;
    if (waiting_.empty()) handle = take_idle();
    if (!handle && waiting_.empty() && open_ < most()) {
        ++open_;
        ++shared_->open;
        handle = open();
    }
    if (!handle) handle = wait();
    ++shared_->in_use;
    return Lease(shared_from_this(), std::move(handle));
}

std::unique_ptr<Handle> Pool::take_idle() {
    while (!idle_.empty()) {
        auto handle = std::move(idle_.back());
        idle_.pop_back();
        try {
            if (handle->is_usable()) return handle;
        } catch (...) {
            discard(std::move(handle));
            throw;
        }
        ++shared_->lost;
        discard(std::move(handle));
    }
    return nullptr;
}

/// Its place is counted already.
std::unique_ptr<Handle> Pool::open() {
    try {
        auto handle = std::make_unique<Handle>(shared_->location);
        ++shared_->opened;
        return handle;
    } catch (...) {
        discard(nullptr);
        throw;
    }
}

std::unique_ptr<Handle> Pool::wait() {
    Waiter waiter;
    waiting_.push_back(&waiter);
    const auto start = std::chrono::steady_clock::now();
    ++shared_->waits;
    ++shared_->waiting;
    auto leave = [&] {
        --shared_->waiting;
        shared_->waited_microseconds += static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count());
        std::erase(waiting_, &waiter);
    };
    try {
        waiter.served.wait_for(shared_->location.timeout);
    } catch (...) {
        leave();
        if (waiter.handle)
            give_back(std::move(waiter.handle));
        else if (waiter.is_served)
            discard(nullptr);
        throw;
    }
    leave();
    if (!waiter.is_served) {
        ++shared_->timeouts;
        throw Locked("no connection to " + shared_->location.name + " became free within " +
                         std::to_string(shared_->location.timeout.count() / 1000) + " ms: all " + std::to_string(most()) +
                         " of this event loop are in use",
                     "keep transactions short, or raise database.max_connections");
    }
    return waiter.handle ? std::move(waiter.handle) : open();
}

/// To the first who waits: a connection, or with null the leave to open one, whose place stays counted.
bool Pool::hand_over(std::unique_ptr<Handle>& handle) noexcept {
    if (waiting_.empty()) return false;
    Waiter& first = *waiting_.front();
    waiting_.pop_front();
    first.handle = std::move(handle);
    first.is_served = true;
    first.served.set();
    return true;
}

/// A connection too many since other loops have come, or one that has lived long enough.
bool Pool::has_served(const Handle& handle) const noexcept {
    const auto most_time = shared_->location.max_lifetime;
    return open_ > most() || (most_time.count() > 0 && handle.idle_since() - handle.made_at() > most_time);
}

void Pool::give_back(std::unique_ptr<Handle> handle) noexcept {
    const auto sent = handle->take_sent();
    shared_->statements += sent.statements;
    shared_->round_trips += sent.round_trips;
    if (handle->state() != Handle::State::idle) {
        ++shared_->lost;
        return discard(std::move(handle));
    }
    handle->rest();
    if (has_served(*handle)) {
        ++shared_->discarded;
        return discard(std::move(handle));
    }
    if (hand_over(handle)) return;
    idle_.push_back(std::move(handle));
    if (idle_.size() > 1 && idle_.back()->idle_since() - idle_.front()->idle_since() > longest_rest) {
        auto oldest = std::move(idle_.front());
        idle_.pop_front();
        ++shared_->discarded;
        discard(std::move(oldest));
    }
}

void Pool::discard(std::unique_ptr<Handle> handle) noexcept {
    handle.reset();
    std::unique_ptr<Handle> leave_to_open;
    if (open_ <= most() && hand_over(leave_to_open)) return;
    --open_;
    --shared_->open;
}

void Pool::Lease::give_back() {
    if (!handle_) return;
    --pool_->shared_->in_use;
    pool_->give_back(std::move(handle_));
}

}  // namespace portico::orm::postgresql
