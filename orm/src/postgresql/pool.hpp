/// The connections of one event loop. Each is lent to one fiber for a statement or for a transaction; who finds none waits in
/// the order of coming.
///
/// `max_connections` is divided over the loops that have asked the database for anything.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include <portico/orm/connection.hpp>

#include "handle.hpp"
#include "location.hpp"
#include "shared_reads.hpp"

namespace boost::asio {
class io_context;
}

namespace portico::orm::postgresql {

/// What the pools of all loops share.
struct Shared {
    explicit Shared(Location where) : location(std::move(where)) {}

    const Location location;
    std::atomic<std::size_t> pools = 0, open = 0, in_use = 0, waiting = 0;
    std::atomic<std::uint64_t> opened = 0, lost = 0, discarded = 0, statements = 0, round_trips = 0, waits = 0, timeouts = 0, waited_microseconds = 0;

    std::mutex guard;
    std::vector<boost::asio::io_context*> loops{};  // that have a pool of this database
};

class Pool : public std::enable_shared_from_this<Pool> {
public:
    explicit Pool(std::shared_ptr<Shared> shared);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// This thread's pool of that database.
    static std::shared_ptr<Pool> of_this_thread(const std::shared_ptr<Shared>& shared);
    /// Closes what all loops have of that database. Others do so when their turn comes.
    static void close_all(const std::shared_ptr<Shared>& shared);

    /// A connection for as long as this lives.
    class Lease {
    public:
        Lease(std::shared_ptr<Pool> pool, std::unique_ptr<Handle> handle) : pool_(std::move(pool)), handle_(std::move(handle)) {}
        ~Lease() { give_back(); }
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        Handle* operator->() const { return handle_.get(); }
        Handle& operator*() const { return *handle_; }
        void give_back();

    private:
        std::shared_ptr<Pool> pool_;
        std::unique_ptr<Handle> handle_;
    };

    /// Throws ConnectionLost, Locked when none became free in time, Cancelled.
    Lease take();
    /// What several fibers read at the same time.
    SharedReads& shared_reads() { return shared_reads_; }

private:
    struct Waiter;

    std::size_t most() const;
    std::unique_ptr<Handle> take_idle();
    std::unique_ptr<Handle> open();
    std::unique_ptr<Handle> wait();
    void give_back(std::unique_ptr<Handle> handle) noexcept;
    void discard(std::unique_ptr<Handle> handle) noexcept;
    bool has_served(const Handle& handle) const noexcept;
    bool hand_over(std::unique_ptr<Handle>& handle) noexcept;

    std::shared_ptr<Shared> shared_;
    std::deque<std::unique_ptr<Handle>> idle_;  // the last used at the end
    std::deque<Waiter*> waiting_;
    SharedReads shared_reads_{*this};
    std::size_t open_ = 0;  // idle, lent, and those that are being opened
};

}  // namespace portico::orm::postgresql
