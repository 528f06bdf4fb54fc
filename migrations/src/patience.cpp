// Locks that others hold: waited for shortly, tried again, and told about.
#include <algorithm>
#include <thread>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/sleep.hpp>
#include <portico/orm/dialect.hpp>

#include "locks.hpp"
#include "running.hpp"

namespace portico::migrations::detail {

namespace {

std::string in_words(std::chrono::microseconds span) {
    const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(span).count();
    return milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + " s" : std::to_string(milliseconds) + " ms";
}

class Attempts {
public:
    Attempts(orm::Connection& connection, const RunOptions& options) : connection_(connection), options_(options) {}

    /// Waits, and longer the next time; MigrationError when it was the last attempt.
    void again(const orm::DatabaseError& error, bool locked) {
        const auto holders = locked ? lock_holders(connection_, error.sql()) : std::vector<LockHolder>();
        std::string who;
        for (const LockHolder& holder : holders) who += (who.empty() ? "held by " : "; ") + holder.str();
        const std::string what = error.what();
        if (++made_ >= options_.lock_attempts) give_up(what, error.hint(), holders, who);
        const auto span = options_.lock_timeout / 5 * (1 << std::min(made_ - 1, 6));
        if (options_.tell)
            options_.tell(what + (who.empty() ? "" : " (" + who + ")") + ": trying again in " + in_words(span) + ", " +
                          std::to_string(made_ + 1) + " of " + std::to_string(options_.lock_attempts));
        pause(span);
    }

private:
    [[noreturn]] void give_up(const std::string& what, const std::string& hint, const std::vector<LockHolder>& holders, const std::string& who) const {
        const std::string tried = "; tried " + std::to_string(made_) + (made_ == 1 ? " time" : " times");
        if (holders.empty()) throw MigrationError(what + tried, hint);
        throw MigrationError(what + tried + ": the lock is " + who,
                             "let it end, or end it (SELECT pg_terminate_backend(" + std::to_string(holders.front().process) +
                                 ")), and run migrate again; --lock-timeout waits for longer, and so does the site");
    }

    orm::Connection& connection_;
    const RunOptions& options_;
    int made_ = 0;
};

}  // namespace

void pause(std::chrono::microseconds span) {
    if (fibers::current())
        fibers::sleep_for(span);
    else
        std::this_thread::sleep_for(span);
}

void patiently(orm::Connection& connection, const RunOptions& options, const std::function<void()>& work) {
    for (Attempts attempts(connection, options);;) {
        try {
            return work();
        } catch (const orm::Locked& error) {
            attempts.again(error, true);
        } catch (const orm::TransactionConflict& error) {
            attempts.again(error, false);
        }
    }
}

}  // namespace portico::migrations::detail
