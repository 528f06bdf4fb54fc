/// Connections of PostgreSQL: how they are shared, cancelled, lost and found again.
#include <stdlib.h>

#include <fstream>
#include <thread>

#include <portico/fibers/concurrently.hpp>
#include <portico/fibers/event.hpp>
#include <portico/fibers/sleep.hpp>
#include <portico/orm/app.hpp>
#include <portico/project/project.hpp>

#include "postgresql_fixture.hpp"
#include "private_server.hpp"

namespace portico::orm {
namespace {

using namespace std::chrono_literals;
using test::PostgresqlTest;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class PostgresqlPool : public PostgresqlTest {
protected:
    PostgresqlPool() : PostgresqlTest({.timeout = 500ms, .max_connections = 2}) {}

    /// Takes all connections on fibers of their own until `over` is set.
    void take_all() {
        for (int i = 0; i < 2; ++i)
            apart([&] {
                atomic([&] {
                    text("SELECT 1");
                    if (++holders == 2) both.set();
                    over.wait();
                });
            });
        both.wait();
    }
    bool is_sleeping() { return text("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = $1", {nap}) != "0"; }

    const std::string nap = "SELECT pg_sleep(600) /* " + own.url() + " */";
    fibers::Event over, both;
    int holders = 0;
};

TEST_F(PostgresqlPool, AStatementThatWaitsDoesNotStopTheLoop) {
    std::vector<std::string> events;
    on_a_fiber([&] {
        atomic([&] {
            sql("SELECT pg_advisory_xact_lock(4711)");
            apart([&] {
                sql("SELECT pg_advisory_xact_lock(4711)");
                events.push_back("the one that waited");
            });
            for (int i = 0; i < 3; ++i) {
                text("SELECT 1");
                fibers::yield();
                events.push_back("others");
            }
        });
    });
    EXPECT_THAT(events, ElementsAre("others", "others", "others", "the one that waited"));
}

TEST_F(PostgresqlPool, ServesWhoWaitsInOrderAndCountsIt) {
    std::vector<int> order;
    on_a_fiber([&] {
        std::vector<int> numbers{0, 1, 2, 3, 4, 5, 6, 7};
        fibers::concurrently(numbers, [&](int i) {
            sql("SELECT 1");  // as what may write it shares no connection
            order.push_back(i);
        });
    });
    EXPECT_THAT(order, testing::UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
    auto statistics = database().statistics();
    EXPECT_EQ(statistics.open, 2U);
    EXPECT_EQ(statistics.in_use, 0U);
    EXPECT_EQ(statistics.waits, 6U);
    EXPECT_GT(statistics.waited.count(), 0);
}

TEST_F(PostgresqlPool, SaysWhenNoneBecomesFree) {
    on_a_fiber([&] {
        take_all();
        EXPECT_THAT(message_of([&] { text("SELECT 1"); }), AllOf(HasSubstr("within 500 ms: all 2"), HasSubstr("max_connections")));
        over.set();
        EXPECT_EQ(text("SELECT 1"), "1");
    });
    EXPECT_EQ(database().statistics().timeouts, 1U);
}

TEST_F(PostgresqlPool, DividesConnectionsOverLoops) {
    text("SELECT 1");
    for (int i = 0; i < 3; ++i) {
        std::thread([&] {
            UseDatabases here(databases);
            on_a_fiber([&] { fibers::concurrently([&] { sql("SELECT 1"); }, [&] { sql("SELECT 2"); }); });
            EXPECT_EQ(database().statistics().open, 2U) << "one of each loop";
        }).join();
        EXPECT_EQ(database().statistics().open, 1U) << "a thread that ends takes its own along";
    }
}

TEST_F(PostgresqlPool, ACancelledStatementIsStoppedOnTheServerToo) {
    on_a_fiber([&] {
        auto& fiber = fibers::spawn([&] { sql(nap); });
        while (!is_sleeping()) {}
        fibers::cancel(fiber);
        while (database().statistics().in_use > 0) fibers::yield();
        EXPECT_FALSE(is_sleeping());
    });
    EXPECT_EQ(database().statistics().lost, 0U) << "the connection is used again";
}

TEST_F(PostgresqlPool, ACancelledTransactionIsRolledBack) {
    make_notes();
    on_a_fiber([&] {
        auto& fiber = fibers::spawn([&] {
            atomic([&] {
                add_note("a");
                both.set();
                sql(nap);
            });
        });
        both.wait();
        fibers::yield();
        fibers::cancel(fiber);  // most often before the server has begun with it
        while (database().statistics().in_use > 0) fibers::yield();
        EXPECT_EQ(count_notes(), 0);
    });
    EXPECT_EQ(database().statistics().lost, 0U);
}

TEST_F(PostgresqlPool, WhoIsCancelledWhileWaitingTakesNothingAlong) {
    on_a_fiber([&] {
        take_all();
        auto& fiber = fibers::spawn([&] { text("SELECT 1"); });
        while (database().statistics().waiting == 0) fibers::yield();
        fibers::cancel(fiber);
        over.set();
        EXPECT_EQ(text("SELECT 1"), "1");
        EXPECT_EQ(database().statistics().waiting, 0U);
    });
}

TEST_F(PostgresqlPool, AnIdleConnectionThatTheServerEndedIsReplaced) {
    const std::string pid = backend();
    std::thread([&] {
        UseDatabases here(databases);
        sql("SELECT pg_terminate_backend(" + pid + ")");
        while (text("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid) != "0") {}
    }).join();
    EXPECT_NE(backend(), pid);
}

TEST_F(PostgresqlPool, AConnectionThatRestedForLongIsAsked) {
    databases.add("asked", {.url = own.url(), .check_after = 0us});
    const auto value = [&] { return connection("asked").value({"SELECT pg_backend_pid()", {}})->str(); };
    EXPECT_EQ(value(), value());
}

TEST_F(PostgresqlPool, AConnectionThatHasLivedLongEnoughIsReplaced) {
    databases.add("mortal", {.url = own.url(), .max_lifetime = 1us});
    const auto value = [&] { return connection("mortal").value({"SELECT pg_backend_pid()", {}})->str(); };
    EXPECT_NE(value(), value());
    const auto statistics = connection("mortal").statistics();
    EXPECT_EQ(statistics.opened, 2U);
    EXPECT_EQ(statistics.discarded, 2U);
    EXPECT_EQ(statistics.lost, 0U);
    EXPECT_EQ(statistics.open, 0U);
}

TEST_F(PostgresqlPool, TellsWhatIsInUseAndWhatIsIdle) {
    on_a_fiber([&] {
        fibers::concurrently([&] { sql("SELECT 1"); }, [&] { sql("SELECT 2"); });
        atomic([&] {
            text("SELECT 1");
            const auto now = database().statistics();
            EXPECT_EQ(now.most, 2U);
            EXPECT_EQ(now.open, 2U);
            EXPECT_EQ(now.in_use, 1U);
            EXPECT_EQ(now.idle, 1U);
        });
    });
    EXPECT_EQ(database().statistics().idle, 2U);
    EXPECT_EQ(database().statistics().round_trips, 4U);
    EXPECT_EQ(database().statistics().statements, 5U);
}

TEST_F(PostgresqlPool, WorksWithoutPreparedStatements) {
    databases.add("plain", {.url = own.url(), .prepared_statements = 0});
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(connection("plain").value({"SELECT count(*) FROM pg_prepared_statements", {}})->str(), "0");
}

class PostgresqlServer : public PostgresqlTest {
protected:
    PostgresqlServer() { databases.add("mortal", {.url = server.url}); }
    std::string ask() { return connection("mortal").value({"SELECT 'here'", {}})->str(); }

    test::PrivateServer server{folder.path()};
};

TEST_F(PostgresqlServer, IsFoundAgainAfterARestart) {
    EXPECT_EQ(ask(), "here");
    server.control("restart");
    EXPECT_EQ(ask(), "here");
    EXPECT_EQ(connection("mortal").statistics().lost, 1U);
}

TEST_F(PostgresqlServer, IsMissedWithAHintAndFoundWhenItIsBack) {
    EXPECT_EQ(ask(), "here");
    server.control("halt");
    EXPECT_THROW(ask(), ConnectionLost);
    EXPECT_THAT(message_of([&] { ask(); }), AllOf(HasSubstr("can't connect"), HasSubstr("is the server running")));
    server.control("continue");
    EXPECT_EQ(ask(), "here");
}

TEST_F(PostgresqlServer, ThatGoesDownIsToldToWhoWaits) {
    std::string message;
    std::thread waiting([&] {
        UseDatabases here(databases);
        message = message_of([&] { connection("mortal").execute({"SELECT pg_sleep(600)", {}}); });
    });
    while (connection("mortal").value({"SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'", {}})->str() == "0") {}
    server.control("halt");
    waiting.join();
    EXPECT_THAT(message, HasSubstr("was lost"));
}

class PostgresqlConnecting : public PostgresqlTest {
protected:
    std::string problem_with(const std::string& url) {
        databases.add(url, {.url = url});
        return message_of([&] { connection(url).value({"SELECT 1", {}}); });
    }
    std::string host() {
        const std::string url = test::server_url();
        return url.substr(url.find('?'));
    }
};

TEST_F(PostgresqlConnecting, SaysWhatIsWrong) {
    EXPECT_THAT(problem_with("postgresql://guarded:sesam@/postgres" + host()),
                AllOf(HasSubstr("password authentication failed"), HasSubstr("database.url"), Not(HasSubstr("sesam@"))));
    EXPECT_THAT(problem_with("postgresql://guarded@/postgres" + host()), HasSubstr("password"));
    EXPECT_EQ(problem_with("postgresql://guarded:sesame@/postgres" + host()), "nothing was thrown");
    EXPECT_THAT(problem_with("postgresql://portico@/nowhere" + host()), HasSubstr("createdb"));
    EXPECT_THAT(problem_with("postgresql://portico@127.0.0.1:1/x"), AllOf(HasSubstr("refused"), HasSubstr("is the server running")));
    EXPECT_THAT(problem_with("postgresql://portico@localhost:1/x"), HasSubstr("refused"));
    EXPECT_THAT(problem_with("postgresql://portico@no-such-host.invalid/x"), HasSubstr("no-such-host.invalid"));
    EXPECT_THAT(message_of([&] { databases.add("x", {.url = "postgresql://a:secret@[b/x"}); }),
                AllOf(HasSubstr("can't be read"), Not(HasSubstr("secret"))));
}

TEST_F(PostgresqlConnecting, TooManyConnectionsAreWarnedOf) {
    Project project({.settings = {{"database.url", own.url()}, {"database.max_connections", 1000}}, .root = folder.path()});
    project.install(app());
    auto messages = project.check({CheckStage::database});
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].id, "orm.W002");
    EXPECT_THAT(messages[0].message, HasSubstr("the server takes 97"));
}

TEST_F(PostgresqlConnecting, AnUnreachableServerFailsTheCheckAtTheStart) {
    Project project({.settings = {{"database.url", "postgresql://portico@127.0.0.1:1/x"}}, .root = folder.path()});
    project.install(app());
    auto messages = project.check({CheckStage::database});
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].id, "orm.E002");
    EXPECT_THAT(messages[0].message, HasSubstr("can't connect to postgresql://portico@127.0.0.1:1/x"));
}

}  // namespace
}  // namespace portico::orm
