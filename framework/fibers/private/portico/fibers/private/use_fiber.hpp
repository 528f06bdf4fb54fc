#pragma once

#include <portico/fibers/private/loop_context.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <new>
#include <optional>
#include <tuple>
#include <utility>

namespace portico::fibers {

/// The Asio completion token that suspends the fiber until the operation is over; outside of fibers it runs the
/// thread's loop until then. Throws `system_error`, or with `use_fiber[error]` sets `error`. Throws Cancelled.
///
///     std::size_t read = socket.async_read_some(buffer, use_fiber[error]);
///
/// The I/O object must belong to `detail::context(Loop::current())`.
struct UseFiber {
    boost::system::error_code* error = nullptr;
    constexpr UseFiber operator[](boost::system::error_code& to) const noexcept { return {&to}; }
};
inline constexpr UseFiber use_fiber{};

namespace detail {

/// Room on the fiber's stack for what Asio wants to allocate for one operation.
class Arena {
public:
    void* allocate(std::size_t size) {
        if (used_ || size > sizeof memory_) return ::operator new(size);
        used_ = true;
        return memory_;
    }
    void deallocate(void* memory) noexcept {
        if (memory == memory_) {
            used_ = false;
        } else {
            ::operator delete(memory);
        }
    }

private:
    alignas(std::max_align_t) std::byte memory_[512];
    bool used_ = false;
};

template <class T> struct ArenaAllocator {
    using value_type = T;
    Arena* arena;

    explicit ArenaAllocator(Arena& of) noexcept : arena(&of) {}
    template <class U> ArenaAllocator(const ArenaAllocator<U>& other) noexcept : arena(other.arena) {}
    T* allocate(std::size_t count) { return static_cast<T*>(arena->allocate(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t) noexcept { arena->deallocate(memory); }
    template <class U> bool operator==(const ArenaAllocator<U>& other) const noexcept {
        return arena == other.arena;
    }
};

/// An operation in flight, on the stack of whoever waits for it: it may not leave before its handler has run, and
/// nothing may touch it once its fiber was woken.
template <class... Values> class Operation final : public Waiting {
public:
    Operation() : fiber_(current()) { check_cancelled(); }
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;

    class Handler;

    void complete(boost::system::error_code error, std::optional<std::tuple<Values...>> values) {
        error_ = error;
        values_ = std::move(values);
        done_ = true;
        if (fiber_) wake(*fiber_);
    }

    auto wait(boost::system::error_code* error) {
        wait_until(done_, fiber_, *this);
        if (error_ == boost::asio::error::operation_aborted) check_cancelled();
        if (error) {
            *error = error_;
        } else if (error_) {
            throw boost::system::system_error(error_);
        }
        return result();
    }

    void cancel() noexcept override { signal_.emit(boost::asio::cancellation_type::terminal); }

private:
    auto result() {
        if constexpr (sizeof...(Values) == 1) {
            // An abandoned operation has no values; those of every operation used with [error] have a default.
            if (values_) return std::get<0>(std::move(*values_));
            if constexpr (std::is_default_constructible_v<std::tuple<Values...>>) {
                return std::get<0>(std::tuple<Values...>{});
            } else {
                throw boost::system::system_error(error_);
            }
        } else if constexpr (sizeof...(Values) > 1) {
            return values_ ? std::move(*values_) : std::tuple<Values...>{};
        }
    }

    Fiber* fiber_;
    bool done_ = false;
    boost::system::error_code error_;
    std::optional<std::tuple<Values...>> values_; // a result need not be default-constructible
    boost::asio::cancellation_signal signal_;
    Arena arena_;
};

template <class... Values> class Operation<Values...>::Handler {
public:
    using allocator_type = ArenaAllocator<void>;
    using cancellation_slot_type = boost::asio::cancellation_slot;

    explicit Handler(Operation& operation) noexcept : operation_(&operation), owes_(true) {}
    Handler(Handler&& other) noexcept : operation_(other.operation_), owes_(std::exchange(other.owes_, false)) {}
    Handler& operator=(Handler&&) = delete;

    // A loop that is destroyed destroys handlers unrun; who waits must learn of it.
    ~Handler() {
        if (owes_) operation_->complete(boost::asio::error::operation_aborted, std::nullopt);
    }

    void operator()(boost::system::error_code error, Values... values) {
        owes_ = false;
        operation_->complete(error, std::tuple<Values...>(std::move(values)...));
    }
    void operator()()
        requires(sizeof...(Values) == 0)
    {
        operator()(boost::system::error_code{});
    }

    allocator_type get_allocator() const noexcept { return ArenaAllocator<void>(operation_->arena_); }
    cancellation_slot_type get_cancellation_slot() const noexcept {
        return operation_->fiber_ ? operation_->signal_.slot() : cancellation_slot_type{};
    }

private:
    Operation* operation_;
    bool owes_;
};

} // namespace detail
} // namespace portico::fibers

namespace boost::asio {

template <class... Values> class async_result<portico::fibers::UseFiber, void(system::error_code, Values...)> {
public:
    template <class Initiation, class... Arguments>
    static auto initiate(Initiation&& initiation, portico::fibers::UseFiber token, Arguments&&... arguments) {
        using Operation = portico::fibers::detail::Operation<std::decay_t<Values>...>;
        Operation operation;
        std::forward<Initiation>(initiation)(typename Operation::Handler(operation),
                                             std::forward<Arguments>(arguments)...);
        return operation.wait(token.error);
    }
};

template <> class async_result<portico::fibers::UseFiber, void()> {
public:
    template <class Initiation, class... Arguments>
    static void initiate(Initiation&& initiation, portico::fibers::UseFiber, Arguments&&... arguments) {
        portico::fibers::detail::Operation<> operation;
        std::forward<Initiation>(initiation)(portico::fibers::detail::Operation<>::Handler(operation),
                                             std::forward<Arguments>(arguments)...);
        operation.wait(nullptr);
    }
};

} // namespace boost::asio
