/// Many fibers read, write, fail, are cancelled and lose their connections at random; each looks whether the answers are its own, and
/// at the end the table holds what they were told it holds.
///
/// PORTICO_FUZZ_STEPS: how many steps each fiber takes. PORTICO_FUZZ_SEED: what a run that failed has printed.
#include <cstdlib>
#include <iostream>
#include <map>
#include <numeric>
#include <random>
#include <thread>

#include <portico/fibers/concurrently.hpp>

#include "postgresql_fixture.hpp"

namespace portico::orm {
namespace {

using namespace std::chrono_literals;

unsigned from_environment(const char* name, unsigned otherwise) {
    const char* text = std::getenv(name);
    return text ? static_cast<unsigned>(std::stoul(text)) : otherwise;
}

std::vector<int> numbers(int count) {
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

enum class Kept { no, yes, perhaps };

/// One of the fibers, with dice and names of its own.
class Worker {
public:
    Worker(int number, unsigned seed, std::map<std::string, Kept>& notes)
        : name_(std::to_string(number) + "/"), dice_(seed + static_cast<unsigned>(number)), notes_(notes) {}

    void step() {
        switch (roll(11)) {
        case 0: return read(1);
        case 1:
        case 2: return together(2 + roll(14));
        case 3: return together_with_errors();
        case 4: return an_error_that_leaves();
        case 5: return write();
        case 6: return write_twice();
        case 7: return transaction(true);
        case 8: return transaction(false);
        case 9: return cancelled();
        default: return roll(3) == 0 ? lose_a_connection() : one_sibling_cancelled();
        }
    }

private:
    int roll(int below) { return std::uniform_int_distribution<int>(0, below - 1)(dice_); }
    std::string next() { return name_ + std::to_string(++made_); }
    static Connection& database() { return connection("mixed"); }

    /// Losing a connection is a fate that any statement may meet.
    template <class Work> static bool survives(Work work) {
        try {
            work();
            return true;
        } catch (const ConnectionLost&) {
            return false;
        }
    }
    static void insert(const std::string& note) { database().execute({"INSERT INTO note (text) VALUES ($1)", {note}}); }
    static void ask(const std::string& mine) {
        EXPECT_EQ(database().value({"SELECT $1 || '!'", {mine}})->str(), mine + "!");
    }
    template <class E> static void fails_with(const Statement& statement) {
        try {
            database().value(statement);
            ADD_FAILURE() << statement.sql;
        } catch (const ConnectionLost&) {
        } catch (const E&) {
        }
    }
    static void fail(int how) {
        switch (how) {
        case 0: return fails_with<DataError>({"SELECT 1 / $1", {0}});
        case 1: return fails_with<DataError>({"SELECT $1::integer", {"no number"}});
        case 2: return fails_with<NoSuchTable>({"SELECT nonsense", {}});
        default: return fails_with<DataError>({"SELECT $1", {std::string("\0", 1)}});
        }
    }

    void read(int times) {
        survives([&] {
            for (; times > 0; --times) ask(next());
        });
    }
    void together(int siblings) {
        survives([&] { fibers::concurrently(numbers(siblings), [&](int) { ask(next()); }); });
    }
    void together_with_errors() {
        const int wrong = roll(5), how = roll(4);
        survives([&] {
            fibers::concurrently(numbers(6), [&](int i) {
                i == wrong ? fail(how) : ask(next());
            });
        });
    }
    void an_error_that_leaves() {
        survives([&] {
            EXPECT_THROW(fibers::concurrently([&] { ask(next()); }, [] { database().value({"SELECT 1 / $1", {0}}); },
                                              [&] { database().value({"SELECT pg_sleep(0.001)", {}}); }),
                         DatabaseError);
        });
    }
    void write() {
        const std::string note = next();
        notes_[note] = survives([&] { insert(note); }) ? Kept::yes : Kept::perhaps;
    }
    void write_twice() {
        const std::string note = next();
        const bool first = survives([&] { insert(note); });
        notes_[note] = first ? Kept::yes : Kept::perhaps;
        if (first) survives([&] { EXPECT_THROW(insert(note), DatabaseError); });
    }
    void transaction(bool commits) {
        std::vector<std::string> mine;
        for (int i = 2 + roll(6); i > 0; --i) mine.push_back(next());
        bool committing = false;
        try {
            atomic([&] {
                fibers::concurrently(mine, [&](const std::string& note) { insert(note); });
                fibers::concurrently(mine, [&](const std::string& note) {
                    EXPECT_EQ(database().value({"SELECT count(*) FROM note WHERE text = $1", {note}})->str(), "1");
                });
                if (!commits) fibers::concurrently(mine, [&](const std::string& note) { insert(note); });
                committing = true;
            }, {.database = "mixed"});
            for (const auto& note : mine) notes_[note] = Kept::yes;
            EXPECT_TRUE(commits);
        } catch (const IntegrityError&) {
            for (const auto& note : mine) notes_[note] = Kept::no;
            EXPECT_FALSE(commits);
        } catch (const DatabaseError&) {  // the connection was lost
            for (const auto& note : mine) notes_[note] = committing ? Kept::perhaps : Kept::no;
        }
    }
    /// Some time on the way into a transaction that would never end.
    void cancelled() {
        const std::string note = next();
        notes_[note] = Kept::no;
        auto& fiber = fibers::spawn([note] {
            survives([&] {
                fibers::concurrently(numbers(3), [&](int) { ask(note); });
                atomic([&] {
                    fibers::concurrently([&] { insert(note); }, [] { database().value({"SELECT 1", {}}); });
                    fibers::concurrently([] { database().value({"SELECT pg_sleep(600)", {}}); },
                                         [] { database().value({"SELECT pg_sleep(600)", {}}); });
                }, {.database = "mixed"});
            });
        });
        const auto number = fibers::id(fiber);
        for (int turns = roll(60); turns > 0; --turns) fibers::yield();
        if (fibers::id(fiber) == number) fibers::cancel(fiber);  // it may have ended with its connection
    }
    void one_sibling_cancelled() {
        const int which = roll(4);
        fibers::Fiber* victim = nullptr;
        const int turns = roll(12);
        try {
            fibers::concurrently(numbers(5), [&](int i) {
                if (i == which) victim = fibers::current();
                if (i == 4) {
                    for (int left = turns; left > 0; --left) fibers::yield();
                    if (victim) fibers::cancel(*victim);
                    return;
                }
                survives([&] {
                    ask(next());
                    ask(next());
                });
                if (i == which) victim = nullptr;
            });
        } catch (const fibers::Cancelled&) {
            EXPECT_FALSE(fibers::cancel_requested()) << "the sibling was, not this fiber";
        }
    }
    static void lose_a_connection() {
        connection().query({"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 ORDER BY random() LIMIT 1",
                            {Value("fuzz_" + std::to_string(::getpid()))}}, [](const Row&) {});
    }

    std::string name_;
    std::mt19937 dice_;
    std::map<std::string, Kept>& notes_;
    int made_ = 0;
};

class PostgresqlFuzz : public test::PostgresqlTest {
protected:
    PostgresqlFuzz() : PostgresqlTest({.max_connections = 2}) {
        databases.add("mixed", {.url = own.url() + "&application_name=fuzz_" + std::to_string(::getpid()), .timeout = 60s, .max_connections = 5});
        make_notes();
        std::cout << "PORTICO_FUZZ_SEED=" << seed << " PORTICO_FUZZ_STEPS=" << steps << std::endl;
    }

    /// On this thread's loop, until all are done. Not by concurrently, so that the workers are no siblings themselves.
    void run_workers(int first, int count, std::map<std::string, Kept>& notes) {
        for (int number = first; number < first + count; ++number)
            fibers::spawn([&, number] {
                Worker worker(number, seed, notes);
                for (unsigned step = 0; step < steps; ++step) worker.step();
            });
        fibers::Loop::current().run();
    }

    void compare_with_what_is_stored() {
        std::map<std::string, bool> stored;
        database().query({"SELECT text FROM note", {}}, [&](const Row& row) { stored[std::string(row.text(0))] = true; });
        for (const auto& [note, kept] : notes) {
            if (kept != Kept::perhaps) {
                EXPECT_EQ(stored.contains(note), kept == Kept::yes) << note;
            }
            stored.erase(note);
        }
        EXPECT_TRUE(stored.empty()) << "nobody wrote " << stored.begin()->first;
        const auto now = connection("mixed").statistics();
        EXPECT_EQ(now.in_use, 0U);
        EXPECT_EQ(now.waiting, 0U);
        EXPECT_LE(now.open, 5U);
        EXPECT_LT(now.round_trips, now.statements);
    }

    const unsigned seed = from_environment("PORTICO_FUZZ_SEED", std::random_device{}());
    const unsigned steps = from_environment("PORTICO_FUZZ_STEPS", 30);
    std::map<std::string, Kept> notes;
};

TEST_F(PostgresqlFuzz, EachFiberGetsItsOwnAnswers) {
    run_workers(0, 8, notes);
    compare_with_what_is_stored();
}

TEST_F(PostgresqlFuzz, OnTwoEventLoops) {
    std::map<std::string, Kept> others;
    std::thread other([&] {
        UseDatabases here(databases);
        run_workers(4, 4, others);
    });
    run_workers(0, 4, notes);
    other.join();
    notes.merge(others);
    compare_with_what_is_stored();
}

}  // namespace
}  // namespace portico::orm
