/// All or nothing.
///
///     orm::atomic([&] {
///         order.save();
///         for (auto& line : lines) line.save();
///         orm::on_commit([id = order.id] { send_confirmation(id); });
///     });
///
/// What leaves the function as an exception rolls everything back and goes on to the caller; so does the fiber's cancellation.
/// Inside another `atomic` it is a savepoint: only its own part is undone. What the function returns is returned.
///
/// On PostgreSQL transactions run side by side. A statement that fails spoils its transaction up to the next savepoint: what may
/// fail goes into an `atomic` of its own. Where two collide one of them gets a TransactionConflict:
///
///     orm::atomic([&] { transfer(from, to, amount); }, {.isolation = orm::Isolation::serializable, .retries = 3});
///
/// On SQLite a transaction begins by taking the database's one writer (BEGIN IMMEDIATE): others who write wait for its end. Keep
/// it short, and don't wait for other servers in it. Statements on the same database, reads too, go through the
/// transaction's connection, also those of `fibers::concurrently` inside it.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <portico/orm/connection.hpp>
#include <portico/orm/errors.hpp>

namespace portico::orm {

/// What a transaction sees of others'. SQLite's are always serializable.
enum class Isolation { as_database, read_committed, repeatable_read, serializable };

struct AtomicOptions {
    std::string database = "default";
    bool durable = false;      // must be the outermost, so that its end is the commit; else TransactionError
    bool savepoint = true;     // false: an inner one sets no savepoint; an exception then spoils the outer transaction
    Isolation isolation = Isolation::as_database;  // of the outermost; an inner one can't have its own
    bool read_only = false;    // what writes inside of it is a TransactionError
    bool deferrable = false;   // read only and serializable: waits for a moment from which on it can't fail
    int retries = 0;           // so many times more, after a TransactionConflict; outermost only
    bool foreign_keys = true;  // false, outermost only: not watched meanwhile; for schema changes that check by themselves
    // So long a statement waits for others' locks (on SQLite the transaction for its turn), then Locked; outermost only. Else it is database.timeout.
    std::optional<std::chrono::microseconds> lock_timeout{};
};

class Transaction;

/// The same as `atomic` where a function doesn't fit: `commit()` ends it, the destructor without it rolls back.
class [[nodiscard]] Atomic {
public:
    explicit Atomic(const AtomicOptions& options = {});
    Atomic(Connection& connection, const AtomicOptions& options);
    ~Atomic();
    Atomic(const Atomic&) = delete;
    Atomic& operator=(const Atomic&) = delete;

    /// Commits, or releases the savepoint, and then runs the `on_commit` functions where nothing is left open. Throws what the
    /// database says; nothing was kept then.
    void commit();
    void rollback();

private:
    struct State;
    std::unique_ptr<State> state_;
};

namespace detail {
/// Waits a little, longer each time; false when it is not to be tried again: then the exception goes on.
bool try_again(int attempt, const AtomicOptions& options);

template <class Work> auto atomic_once(Work& work, const AtomicOptions& options) {
    Atomic transaction(options);
    if constexpr (std::is_void_v<std::invoke_result_t<Work&>>) {
        work();
        transaction.commit();
    } else {
        auto result = work();
        transaction.commit();
        return result;
    }
}
}  // namespace detail

/// With `.retries` the work may run several times: keep in it what can be done again, and the rest for `on_commit`.
template <class Work> auto atomic(Work&& work, const AtomicOptions& options = {}) {
    for (int attempt = 0;; ++attempt) {
        try {
            return detail::atomic_once(work, options);
        } catch (const TransactionConflict&) {
            if (!detail::try_again(attempt, options)) throw;
        }
    }
}

/// Runs `work` once the outermost transaction was committed, at once where none is open; never when it, or the savepoint it was
/// asked in, is rolled back. All are run, in order; the first exception is thrown when they are through.
void on_commit(std::function<void()> work, std::string_view database = "default");

/// Waits until nobody else holds the lock of that name, and holds it to the end of the transaction: for work that only one
/// program at a time may do, where there is no row to lock.
///
///     orm::atomic([&] { orm::lock("monthly invoices"); write_invoices(); });
///     orm::atomic([&] { if (orm::try_lock("cleanup")) clean_up(); });        // another is at it: leave it to them
///
/// PostgreSQL's advisory locks. On SQLite a transaction that may write excludes all others by itself, so it is held at once.
/// TransactionError outside of `atomic`; Locked where the database gives up waiting.
void lock(std::string_view name, std::string_view database = "default");
/// Without waiting: false where another holds it.
bool try_lock(std::string_view name, std::string_view database = "default");

/// Keeps what `on_commit` would run while it lives: for tests, as Django's captureOnCommitCallbacks.
///
///     orm::CapturedOnCommit captured;
///     client.post("/orders/", {{"tea", 3}});
///     ASSERT_EQ(captured.size(), 1u);       // a mail is to be sent
///     captured.run();                       // now it is
///
/// Of a transaction that is rolled back nothing is kept. Without one tests run them at the end of the outermost `atomic` in the test.
class CapturedOnCommit {
public:
    CapturedOnCommit();
    ~CapturedOnCommit();
    CapturedOnCommit(const CapturedOnCommit&) = delete;
    CapturedOnCommit& operator=(const CapturedOnCommit&) = delete;

    std::size_t size() const;
    /// Runs those that were kept so far, in order, also what they hand to `on_commit` themselves, and forgets them.
    void run();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Is a transaction open on that database, on this fiber?
bool in_atomic(std::string_view database = "default");

/// Holds a transaction open on every database that is used while it lives, and rolls all back: around one test. `atomic` inside it
/// behaves as if there were none around it (durable ones too), and runs its `on_commit` functions.
class TestTransaction {
public:
    TestTransaction();
    ~TestTransaction();
    TestTransaction(const TestTransaction&) = delete;
    TestTransaction& operator=(const TestTransaction&) = delete;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace portico::orm
