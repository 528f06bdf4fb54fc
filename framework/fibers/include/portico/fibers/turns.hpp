#pragma once

#include <cstddef>
#include <mutex>
#include <utility>

#include <portico/fibers/detail/wait_queue.hpp>

namespace portico::fibers {

/// At most so many at once. Who comes when all turns are taken waits for one, and is refused where too many wait already: better a
/// quick no than an answer that nobody waits for any more. Fibers of any loop and plain threads may share one.
///
///     fibers::Turns hashing{2, 100};
///     if (auto turn = hashing.take()) hash(password);                 // it is given back at the end of its scope
///     else throw HttpError(503);
class Turns {
public:
    Turns(std::size_t at_once, std::size_t waiting) : at_once_(at_once), most_waiting_(waiting) {}
    Turns(const Turns&) = delete;
    Turns& operator=(const Turns&) = delete;

    class [[nodiscard]] Turn {
    public:
        Turn() = default;
        Turn(Turn&& other) noexcept : turns_(std::exchange(other.turns_, nullptr)) {}
        Turn& operator=(Turn&& other) noexcept {
            std::swap(turns_, other.turns_);
            return *this;
        }
        ~Turn() {
            if (turns_) turns_->give_back();
        }
        explicit operator bool() const noexcept { return turns_ != nullptr; }

    private:
        friend class Turns;
        explicit Turn(Turns* turns) : turns_(turns) {}
        Turns* turns_ = nullptr;
    };

    /// Waits for one; empty where so many wait already. Throws Cancelled.
    Turn take();

private:
    void give_back() noexcept;

    const std::size_t at_once_, most_waiting_;
    std::mutex guard_;
    detail::WaitQueue queue_;
    std::size_t taken_ = 0, waiting_ = 0;
};

} // namespace portico::fibers
