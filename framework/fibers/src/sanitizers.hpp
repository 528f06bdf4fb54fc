#pragma once

// What AddressSanitizer and ThreadSanitizer must be told about stacks that are switched by hand.

#if defined(__SANITIZE_ADDRESS__)
#define PORTICO_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PORTICO_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define PORTICO_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PORTICO_TSAN 1
#endif
#endif

#include <cstddef>

#ifdef PORTICO_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef PORTICO_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace portico::fibers::detail {

/// One side of a switch: a fiber's stack, or the thread's own. Inlined always: ThreadSanitizer keeps a call stack
/// for each, and a call that begins on one and ends on another would unbalance both.
class SanitizedStack {
public:
#ifdef PORTICO_TSAN
    void create() { tsan_ = __tsan_create_fiber(0); }
    void adopt_thread() { tsan_ = __tsan_get_current_fiber(); }
    void destroy() { __tsan_destroy_fiber(tsan_); }
#else
    void create() {}
    void adopt_thread() {}
    void destroy() {}
#endif
    void set_bounds(const void* bottom, std::size_t size) {
        bottom_ = bottom;
        size_ = size;
    }
    /// Right before the jump from this stack to another.
    [[gnu::always_inline]] void leave_for([[maybe_unused]] SanitizedStack& other) {
#ifdef PORTICO_ASAN
        __sanitizer_start_switch_fiber(&fake_stack_, other.bottom_, other.size_);
#endif
#ifdef PORTICO_TSAN
        __tsan_switch_to_fiber(other.tsan_, 0);
#endif
    }
    /// Right after a jump to this stack; `from` learns its bounds, as a thread's are known only this way.
    [[gnu::always_inline]] void arrive_from([[maybe_unused]] SanitizedStack& from) {
#ifdef PORTICO_ASAN
        __sanitizer_finish_switch_fiber(fake_stack_, &from.bottom_, &from.size_);
#endif
    }

private:
    const void* bottom_ = nullptr;
    std::size_t size_ = 0;
    [[maybe_unused]] void* fake_stack_ = nullptr;
    [[maybe_unused]] void* tsan_ = nullptr;
};

inline void unpoison([[maybe_unused]] const void* memory, [[maybe_unused]] std::size_t size) {
#ifdef PORTICO_ASAN
    __asan_unpoison_memory_region(memory, size);
#endif
}

} // namespace portico::fibers::detail
