#include <gmock/gmock.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include <portico/fibers/concurrently.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
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

template <class Work> void on_a_fiber(Work work) {
    fibers::spawn(work);
    fibers::Loop::current().run();
}

template <class Work> std::string message_of(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error.full();
    }
    return "nothing was thrown";
}

/// Another program with the database open: SQLite's own interface in a child process, told what to do through a pipe.
class OtherProcess {
public:
    explicit OtherProcess(const std::filesystem::path& file, const char* sql) {
        if (pipe(from_child_) != 0 || pipe(to_child_) != 0) abort();
        child_ = fork();
        if (child_ == 0) hold(file.c_str(), sql);
        char ready = 0;
        if (read(from_child_[0], &ready, 1) != 1) abort();
    }
    ~OtherProcess() { release(); }
    void release() {
        if (child_ == 0) return;
        if (write(to_child_[1], "x", 1) != 1) abort();
        waitpid(child_, nullptr, 0);
        child_ = 0;
    }

private:
    [[noreturn]] void hold(const char* file, const char* sql) {
        sqlite3* handle = nullptr;
        char go = 'r';
        if (sqlite3_open(file, &handle) != SQLITE_OK || sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            _exit(1);
        if (write(from_child_[1], &go, 1) != 1 || read(to_child_[0], &go, 1) != 1) _exit(2);
        sqlite3_close(handle);
        _exit(0);
    }

    int from_child_[2]{};
    int to_child_[2]{};
    pid_t child_ = 0;
};

class SqliteTest : public DatabaseTest {
protected:
    using DatabaseTest::DatabaseTest;
    std::filesystem::path file() const { return folder.path() / "db.sqlite3"; }
    std::string pragma(const std::string& name) { return database().value({"PRAGMA " + name, {}})->str(); }
};

class ImpatientSqliteTest : public SqliteTest {
protected:
    ImpatientSqliteTest() : SqliteTest({.timeout = 200ms}) {}
};

/// Counts for a few hundred milliseconds, without an index to help.
const std::string slow_sql =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT count(*) FROM n";

TEST_F(SqliteTest, UsesAWriteAheadLogAndForeignKeys) {
    make_notes();
    EXPECT_EQ(pragma("journal_mode"), "wal");
    atomic([&] {
        EXPECT_EQ(pragma("foreign_keys"), "1");
        EXPECT_EQ(pragma("synchronous"), "2");
        EXPECT_EQ(pragma("busy_timeout"), "0");
    });
}

TEST_F(SqliteTest, TellsHowManyRowsChangedAndTheNewKey) {
    make_notes();
    auto made = database().execute({"INSERT INTO note (text) VALUES ('a'), ('b')", {}});
    EXPECT_EQ(made.rows_affected, 2);
    EXPECT_EQ(made.last_insert_id, 2);
    EXPECT_EQ(database().execute({"UPDATE note SET text = text || '!'", {}}).rows_affected, 2);
    EXPECT_EQ(database().execute({"CREATE TABLE other (a integer)", {}}).rows_affected, 0);
}

TEST_F(SqliteTest, StoresValuesAsDjangoDoes) {
    database().execute({"CREATE TABLE t (a, b, c, d, e, f, g, h, i)", {}});
    database().execute({"INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        {true, Decimal("1.50"), Date{std::chrono::year{2026} / 1 / 2}, Time::of(3, 4, 5),
                         *parse_date_time("2026-01-02T03:04:05.000600Z"), Duration(90),
                         *Uuid::parse("0190163d-8694-739b-aea5-966c26f8ad91"), Value(Map{{"a", 1}}), nullptr}});
    std::vector<std::string> stored;
    database().query({"SELECT a, b, c, d, e, f, g, h, i IS NULL FROM t", {}}, [&](const Row& row) {
        for (std::size_t i = 0; i < row.columns(); ++i) stored.emplace_back(row.text(i));
    });
    EXPECT_THAT(stored, ElementsAre("1", "1.50", "2026-01-02", "03:04:05", "2026-01-02 03:04:05.000600", "90",
                                    "0190163d8694739baea5966c26f8ad91", R"({"a":1})", "1"));
}

TEST_F(SqliteTest, KeepsTextsWithNullBytesAndEmptyOnes) {
    database().execute({"CREATE TABLE t (a text, b blob)", {}});
    const std::string odd("a\0b", 3);
    database().execute({"INSERT INTO t VALUES (?, ?)", {Value(std::string()), Value(Bytes{odd})}});
    database().query({"SELECT a, b FROM t", {}}, [&](const Row& row) {
        EXPECT_FALSE(row.is_null(0));
        EXPECT_EQ(row.bytes(1), odd);
    });
}

TEST_F(SqliteTest, AFailedStatementLeavesTheTransactionUsable) {
    make_notes();
    atomic([&] {
        add_note("a");
        EXPECT_THROW(add_note("a"), IntegrityError);
        add_note("b");
    });
    EXPECT_EQ(count_notes(), 2);
}

TEST_F(SqliteTest, ASlowReadDoesNotStopTheLoop) {
    make_notes();
    on_a_fiber([&] {
        count_notes();
        bool through = false;
        int meanwhile = 0;
        fibers::concurrently(
            [&] {
                EXPECT_EQ(*database().value({slow_sql, {}})->as_integer(), 1'000'000);
                through = true;
            },
            [&] {
                while (!through) {
                    count_notes();
                    ++meanwhile;
                    fibers::sleep_for(1ms);
                }
            });
        EXPECT_GT(meanwhile, 0) << "the loop stood still until the statement was through";
    });
}

TEST_F(SqliteTest, ASlowReadWithRowsGivesEachRowOnce) {
    const std::string sql =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n";
    on_a_fiber([&] {
        std::int64_t rows = 0, last = 0;
        database().query({sql, {}}, [&](const Row& row) {
            ++rows;
            EXPECT_GT(row.integer(0), last);
            last = row.integer(0);
        });
        EXPECT_EQ(rows, 20000);
    });
}

TEST_F(SqliteTest, WritersOfManyFibersAndThreadsAllSucceed) {
    make_notes();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([this, t] {
            UseDatabases here(databases);
            for (int f = 0; f < 5; ++f) {
                fibers::spawn([this, t, f] {
                    for (int i = 0; i < 10; ++i) {
                        const std::string text = std::to_string(t) + "/" + std::to_string(f) + "/" + std::to_string(i);
                        if (i % 2 == 0)
                            add_note(text);
                        else
                            atomic([&] { add_note(text); });
                    }
                });
            }
            fibers::Loop::current().run();
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(count_notes(), 200);
}

TEST_F(SqliteTest, WritersAreServedInTheOrderOfTheirComing) {
    make_notes();
    std::vector<int> order;
    on_a_fiber([&] {
        auto holder = std::make_unique<Atomic>();
        // Posted, since fibers spawned here would share the transaction.
        for (int i = 0; i < 5; ++i) {
            fibers::Loop::current().post([&, i] {
                fibers::spawn([&, i] {
                    UseDatabases here(databases);
                    if (i % 2 == 0)
                        atomic([&] { order.push_back(i); });
                    else
                        database().execute({"INSERT INTO note (text) VALUES (?)", {std::to_string(i)}}), order.push_back(i);
                });
            });
        }
        fibers::sleep_for(50ms);
        EXPECT_TRUE(order.empty());
        holder->commit();
    });
    EXPECT_THAT(order, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(SqliteTest, OneBadWriteAmongManyFailsAlone) {
    make_notes();
    std::atomic<int> failed = 0;
    on_a_fiber([&] {
        std::vector<int> numbers(40);
        for (int i = 0; i < 40; ++i) numbers[static_cast<std::size_t>(i)] = i;
        fibers::concurrently(numbers, [&](int i) {
            try {
                add_note(std::to_string(i % 30));
            } catch (const IntegrityError&) {
                ++failed;
            }
        });
    });
    EXPECT_EQ(failed, 10);
    EXPECT_EQ(count_notes(), 30);
}

TEST_F(ImpatientSqliteTest, WaitsForTheLockOfAnotherProcess) {
    make_notes();
    OtherProcess other(file(), "BEGIN IMMEDIATE");
    std::thread soon([&] {
        std::this_thread::sleep_for(50ms);
        other.release();
    });
    add_note("a");
    soon.join();
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(ImpatientSqliteTest, GivesUpOnTheLockOfAnotherProcessWithAClearError) {
    make_notes();
    OtherProcess other(file(), "BEGIN IMMEDIATE");
    EXPECT_THAT(message_of([&] { add_note("a"); }), AllOf(HasSubstr("locked by another program"), HasSubstr(file().string())));
    EXPECT_THROW(atomic([] {}), Locked);
    EXPECT_EQ(count_notes(), 0) << "reading goes on";
    other.release();
    add_note("a");
    EXPECT_EQ(count_notes(), 1);
}

TEST_F(ImpatientSqliteTest, GivesUpOnATransactionOfThisProgramWithAnotherError) {
    make_notes();
    Atomic transaction;
    std::string message;
    std::thread([&] {
        UseDatabases here(databases);
        message = message_of([&] { add_note("a"); });
    }).join();
    EXPECT_THAT(message, HasSubstr("another transaction of this program is still open"));
    transaction.commit();
    add_note("a");
}

TEST_F(SqliteTest, WhatWasAcknowledgedSurvivesAKill) {
    make_notes();
    int acknowledged[2];
    ASSERT_EQ(pipe(acknowledged), 0);
    const pid_t child = fork();
    if (child == 0) {
        Databases own{folder.path()};
        own.add("default", {});
        for (int i = 0;; ++i) {
            own.connection().execute({"INSERT INTO note (text) VALUES (?)", {std::to_string(i)}});
            if (write(acknowledged[1], &i, sizeof i) != sizeof i) _exit(1);
        }
    }
    close(acknowledged[1]);
    int last = -1;
    for (int i = 0; i < 25; ++i) ASSERT_EQ(read(acknowledged[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    while (read(acknowledged[0], &last, sizeof last) == sizeof last) {}
    close(acknowledged[0]);
    EXPECT_GE(count_notes(), last + 1);
    EXPECT_EQ(pragma("integrity_check"), "ok");
}

TEST_F(SqliteTest, AMissingFolderIsNamed) {
    databases.add("other", {.url = "sqlite:nowhere/db.sqlite3"});
    EXPECT_THAT(message_of([&] { connection("other").value({"SELECT 1", {}}); }),
                AllOf(HasSubstr("its folder does not exist"), HasSubstr((folder.path() / "nowhere").string())));
    std::filesystem::create_directory(folder.path() / "nowhere");
    EXPECT_EQ(*connection("other").value({"SELECT 1", {}})->as_integer(), 1);
}

TEST_F(SqliteTest, AFolderInPlaceOfTheFileIsNamed) {
    std::filesystem::create_directory(file());
    EXPECT_THAT(message_of([&] { make_notes(); }), HasSubstr("it is a folder"));
}

TEST_F(SqliteTest, AFileThatIsNoDatabaseIsNamed) {
    std::ofstream(file()) << std::string(5000, 'x');
    EXPECT_THAT(message_of([&] { make_notes(); }), AllOf(HasSubstr("is no SQLite file"), HasSubstr(file().string())));
}

/// Root may write everywhere: these two try as somebody else.
class AsNobody {
public:
    AsNobody() : changed_(geteuid() == 0 && seteuid(65534) == 0) {}
    ~AsNobody() {
        if (changed_ && seteuid(0) != 0) abort();
    }

private:
    bool changed_;
};

TEST_F(SqliteTest, AnUnwritableFolderIsNamed) {
    chmod(folder.path().c_str(), 0555);
    AsNobody nobody;
    EXPECT_THAT(message_of([&] { make_notes(); }), AllOf(HasSubstr("its folder can't be written"), HasSubstr("journal")));
}

TEST_F(SqliteTest, AnUnwritableFileIsNamed) {
    make_notes();
    databases.add("again", {.url = "sqlite:db.sqlite3"});
    chmod(file().c_str(), 0444);
    chmod(folder.path().c_str(), 0755);
    AsNobody nobody;
    EXPECT_THAT(message_of([&] { connection("again").execute({"DELETE FROM note", {}}); }), HasSubstr(file().string()));
}

TEST_F(SqliteTest, LikeKnowsLettersBeyondAscii) {
    auto matches = [&](const char* text, const char* pattern) {
        return *database().value({"SELECT ? LIKE ? ESCAPE '\\'", {std::string(text), std::string(pattern)}})->as_integer() != 0;
    };
    EXPECT_TRUE(matches("ÄRGER im Büro", "%ärger%"));
    EXPECT_TRUE(matches("Hello", "h_llo"));
    EXPECT_TRUE(matches("Hüllo", "h_llo"));
    EXPECT_TRUE(matches("50% off", "50\\% %"));
    EXPECT_FALSE(matches("500 off", "50\\% %"));
    EXPECT_TRUE(matches("abcabcabd", "%abd"));
    EXPECT_FALSE(matches("abc", "ab"));
    EXPECT_TRUE(matches("", "%"));
}

TEST_F(SqliteTest, RegexpSearchesAndComplainsClearly) {
    EXPECT_EQ(*database().value({"SELECT 'Bücher' REGEXP ?", {"^B.ch"}})->as_integer(), 1);
    EXPECT_EQ(*database().value({"SELECT 'abc' REGEXP ?", {"(?i)^B"}})->as_integer(), 0);
    EXPECT_THAT(message_of([&] { database().value({"SELECT 'abc' REGEXP ?", {"("}}); }), HasSubstr("regular expression is broken"));
}

TEST_F(SqliteTest, ABareBeginIsRefused) {
    EXPECT_THROW(database().query({"BEGIN", {}}, [](const Row&) {}), TransactionError);
    make_notes();
    EXPECT_EQ(count_notes(), 0);
}

TEST_F(SqliteTest, ForeignKeysMayBeLeftUnwatchedForATransaction) {
    make_notes();
    database().execute({"CREATE TABLE c (note_id bigint REFERENCES note (id))", {}});
    atomic([&] { database().execute({"INSERT INTO c VALUES (77)", {}}); }, {.foreign_keys = false});
    EXPECT_THROW(database().execute({"INSERT INTO c VALUES (78)", {}}), IntegrityError);
}

}  // namespace
}  // namespace portico::orm
