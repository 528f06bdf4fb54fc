#pragma once

#include <memory>

namespace portico::fibers::detail {

/// A stack of this thread for the handler that recognises the overflow of a fiber's stack. Keeps the one that
/// the thread has, if any (AddressSanitizer gives it one).
class SignalStack {
public:
    SignalStack();
    ~SignalStack();
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;

private:
    std::unique_ptr<char[]> memory_;
};

} // namespace portico::fibers::detail
