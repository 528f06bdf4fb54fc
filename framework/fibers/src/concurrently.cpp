#include <portico/fibers/concurrently.hpp>

#include "fiber_state.hpp"

#include <portico/fibers/private/loop_context.hpp>

#include <exception>

namespace portico::fibers::detail {

namespace {

/// The parts of one `concurrently`, on the parent's stack.
class Group final : public Waiting {
public:
    explicit Group(std::span<const Part> parts) : parent_(current()), children_(parts.size()) {
        // Where the parent may not be interrupted (a rollback), its parts may not either.
        bool shielded = parent_ && (parent_->no_cancel > 0 || std::uncaught_exceptions() > 0);
        for (std::size_t i = 0; i < parts.size() && !failed_; ++i) begin(children_[i], parts[i], shielded);
    }

    void wait() {
        done_ = left_ == 0;
        wait_until(done_, parent_, *this);
        if (error_) std::rethrow_exception(error_);
        check_cancelled();
        if (interrupted_) throw Cancelled{};
    }

    void cancel() noexcept override {
        failed_ = true;
        for (Child& child : children_)
            if (child.fiber) fibers::cancel(*child.fiber);
    }

private:
    struct Child {
        Group* group = nullptr;
        Part part{};
        Fiber* fiber = nullptr;
    };

    void begin(Child& child, Part part, bool shielded) {
        child.group = this;
        child.part = part;
        try {
            child.fiber = &start(&Group::run, &child, shielded ? Start::shielded : Start::later);
            child.fiber->group = number_;
            ++left_;
        } catch (...) {
            fail(std::current_exception());
        }
    }

    static void run(void* data, bool run) {
        Child& child = *static_cast<Child*>(data);
        Group& group = *child.group;
        try {
            if (run) {
                child.part.run(child.part.data);
            } else {
                group.interrupted_ = true;
            }
        } catch (const Cancelled&) {
            group.interrupted_ = true;
        } catch (...) {
            group.fail(std::current_exception());
        }
        group.end(child);
    }

    void end(Child& child) {
        child.fiber = nullptr;
        if (--left_ > 0) return;
        done_ = true;
        if (parent_) wake(*parent_);
    }

    void fail(std::exception_ptr error) {
        if (error_) return;
        error_ = std::move(error);
        cancel();
    }

    static std::uint64_t next_number() {
        thread_local constinit std::uint64_t made = 0;
        return ++made;
    }

    const std::uint64_t number_ = next_number();
    Fiber* parent_;
    std::vector<Child> children_;
    std::size_t left_ = 0;
    bool done_ = false;
    bool failed_ = false;
    bool interrupted_ = false;
    std::exception_ptr error_;
};

} // namespace

std::uint64_t group() noexcept {
    Fiber* fiber = current();
    return fiber ? fiber->group : 0;
}

void run_all(std::span<const Part> parts) {
    check_cancelled();
    Group(parts).wait();
}

} // namespace portico::fibers::detail
