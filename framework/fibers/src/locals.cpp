#include "fiber_state.hpp"

#include <portico/fibers/local.hpp>

#include <atomic>

namespace portico::fibers::detail {

namespace {

constinit thread_local Locals* of_thread = nullptr;

/// A thread's own locals, outside any fiber. Statics are destroyed after them (a Project in a static): those find none and get new ones.
Locals& thread_locals() {
    struct Owner {
        ~Owner() {
            delete of_thread;
            of_thread = nullptr;
        }
    };
    if (!of_thread) {
        of_thread = new Locals;
        static thread_local Owner owner;
    }
    return *of_thread;
}

} // namespace

Locals& current_locals() noexcept { return current_fiber ? current_fiber->locals : thread_locals(); }

std::size_t new_local() noexcept {
    static std::atomic<std::size_t> made{0};
    return made++;
}

std::shared_ptr<void> local(std::size_t index) noexcept {
    const Locals& locals = current_locals();
    return index < locals.size() ? locals[index] : nullptr;
}

void* local_pointer(std::size_t index) noexcept {
    const Locals& locals = current_locals();
    return index < locals.size() ? locals[index].get() : nullptr;
}

void set_local(std::size_t index, std::shared_ptr<void> value) {
    Locals& locals = current_locals();
    if (index >= locals.size()) {
        if (!value) return;
        locals.resize(index + 1);
    }
    // Swapped first: the former value's destructor may look at the locals, or suspend.
    locals[index].swap(value);
}

} // namespace portico::fibers::detail
