#include <gmock/gmock.h>

#include <portico/fibers/concurrently.hpp>
#include <portico/fibers/event.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/fibers/sleep.hpp>
#include <portico/orm/transaction.hpp>

#include "database_fixture.hpp"

namespace portico::orm {
namespace {

using namespace std::chrono_literals;
using test::DatabaseTest;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class AtomicTest : public DatabaseTest {
protected:
    AtomicTest() { make_notes(); }

    template <class Work> void on_a_fiber(Work work) {
        fibers::spawn(work);
        fibers::Loop::current().run();
    }
};

TEST_F(AtomicTest, CommitsAndReturnsWhatTheFunctionReturns) {
    int answer = atomic([&] {
        add_note("a");
        EXPECT_TRUE(in_atomic());
        return 42;
    });
    EXPECT_EQ(answer, 42);
    EXPECT_EQ(count_notes(), 1);
    EXPECT_FALSE(in_atomic());
}

TEST_F(AtomicTest, RollsBackOnAnException) {
    EXPECT_THROW(atomic([&] {
                     add_note("a");
                     throw std::runtime_error("no");
                 }),
                 std::runtime_error);
    EXPECT_EQ(count_notes(), 0);
}

TEST_F(AtomicTest, ReadsSeeWhatTheTransactionWrote) {
    atomic([&] {
        add_note("a");
        EXPECT_EQ(count_notes(), 1);
    });
}

TEST_F(AtomicTest, AnInnerOneIsASavepoint) {
    atomic([&] {
        add_note("outer");
        EXPECT_THROW(atomic([&] {
                         add_note("inner");
                         throw std::runtime_error("no");
                     }),
                     std::runtime_error);
        EXPECT_EQ(count_notes(), 1);
        atomic([&] { add_note("second"); });
    });
    EXPECT_EQ(count_notes(), 2);
}

TEST_F(AtomicTest, AFailedStatementIsUndoneWithItsSavepoint) {
    atomic([&] {
        add_note("a");
        EXPECT_THROW(atomic([&] { add_note("a"); }), IntegrityError);
        add_note("b");
    });
    EXPECT_EQ(count_notes(), 2);
}

TEST_F(AtomicTest, WithoutASavepointAnExceptionSpoilsTheOuterOne) {
    EXPECT_THROW(atomic([&] {
                     add_note("a");
                     try {
                         atomic([] { throw std::runtime_error("no"); }, {.savepoint = false});
                     } catch (const std::runtime_error&) {}
                 }),
                 TransactionError);
    EXPECT_EQ(count_notes(), 0);
}

TEST_F(AtomicTest, DurableMustBeOutermost) {
    atomic([] {}, {.durable = true});
    atomic([] { EXPECT_THROW(atomic([] {}, {.durable = true}), TransactionError); });
}

TEST_F(AtomicTest, AFailingCommitIsAnExceptionAndKeepsNothing) {
    database().execute({"CREATE TABLE child (note_id bigint NOT NULL REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)", {}});
    EXPECT_THROW(atomic([&] {
                     add_note("a");
                     database().execute({"INSERT INTO child VALUES (77)", {}});
                 }),
                 IntegrityError);
    EXPECT_EQ(count_notes(), 0);
    add_note("the writer is free again");
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(AtomicTest, OnCommitWaitsForTheOutermostCommit) {
    std::vector<std::string> events;
    atomic([&] {
        atomic([&] { on_commit([&] { events.push_back("hook"); }); });
        events.push_back("end of outer");
    });
    EXPECT_THAT(events, ElementsAre("end of outer", "hook"));
    on_commit([&] { events.push_back("at once"); });
    EXPECT_EQ(events.back(), "at once");
}

TEST_F(AtomicTest, OnCommitIsForgottenWithItsSavepoint) {
    int runs = 0;
    atomic([&] {
        try {
            atomic([&] {
                on_commit([&] { ++runs; });
                throw std::runtime_error("no");
            });
        } catch (const std::runtime_error&) {}
    });
    EXPECT_EQ(runs, 0);
}

TEST_F(AtomicTest, OnCommitMayUseTheDatabase) {
    atomic([&] { on_commit([&] { atomic([&] { add_note("later"); }); }); });
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(AtomicTest, WorkIsDoneAgainAfterASerializationFailure) {
    int tries = 0;
    int result = atomic([&] {
        add_note("again");
        if (++tries < 3) throw TransactionConflict("could not serialize access");
        return tries;
    }, {.retries = 2});
    EXPECT_EQ(result, 3);
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(AtomicTest, WorkIsNotDoneAgainForEver) {
    int tries = 0;
    auto work = [&] { ++tries, throw TransactionConflict("could not serialize access"); };
    EXPECT_THROW(atomic(work, {.retries = 2}), TransactionConflict);
    EXPECT_EQ(tries, 3);
    EXPECT_THROW(atomic([&] { atomic(work, {.retries = 2}); }), TransactionConflict);
    EXPECT_EQ(tries, 4);  // an inner one can't begin anew what the outer one has seen
}

TEST_F(AtomicTest, AReadOnlyOneDoesNotWrite) {
    add_note("before");
    atomic([&] {
        EXPECT_EQ(count_notes(), 1);
        EXPECT_THROW(add_note("inside"), TransactionError);
    }, {.read_only = true});
    atomic([&] {
        atomic([&] { EXPECT_THROW(add_note("inner"), TransactionError); }, {.read_only = true});
        add_note("after");
    });
    EXPECT_EQ(count_notes(), 2);
}

TEST_F(AtomicTest, IsolationIsTheOutermostOnesAffair) {
    atomic([&] { add_note("one"); }, {.isolation = Isolation::serializable});
    EXPECT_THROW(atomic([&] { atomic([] {}, {.isolation = Isolation::serializable}); }), TransactionError);
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(AtomicTest, ATransactionWaitsForLocksAsLongAsItSays) {
    EXPECT_THROW(atomic([] { atomic([] {}, {.lock_timeout = 20ms}); }), TransactionError) << "of the outermost";
    add_note("one");
    Databases others{folder.path()};
    others.add("default", {.url = own.url()});
    Atomic open(others.connection(), {});
    others.connection().execute({"UPDATE note SET text = 'theirs'", {}});
    try {
        atomic([&] { database().execute({"UPDATE note SET text = 'ours'", {}}); }, {.lock_timeout = 20ms});
        FAIL() << "no error";
    } catch (const Locked& error) {
        EXPECT_THAT(std::string(error.what()) + " " + error.hint(), AllOf(HasSubstr("20 ms"), HasSubstr("lock_timeout")));
    }
}

TEST_F(AtomicTest, ALockIsHeldToTheEndOfTheTransaction) {
    EXPECT_THROW(lock("invoices"), TransactionError);
    atomic([] {
        lock("invoices");
        EXPECT_TRUE(try_lock("invoices")) << "by who holds it";
    });
    EXPECT_TRUE(atomic([] { return try_lock("invoices"); }));
}

TEST_F(AtomicTest, CancelledRollsBack) {
    on_a_fiber([&] {
        fibers::Event added;
        auto& fiber = fibers::spawn([&] {
            atomic([&] {
                add_note("a");
                added.set();
                fibers::sleep_for(1h);
            });
        });
        added.wait();
        fibers::cancel(fiber);
        add_note("after");  // waits for the rollback
    });
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(AtomicTest, PartsThatRunConcurrentlyShareIt) {
    on_a_fiber([&] {
        EXPECT_THROW(atomic([&] {
                         fibers::concurrently([&] { add_note("a"); }, [&] { add_note("b"); });
                         EXPECT_EQ(count_notes(), 2);
                         throw std::runtime_error("no");
                     }),
                     std::runtime_error);
    });
    EXPECT_EQ(count_notes(), 0);
}

TEST_F(AtomicTest, ConcurrentInnerOnesUndoTheirOwnPartAlone) {
    std::vector<std::string> committed;
    on_a_fiber([&] {
        atomic([&] {
            fibers::Event added;
            fibers::concurrently(
                [&] {
                    EXPECT_THROW(atomic([&] {
                                     add_note("undone");
                                     on_commit([&] { committed.push_back("undone"); });
                                     added.set();
                                     fibers::sleep_for(20ms);
                                     add_note("undone, too");
                                     throw std::runtime_error("no");
                                 }),
                                 std::runtime_error);
                },
                [&] {
                    added.wait();
                    on_commit([&] { committed.push_back("plain"); });
                    add_note("plain");
                },
                [&] {
                    added.wait();
                    atomic([&] {
                        fibers::concurrently([&] { add_note("inner"); }, [&] { add_note("inner, too"); });
                        on_commit([&] { committed.push_back("inner"); });
                    });
                });
            EXPECT_EQ(count_notes(), 3);
        });
    });
    EXPECT_EQ(count_notes(), 3);
    std::ranges::sort(committed);
    EXPECT_EQ(committed, (std::vector<std::string>{"inner", "plain"}));
}

TEST_F(AtomicTest, WhoWaitsForASiblingsInnerOneMayBeCancelled) {
    on_a_fiber([&] {
        atomic([&] {
            fibers::Event added;
            EXPECT_THROW(fibers::concurrently(
                             [&] {
                                 atomic([&] {
                                     add_note("a");
                                     added.set();
                                     fibers::sleep_for(20ms);
                                     throw std::runtime_error("no");
                                 });
                             },
                             [&] {
                                 added.wait();
                                 fibers::cancel(*fibers::current());
                                 EXPECT_THROW(add_note("b"), fibers::Cancelled);
                             }),
                         std::runtime_error);
            add_note("c");
        });
    });
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(AtomicTest, AFiberThatOutlivesAnInnerOneIsToldSo) {
    on_a_fiber([&] {
        atomic([&] {
            fibers::Event ended, told;
            atomic([&] {
                fibers::spawn([&] {
                    ended.wait();
                    EXPECT_THROW(add_note("late"), TransactionError);
                    told.set();
                });
            });
            atomic([&] {
                ended.set();
                told.wait();
            });
        });
    });
    EXPECT_EQ(count_notes(), 0);
}

TEST_F(AtomicTest, AFiberThatOutlivesItIsOutsideOfIt) {
    on_a_fiber([&] {
        atomic([&] {
            fibers::spawn([&] {
                fibers::sleep_for(20ms);
                EXPECT_FALSE(in_atomic());
                add_note("late");
            });
        });
    });
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(AtomicTest, OthersDoNotSeeWhatIsNotCommitted) {
    on_a_fiber([&] {
        std::int64_t seen = -1;
        fibers::Event added, looked;
        fibers::concurrently(
            [&] {
                atomic([&] {
                    add_note("a");
                    added.set();
                    looked.wait();
                });
            },
            [&] {
                added.wait();
                seen = count_notes();
                looked.set();
            });
        EXPECT_EQ(seen, 0);
        EXPECT_EQ(count_notes(), 1);
    });
}

TEST_F(AtomicTest, OffloadHasNoConnectionAndSaysSo) {
    on_a_fiber([&] { EXPECT_THROW(fibers::offload([&] { connection(); }), TransactionError); });
}

TEST_F(AtomicTest, ATestTransactionLeavesNothing) {
    int runs = 0;
    {
        TestTransaction test;
        add_note("a");
        atomic([&] {
            add_note("b");
            on_commit([&] { ++runs; });
        }, {.durable = true});
        EXPECT_EQ(runs, 1);
        EXPECT_EQ(count_notes(), 2);
    }
    EXPECT_EQ(count_notes(), 0);
}

}  // namespace
}  // namespace portico::orm
