#pragma once

#include <portico/fibers/detail/outcome.hpp>

namespace portico::fibers {

namespace detail {
void offload(void (*run)(void*), void* data);
}

/// Runs `work()` on a worker thread while the fiber is suspended; gives its result or throws its exception. For
/// slow computations (password hashing) and for libraries that block (SMTP through libcurl).
///
///     auto hash = fibers::offload([&] { return argon2(password, salt); });
///
/// `work` sees no fiber-local values: no connection, no language; take what it needs by value or reference. It
/// cannot be interrupted: a cancelled fiber is told so once `work` has ended. Outside a fiber it runs in place.
template <class Work> auto offload(Work&& work) {
    using Function = std::remove_reference_t<Work>;
    struct Call {
        Function& function;
        detail::Outcome<Function> outcome{};
    } call{work};
    detail::offload([](void* data) {
        auto& mine = *static_cast<Call*>(data);
        mine.outcome.run_or_catch(mine.function);
    }, &call);
    if constexpr (std::is_void_v<std::invoke_result_t<Function&>>) {
        call.outcome.take();
    } else {
        return call.outcome.take();
    }
}

/// True inside of `offload`, so that whoever misses a fiber-local value can say why.
bool offloaded() noexcept;

} // namespace portico::fibers
