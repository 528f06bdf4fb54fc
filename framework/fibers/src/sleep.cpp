#include <portico/fibers/sleep.hpp>

#include <portico/fibers/private/use_fiber.hpp>

#include <boost/asio/steady_timer.hpp>

namespace portico::fibers {

void sleep_until(std::chrono::steady_clock::time_point when) {
    if (when <= std::chrono::steady_clock::now()) return yield();
    using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                    boost::asio::wait_traits<std::chrono::steady_clock>,
                                                    boost::asio::io_context::executor_type>;
    Timer timer{detail::context(Loop::current()), when};
    timer.async_wait(use_fiber);
}

} // namespace portico::fibers
