#include "overflow.hpp"

#include "fiber_state.hpp"

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <execinfo.h>
#include <mutex>
#include <string_view>
#include <unistd.h>

namespace portico::fibers::detail {

namespace {

constexpr std::size_t signal_stack_size = 64 * 1024;

struct sigaction former_segv, former_bus;

// Only what is safe in a signal handler from here on: no allocation, no stdio.
void say(std::string_view text) {
    [[maybe_unused]] auto written = write(STDERR_FILENO, text.data(), text.size());
}

void say(std::uint64_t number) {
    std::array<char, 24> digits;
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    say(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

[[noreturn]] void report_overflow(const Fiber& fiber) {
    say("portico: stack overflow in fiber ");
    say(fiber.id >> 40);
    say(".");
    say(fiber.id & ((std::uint64_t{1} << 40) - 1));
    say(": its ");
    say(fiber.stack.size() / 1024);
    say(" KB are used up; look for endless recursion or a large local array, or raise "
        "fibers::Settings::stack_size. Innermost calls:\n");
    std::array<void*, 24> frames;
    backtrace_symbols_fd(frames.data(), backtrace(frames.data(), frames.size()), STDERR_FILENO);
    std::abort();
}

void on_fault(int signal, siginfo_t* info, void*) {
    const Fiber* fiber = current_fiber;
    if (fiber && fiber->stack.guards(info->si_addr)) report_overflow(*fiber);
    // Not ours: the handler that was there before sees it when the instruction faults again.
    sigaction(signal, signal == SIGSEGV ? &former_segv : &former_bus, nullptr);
}

void install_handler() {
    std::array<void*, 1> first;
    backtrace(first.data(), first.size()); // loads the unwinder now, which a handler may not do
    struct sigaction action {};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(SIGSEGV, &action, &former_segv);
    sigaction(SIGBUS, &action, &former_bus);
}

} // namespace

SignalStack::SignalStack() {
    static std::once_flag once;
    std::call_once(once, install_handler);
    stack_t present{};
    sigaltstack(nullptr, &present);
    if (!(present.ss_flags & SS_DISABLE)) return;
    memory_ = std::make_unique<char[]>(signal_stack_size);
    stack_t mine{};
    mine.ss_sp = memory_.get();
    mine.ss_size = signal_stack_size;
    sigaltstack(&mine, nullptr);
}

SignalStack::~SignalStack() {
    if (!memory_) return;
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
}

} // namespace portico::fibers::detail
