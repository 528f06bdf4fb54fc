/// Which pools belong to which event loop, and how they end: with the loop, or with the database.
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <map>

#include <portico/fibers/private/loop_context.hpp>

#include "pool.hpp"

namespace portico::orm::postgresql {

namespace {

using boost::asio::execution_context;
using boost::asio::io_context;

/// A part of the loop's Asio context, so that its connections are closed while the context still knows their sockets.
class LoopPools final : public execution_context::service {
public:
    using key_type = LoopPools;
    static inline execution_context::id id;

    explicit LoopPools(execution_context& owner) : service(owner), context_(static_cast<io_context&>(owner)) {
        // Services end in the reverse order of their making: the one for sockets is made first.
        boost::asio::posix::stream_descriptor first(context_);
    }

    std::shared_ptr<Pool> pool_of(const std::shared_ptr<Shared>& shared) {
        auto& [owner, pool] = pools_[shared.get()];
        if (!pool) {
            owner = shared;
            pool = std::make_shared<Pool>(shared);
            std::lock_guard lock(shared->guard);
            shared->loops.push_back(&context_);
        }
        return pool;
    }

    void drop(Shared* shared) {
        auto entry = pools_.extract(shared);
        if (!entry) return;
        std::lock_guard lock(shared->guard);
        std::erase(shared->loops, &context_);
    }

    void shutdown() override {
        while (!pools_.empty()) drop(pools_.begin()->first);
    }

private:
    struct Entry {
        std::shared_ptr<Shared> owner{};
        std::shared_ptr<Pool> pool{};
    };
    io_context& context_;
    std::map<Shared*, Entry> pools_;
};

}  // namespace

std::shared_ptr<Pool> Pool::of_this_thread(const std::shared_ptr<Shared>& shared) {
    auto& context = fibers::detail::context(fibers::Loop::current());
    return boost::asio::use_service<LoopPools>(context).pool_of(shared);
}

void Pool::close_all(const std::shared_ptr<Shared>& shared) {
    io_context* mine = nullptr;
    if (auto* loop = fibers::detail::loop_of_this_thread()) mine = &fibers::detail::context(*loop);
    {
        std::lock_guard lock(shared->guard);  // a loop on the list lives
        for (io_context* context : shared->loops) {
            if (context == mine) continue;
            boost::asio::post(*context, [context, shared] { boost::asio::use_service<LoopPools>(*context).drop(shared.get()); });
        }
    }
    if (mine) boost::asio::use_service<LoopPools>(*mine).drop(shared.get());
}

}  // namespace portico::orm::postgresql
