/// How a connection stays usable: after a cancelled statement, and after a rest.
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/offload.hpp>

#include "bind.hpp"
#include "handle.hpp"
#include "no_answer.hpp"

namespace portico::orm::postgresql {

namespace {

constexpr std::chrono::seconds time_to_cancel{10};
constexpr std::chrono::milliseconds time_to_cancel_again{100};

}  // namespace

/// Has the server stop what it does, and reads what it still sends. Closes the connection where that doesn't work.
void Handle::abandon() noexcept {
    fibers::NoCancel no_cancel;
    const auto until = std::chrono::steady_clock::now() + time_to_cancel;
    try {
        // The server may not have begun yet when it is asked to stop, and ignores that then: it is asked again.
        while (connection_ && std::chrono::steady_clock::now() < until) {
            if (!ask_to_stop()) break;
            if (drain(std::chrono::steady_clock::now() + time_to_cancel_again)) return;
        }
    } catch (...) {
        // Closed, as below.
    }
    close();
}

bool Handle::ask_to_stop() {
    std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(connection_), &PQfreeCancel);
    return cancel && fibers::offload([&] {  // libpq connects a second time for it, and waits
        char problem[256];
        return PQcancel(cancel.get(), problem, sizeof problem) == 1;
    });
}

/// Reads and forgets all replies that are still to come; false when they have not come by then.
bool Handle::drain(Deadline deadline) {
    try {
        if (PQpipelineStatus(connection_) == PQ_PIPELINE_OFF) {
            while (next_result(deadline)) {}
            return true;
        }
        flush(deadline);
        Failed ignored;
        receive({}, ignored, deadline);
        return true;
    } catch (const NoAnswer&) {
        return false;
    }
}

void Handle::require_none_begun(const std::string& sql) {
    if (state() == State::idle) return;
    run({"ROLLBACK", {}});
    throw TransactionError("a transaction was begun by a statement", "use orm::atomic", sql);
}

bool Handle::is_usable() {
    if (state() != State::idle || !expected_.empty()) return false;
    if (socket_->has_news()) {
        PQconsumeInput(connection_);  // a notice, or the end
        while (PGnotify* notification = PQnotifies(connection_)) PQfreemem(notification);
        if (state() != State::idle || socket_->has_news()) return false;
    }
    if (std::chrono::steady_clock::now() - idle_since_ < location_.check_after) return true;
    try {
        const Statement question{"SELECT 1", {}};
        const Parameters none(question);
        send(question, none, 0);
        finish_sending();
        Failed failed;
        Answer answer;
        receive({&answer, 1}, failed, std::chrono::steady_clock::now() + location_.timeout);
        return !failed.result;
    } catch (const fibers::Cancelled&) {
        abandon();
        throw;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace portico::orm::postgresql
