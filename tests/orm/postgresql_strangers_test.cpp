/// Reads of fibers that have nothing to do with each other, as the requests of many clients: what is known to be quick goes together.
#include <portico/fibers/event.hpp>
#include <portico/fibers/sleep.hpp>

#include "postgresql_fixture.hpp"

namespace portico::orm {
namespace {

using namespace std::chrono_literals;
using test::PostgresqlTest;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

class PostgresqlStrangers : public PostgresqlTest {
protected:
    PostgresqlStrangers() : PostgresqlTest({.max_connections = 8}) {}

    /// Each on a fiber of its own, as requests are; their answers or errors.
    std::vector<std::string> ask(const std::string& statement, const std::vector<std::string>& values) {
        std::vector<std::string> answers(values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            fibers::spawn([&, i] {
                try {
                    answers[i] = text(statement, {values[i]});
                } catch (const Error& error) {
                    answers[i] = error.what();
                }
            });
        fibers::Loop::current().run();
        return answers;
    }
    std::uint64_t round_trips_of(const std::string& statement, const std::vector<std::string>& values) {
        const auto before = database().statistics().round_trips;
        ask(statement, values);
        return database().statistics().round_trips - before;
    }
    /// Asks one at a time until it is known as quick: on a busy machine a quick one may look slow.
    void make_known(const std::string& statement, const std::string& value) {
        do
            for (int i = 0; i < 20; ++i) ask(statement, {value});
        while (round_trips_of(statement, {value, value}) > 1);
    }
};

TEST_F(PostgresqlStrangers, QuickReadsGoInOneRoundTrip) {
    const std::string statement = "SELECT $1 || 'x'";
    EXPECT_EQ(round_trips_of(statement, {"a", "b", "c"}), 3U) << "nothing is known of it yet";
    make_known(statement, "a");
    EXPECT_EQ(round_trips_of(statement, {"a", "b", "c", "d"}), 1U);
    EXPECT_THAT(ask(statement, {"a", "b", "c", "d"}), ElementsAre("ax", "bx", "cx", "dx"));
}

TEST_F(PostgresqlStrangers, WhatTakesAMillisecondKeepsNobodyWaiting) {
    const std::string statement = "SELECT $1 || 'x' FROM pg_sleep(0.003)";
    ask("SELECT $1", {"quick"});
    for (int i = 0; i < 40; ++i) ask(statement, {"a"});
    EXPECT_EQ(round_trips_of(statement, {"a", "b", "c"}), 3U);
}

TEST_F(PostgresqlStrangers, AnErrorIsItsOwnStatementsAlone) {
    const std::string statement = "SELECT (12 / $1::integer)::text";
    make_known(statement, "1");
    EXPECT_THAT(ask(statement, {"3", "0", "4"}), ElementsAre("4", HasSubstr("division by zero"), "3"));
    EXPECT_EQ(round_trips_of(statement, {"1", "2"}), 2U) << "what failed is known no longer";
    EXPECT_EQ(database().statistics().lost, 0U);
}

TEST_F(PostgresqlStrangers, OneThatIsSlowThisTimeIsLeftAlone) {
    sql("CREATE FUNCTION nap(seconds text) RETURNS text LANGUAGE plpgsql AS "
        "'BEGIN IF seconds <> ''0'' THEN PERFORM pg_sleep(seconds::float); END IF; RETURN seconds; END'");
    const std::string statement = "SELECT nap($1)";
    make_known(statement, "0");
    bool are_answered = false;
    fibers::Event answered;
    std::string cancelled;
    auto& slow = fibers::spawn([&] {
        try {
            text(statement, {"600"});
        } catch (const fibers::Cancelled&) {
            cancelled = "cancelled";
            throw;
        }
    });
    int left = 3;
    for (int i = 0; i < 3; ++i)
        fibers::spawn([&] {
            EXPECT_EQ(text(statement, {"0"}), "0");
            if (--left == 0) answered.set();
        });
    fibers::spawn([&] {
        answered.wait();
        are_answered = true;
        fibers::cancel(slow);
    });
    fibers::Loop::current().run();
    EXPECT_TRUE(are_answered) << "while the slow one went on";
    EXPECT_EQ(cancelled, "cancelled");
    EXPECT_EQ(round_trips_of(statement, {"0", "0"}), 2U) << "it was slow, and has to prove itself anew";
}

TEST_F(PostgresqlStrangers, AfterALockThatManyMetTheyGoTogetherAgain) {
    make_notes();
    add_note("n");
    const std::string statement = "SELECT text || $1 FROM note";
    make_known(statement, "a");
    fibers::Event locked;
    fibers::spawn([&] {
        atomic([&] {
            sql("LOCK TABLE note");
            locked.set();
            sql("SELECT pg_sleep(0.3)");
        });
    });
    fibers::spawn([&] {
        locked.wait();
        for (int i = 0; i < 40; ++i) fibers::spawn([&] { EXPECT_EQ(text(statement, {"b"}), "nb"); });
    });
    fibers::Loop::current().run();
    make_known(statement, "a");  // or this would not come to an end
    EXPECT_EQ(round_trips_of(statement, {"a", "b", "c"}), 1U);
}

TEST_F(PostgresqlStrangers, WhoAsksOutsideOfFibersIsAnsweredToo) {
    const std::string statement = "SELECT $1 || 'x'";
    make_known(statement, "a");
    std::string other;
    fibers::spawn([&] { other = text(statement, {"b"}); });
    EXPECT_EQ(text(statement, {"c"}), "cx");
    fibers::Loop::current().run();
    EXPECT_EQ(other, "bx");
}

TEST_F(PostgresqlStrangers, WritesGoAlone) {
    make_notes();
    for (int i = 0; i < 40; ++i) add_note(std::to_string(i));
    const auto before = database().statistics().round_trips;
    for (int i = 0; i < 3; ++i) fibers::spawn([&, i] { add_note("n" + std::to_string(i)); });
    fibers::Loop::current().run();
    EXPECT_EQ(database().statistics().round_trips - before, 3U);
    EXPECT_EQ(count_notes(), 43);
}

TEST_F(PostgresqlStrangers, AReadInATransactionStaysThere) {
    const std::string statement = "SELECT pg_backend_pid() || $1";
    make_known(statement, "");
    std::vector<std::string> inside(3);
    for (std::size_t i = 0; i < inside.size(); ++i)
        fibers::spawn([&, i] { atomic([&] { inside[i] = text(statement, {""}); }); });
    fibers::Loop::current().run();
    EXPECT_NE(inside[0], inside[1]);
    EXPECT_NE(inside[1], inside[2]);
}

}  // namespace
}  // namespace portico::orm
