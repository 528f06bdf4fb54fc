/// Notices that a server has not answered for too long.
#pragma once
#include <chrono>
#include <functional>
#include <memory>

namespace portico::orm::postgresql {

/// One timer for all statements of a connection, which is set once in the limit and not for each of them; so an idle loop is not kept
/// running by it. On the connection's thread.
class Silence {
public:
    /// `too_long` is called once the limit has passed since `begin` without an `end`. A limit of 0 is none.
    Silence(std::chrono::microseconds limit, std::function<void()> too_long);
    ~Silence();
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

    void begin();
    void end() noexcept;

private:
    struct Clock;
    std::shared_ptr<Clock> clock_;  // null without a limit
};

}  // namespace portico::orm::postgresql
