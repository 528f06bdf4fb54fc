/// One connection to a PostgreSQL server. For one fiber at a time, on the thread that made it.
///
/// What is sent in one go (a Prepare ahead of its statement, BEGIN ahead of the first) travels as one group that ends with a
/// Sync; its replies are read in the same order. A fiber that is cancelled while it waits has the server stop the
/// statement and reads what is left, so that the connection stays usable.
#pragma once
#include <libpq-fe.h>

#include <chrono>
#include <deque>
#include <exception>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../rows.hpp"
#include "location.hpp"
#include "results.hpp"
#include "silence.hpp"
#include "socket.hpp"
#include "statements.hpp"

namespace portico::orm::postgresql {

class Parameters;

class Handle {
public:
    /// Connects. Throws ConnectionLost, Cancelled.
    explicit Handle(const Location& location);
    ~Handle();
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    enum class State { idle, in_transaction, failed, lost };
    /// `failed`: in a transaction that only a rollback gets on.
    State state() const;

    Answer run(const Statement& statement);
    /// Several in one round trip, one answer for each. Outside of a transaction they are one. Throws the first error, once all
    /// replies were read: those after it were not run.
    std::vector<Answer> run_all(std::span<const Statement* const> statements);
    /// As run_all, but an error is given: then there are the answers of the statements before it. Inside of a transaction these
    /// were done.
    struct Done {
        std::vector<Answer> answers{};
        std::exception_ptr error{};
    };
    Done run_up_to_an_error(std::span<const Statement* const> statements);
    /// Every statement of a text, outside of a transaction all or nothing.
    void script(std::string_view sql);

    /// A statement that began a transaction has left it to whoever comes next: it is closed, and that was a mistake (TransactionError).
    void require_none_begun(const std::string& sql);

    /// What the session has said by itself to the server, so that errors tell it; nothing: the location's.
    void set_lock_timeout(std::optional<std::chrono::microseconds> timeout) { lock_timeout_ = timeout; }

    /// Did the server keep the connection while nobody used it? Asks it where nobody did for long.
    bool is_usable();
    /// The moment from which `is_usable` counts.
    void rest() { idle_since_ = std::chrono::steady_clock::now(); }
    std::chrono::steady_clock::time_point idle_since() const { return idle_since_; }
    std::chrono::steady_clock::time_point made_at() const { return made_at_; }

    struct Sent {
        std::uint64_t statements = 0, round_trips = 0;
    };
    /// Since the last call.
    Sent take_sent() { return std::exchange(sent_, {}); }

private:
    /// A reply to come, in the order of sending.
    struct Expected {
        enum class Kind { drop, prepare, statement, sync } kind;
        std::size_t place = 0;      // of the statement in its group
        std::string prepared{};     // its name on the server
    };
    /// What went wrong in a group: the first error, and whose it is.
    struct Failed {
        Result result{nullptr, &PQclear};
        std::size_t place = 0;
        bool stale = false;  // the prepared statement no longer fits: another try will do
    };

    void connect();
    void configure();
    void close() noexcept;
    PostgresPollingStatusType poll(PostgresPollingStatusType status, Deadline deadline);

    void exchange(std::span<const Statement* const> statements, std::span<Answer> answers, Failed& failed);
    class Listening;
    [[noreturn]] void fail_silent(const std::string& sql);
    void send(const Statement& statement, const Parameters& parameters, std::size_t place);
    void finish_sending();
    void receive(std::span<Answer> answers, Failed& failed, Deadline deadline);
    void take(Result result, const Expected& expected, std::span<Answer> answers, Failed& failed);
    Result next_result(Deadline deadline);
    void read_more(Deadline deadline);
    void simple_query(std::string_view sql, Deadline deadline);
    void flush(Deadline deadline);
    void abandon() noexcept;
    bool ask_to_stop();
    bool server_answers();
    bool drain(Deadline deadline);
    [[noreturn]] void lost(const std::string& sql = {});
    static void on_notice(void* self, const PGresult* notice);

    const Location& location_;
    PGconn* connection_ = nullptr;
    std::optional<Socket> socket_;
    Statements statements_;
    std::deque<Expected> expected_;
    bool ended_ = false;  // by the server
    bool too_long_ = false;  // has it been silent
    Silence silence_;
    std::optional<std::chrono::microseconds> lock_timeout_{};
    Sent sent_;
    const std::chrono::steady_clock::time_point made_at_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point idle_since_ = made_at_;
};

}  // namespace portico::orm::postgresql
