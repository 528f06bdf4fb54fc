/// What goes to PostgreSQL in one round trip: statements of siblings, of a prefetch, of bulk operations.
#include <numeric>
#include <set>

#include <portico/fibers/concurrently.hpp>

#include "postgresql_fixture.hpp"

namespace portico::orm {
namespace {

using test::PostgresqlTest;
using testing::ElementsAre;
using testing::Each;
using testing::HasSubstr;

class PostgresqlPipeline : public PostgresqlTest {
protected:
    PostgresqlPipeline() : PostgresqlTest({.max_connections = 8}) {}

    /// How many round trips the work takes; one to ask and answer before it, that makes connection and transaction.
    template <class Work> std::uint64_t round_trips(Work work) {
        const auto before = database().statistics().round_trips;
        work();
        return database().statistics().round_trips - before;
    }
    std::string own_of(int i) { return text("SELECT $1 || 'x'", {std::to_string(i)}); }

    static std::vector<int> numbers(int count) {
        std::vector<int> all(static_cast<std::size_t>(count));
        std::iota(all.begin(), all.end(), 0);
        return all;
    }
};

TEST_F(PostgresqlPipeline, SiblingsReadInOneRoundTripOverOneConnection) {
    std::vector<std::string> answers;
    EXPECT_EQ(round_trips([&] { answers = fibers::concurrently(numbers(20), [&](int i) { return own_of(i); }); }), 1U);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)], std::to_string(i) + "x");
    EXPECT_EQ(database().statistics().opened, 1U);
    EXPECT_EQ(database().statistics().statements, 20U);
}

TEST_F(PostgresqlPipeline, ManySiblingsAreSpreadOverSomeConnections) {
    auto answers = fibers::concurrently(numbers(200), [&](int i) { return own_of(i); });
    EXPECT_EQ(answers[199], "199x");
    EXPECT_EQ(database().statistics().round_trips, 4U);
}

TEST_F(PostgresqlPipeline, AnErrorIsItsOwnStatementsAlone) {
    auto answers = fibers::concurrently(numbers(9), [&](int i) {
        try {
            return text("SELECT 12 / $1", {i});
        } catch (const DataError& error) {
            return std::string(error.what());
        }
    });
    EXPECT_THAT(answers, ElementsAre(HasSubstr("division by zero"), "12", "6", "4", "3", "2", "2", "1", "1"));
    EXPECT_EQ(database().statistics().lost, 0U);
}

TEST_F(PostgresqlPipeline, AValueThatCanNotBeBoundIsItsOwnStatementsAlone) {
    auto answers = fibers::concurrently(std::vector<std::string>{"a", std::string("b\0", 2), "c"}, [&](const std::string& value) {
        try {
            return text("SELECT $1 || 'x'", {value});
        } catch (const DataError&) {
            return std::string("refused");
        }
    });
    EXPECT_THAT(answers, ElementsAre("ax", "refused", "cx"));
}

TEST_F(PostgresqlPipeline, AReadThatIsUndoneWithItsGroupIsDoneAgain) {
    sql("CREATE TABLE seen (n integer)");
    sql("CREATE FUNCTION see(n integer) RETURNS integer LANGUAGE sql AS 'INSERT INTO seen VALUES (n) RETURNING seen.n'");
    fibers::concurrently(numbers(3), [&](int i) {
        if (i == 1)
            EXPECT_THROW(text("SELECT 1 / $1", {0}), DataError);
        else
            EXPECT_EQ(text("SELECT see($1)", {i}), std::to_string(i));
    });
    EXPECT_EQ(text("SELECT string_agg(n::text, ',' ORDER BY n) FROM seen"), "0,2");
}

TEST_F(PostgresqlPipeline, WhatIsSlowGoesAlone) {
    const std::vector<std::string> statements{"SELECT pg_backend_pid() FROM pg_sleep(0.05)", "SELECT pg_backend_pid() /* 1 */",
                                              "SELECT pg_backend_pid() /* 2 */"};
    auto connections = [&] { return fibers::concurrently(statements, [&](const std::string& statement) { return text(statement); }); };
    EXPECT_THAT(connections(), Each(backend())) << "nothing is known of them yet";
    // The quick ones are on the way to be known as quick again; on a busy machine that may take another time.
    std::vector<std::string> now;
    do {
        now = connections();
        EXPECT_NE(now[0], now[1]);
        EXPECT_NE(now[0], now[2]);
    } while (now[1] != now[2]);
}

TEST_F(PostgresqlPipeline, WritesOfSiblingsAreTransactionsOfTheirOwn) {
    make_notes();
    auto outcomes = fibers::concurrently(std::vector<std::string>{"a", "b", "a", "c"},
                                         [&](const std::string& name) { return message_of([&] { add_note(name); }); });
    EXPECT_THAT(outcomes, testing::UnorderedElementsAre("nothing was thrown", "nothing was thrown", "nothing was thrown",
                                                        HasSubstr("exists already")));
    EXPECT_EQ(count_notes(), 3);
}

TEST_F(PostgresqlPipeline, ATransactionsSiblingsGoInOneRoundTrip) {
    make_notes();
    const auto trips = round_trips([&] {
        atomic([&] {
            fibers::concurrently(numbers(20), [&](int i) { add_note(std::to_string(i)); });
            EXPECT_THAT(fibers::concurrently(numbers(3), [&](int) { return count_notes(); }), Each(20));
        });
    });
    EXPECT_EQ(trips, 3U) << "with BEGIN the writes, the reads, COMMIT";
    EXPECT_EQ(count_notes(), 20);
}

TEST_F(PostgresqlPipeline, InATransactionTheFirstErrorIsToldAndTheRestNotDone) {
    make_notes();
    add_note("2");
    std::vector<std::string> outcomes(4);
    EXPECT_THROW(atomic([&] {
                     fibers::concurrently(numbers(4), [&](int i) {
                         outcomes[static_cast<std::size_t>(i)] = message_of([&] { add_note(std::to_string(i)); });
                     });
                 }),
                 TransactionError);
    EXPECT_EQ(outcomes[0], "nothing was thrown");
    EXPECT_EQ(outcomes[1], "nothing was thrown");
    EXPECT_THAT(outcomes[2], HasSubstr("exists already"));
    EXPECT_THAT(outcomes[3], HasSubstr("an earlier statement in it failed"));
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(PostgresqlPipeline, AnErrorThatLeavesCancelsTheSiblings) {
    EXPECT_THROW(fibers::concurrently([&] { text("SELECT 1 / $1", {0}); }, [&] { text("SELECT pg_sleep(600)"); }), DataError);
    EXPECT_EQ(text("SELECT 1"), "1");
    EXPECT_EQ(database().statistics().in_use, 0U);
}

TEST_F(PostgresqlPipeline, ATransactionOfASiblingsOwnIsShared) {
    make_notes();
    fibers::concurrently(numbers(3), [&](int i) {
        atomic([&] {
            add_note(std::to_string(i));
            fibers::concurrently(numbers(3), [&](int j) { add_note(std::to_string(i) + "/" + std::to_string(j)); });
        });
    });
    EXPECT_EQ(count_notes(), 12);
}

TEST_F(PostgresqlPipeline, WhenAllSiblingsAreCancelledTheServerStops) {
    on_a_fiber([&] {
        const std::string nap = "SELECT pg_sleep(600) /* " + own.url() + " */";
        auto is_sleeping = [&] {
            return text("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = $1", {nap}) != "0";
        };
        auto& fiber = fibers::spawn([&] { fibers::concurrently([&] { text(nap); }, [&] { text(nap); }); });
        while (!is_sleeping()) fibers::yield();
        fibers::cancel(fiber);
        while (database().statistics().in_use > 0) fibers::yield();
        EXPECT_FALSE(is_sleeping());
        EXPECT_EQ(text("SELECT 1"), "1");
    });
    EXPECT_EQ(database().statistics().lost, 0U);
}

TEST_F(PostgresqlPipeline, ASiblingThatIsCancelledAloneLeavesTheOthersTheirAnswers) {
    on_a_fiber([&] {
        fibers::Fiber* first = nullptr;
        std::string answer;
        EXPECT_THROW(fibers::concurrently(
                         [&] {
                             first = fibers::current();
                             text("SELECT 1");
                             fibers::check_cancelled();
                             ADD_FAILURE() << "was cancelled";
                         },
                         [&] { answer = text("SELECT 2"); }, [&] { fibers::cancel(*first); }),
                     fibers::Cancelled);
        EXPECT_EQ(answer, "2");
    });
}

TEST_F(PostgresqlPipeline, ALostConnectionOfReadersIsReplaced) {
    const auto pid = backend();
    auto answers = fibers::concurrently([&] { return text("SELECT pg_terminate_backend($1::integer)", {pid}); },
                                        [&] { return text("SELECT 2"); }, [&] { return text("SELECT 3"); });
    EXPECT_EQ(std::get<1>(answers), "2");
    EXPECT_EQ(std::get<2>(answers), "3");
}

}  // namespace
}  // namespace portico::orm
