#pragma once

#include <cstddef>

namespace portico::fibers::detail {

/// The memory of a fiber's stack, with a guard below it that faults when the stack overflows.
class Stack {
public:
    explicit Stack(std::size_t size);
    ~Stack();
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;

    void* top() const noexcept { return bottom_ + size_; }
    const void* bottom() const noexcept { return bottom_; }
    std::size_t size() const noexcept { return size_; }

    /// True for an address in the guard: safe in a signal handler.
    bool guards(const void* address) const noexcept;

    /// Gives the memory back to the system, but for the page that the suspended fiber stands on.
    void trim() noexcept;

private:
    std::size_t size_;
    char* bottom_;
};

} // namespace portico::fibers::detail
