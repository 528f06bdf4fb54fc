/// Who waits for what on SQLite: reads beside a long query, beside writers, beside a disk whose sync is slow, beside another process that
/// holds the lock, beside a reader that keeps the log from being emptied. docs/decisions/0010-sqlite-waits.md tells what came of it.
///
///     sqlite_waits [SECONDS]      of each row; default 3
///
/// One event loop. A fiber reads one row every millisecond; a read's time counts from when it was due, so that a loop that stood still shows.
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <portico/fibers/concurrently.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/fibers/sleep.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/transaction.hpp>

namespace {

std::atomic<int> sync_delay_ms = 0;
std::atomic<long> syncs = 0;

int sync_slowly(long call, int file) {
    ++syncs;
    if (const int delay = sync_delay_ms) std::this_thread::sleep_for(std::chrono::milliseconds(delay));
    return static_cast<int>(::syscall(call, file));
}

}  // namespace

// SQLite's library calls these.
extern "C" int fsync(int file) { return sync_slowly(SYS_fsync, file); }
extern "C" int fdatasync(int file) { return sync_slowly(SYS_fdatasync, file); }

namespace {

using namespace portico;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* slow_sql =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500000) SELECT count(*) FROM n";

/// Times in µs.
struct Times {
    std::vector<double> all;
    void add(Clock::time_point since) { all.push_back(std::chrono::duration<double, std::micro>(Clock::now() - since).count()); }
    double at(double part) {
        if (all.empty()) return 0;
        std::sort(all.begin(), all.end());
        return all[std::min(all.size() - 1, static_cast<std::size_t>(static_cast<double>(all.size()) * part))];
    }
};

class Bench {
public:
    Bench(std::string name, std::chrono::duration<double> span) : name_(std::move(name)), span_(span) {
        std::string pattern = "/tmp/portico-waits-XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
        databases_.add("default", {.url = "sqlite:" + file().string(), .timeout = 10s});
        orm::UseDatabases use(databases_);
        orm::connection().script("CREATE TABLE note (id integer PRIMARY KEY, text text NOT NULL)");
        orm::atomic([] {
            for (int i = 0; i < 1000; ++i) write("first");
        });
    }
    ~Bench() { std::filesystem::remove_all(folder_); }

    std::filesystem::path file() const { return folder_ / "db.sqlite3"; }
    bool over() const { return Clock::now() >= end_; }

    void writers(int count, bool transactions = false) {
        for (int i = 0; i < count; ++i) {
            others_.push_back([this, transactions] {
                while (!over()) {
                    const auto start = Clock::now();
                    if (transactions)
                        orm::atomic([] { write("a"), write("b"); });
                    else
                        write("a");
                    writes_.add(start);
                }
            });
        }
    }
    void beside(std::function<void()> work) { others_.push_back(std::move(work)); }

    void run() {
        syncs = 0;
        end_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(span_);
        for (auto& work : others_) {
            fibers::spawn([this, &work] {
                orm::UseDatabases use(databases_);
                work();
            });
        }
        fibers::spawn([this] {
            orm::UseDatabases use(databases_);
            for (auto due = Clock::now(); !over(); due = std::max(due + 1ms, Clock::now())) {
                fibers::sleep_until(due);
                orm::connection().value({"SELECT text FROM note WHERE id = 500", {}});
                reads_.add(due);
            }
        });
        fibers::Loop::current().run();
        print();
    }
    void note(const std::string& text) { std::printf("    %s\n", text.c_str()); }

private:
    static void write(const char* text) { orm::connection().execute({"INSERT INTO note (text) VALUES (?)", {Value(std::string(text))}}); }
    void print() {
        std::printf("| %s | %.0f / %.0f / %.0f ", name_.c_str(), reads_.at(0.5), reads_.at(0.99), reads_.at(1));
        if (writes_.all.empty())
            std::printf("| – | – | – |\n");
        else
            std::printf("| %.0f / %.0f / %.0f | %.0f | %.2f |\n", writes_.at(0.5), writes_.at(0.99), writes_.at(1),
                        static_cast<double>(writes_.all.size()) / span_.count(),
                        static_cast<double>(syncs) / static_cast<double>(writes_.all.size()));
        std::fflush(stdout);
    }

    std::string name_;
    std::chrono::duration<double> span_;
    std::filesystem::path folder_;
    orm::Databases databases_;
    std::vector<std::function<void()>> others_;
    Clock::time_point end_;
    Times reads_, writes_;
};

/// Another process with the same database open, that does something to it until it is killed.
class OtherProcess {
public:
    OtherProcess(const std::filesystem::path& file, void (*work)(sqlite3*)) : child_(::fork()) {
        if (child_ != 0) return;
        sqlite3* database = nullptr;
        if (sqlite3_open(file.c_str(), &database) == SQLITE_OK) {
            sqlite3_busy_timeout(database, 10'000);
            work(database);
        }
        ::_exit(0);
    }
    ~OtherProcess() {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }
    OtherProcess(const OtherProcess&) = delete;
    OtherProcess& operator=(const OtherProcess&) = delete;

private:
    pid_t child_;
};

void tell(sqlite3* database, const char* sql) { sqlite3_exec(database, sql, nullptr, nullptr, nullptr); }

void holds_the_lock(sqlite3* database) {
    while (true) {
        tell(database, "BEGIN IMMEDIATE; UPDATE note SET text = 'other' WHERE id = 1");
        ::usleep(100'000);
        tell(database, "COMMIT");
        ::usleep(10'000);
    }
}
void reads_for_long(sqlite3* database) {
    tell(database, "BEGIN; SELECT count(*) FROM note");
    ::pause();
}
void checkpoints(sqlite3* database) {
    while (true) {
        tell(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        ::usleep(50'000);
    }
}

std::string log_size(const Bench& bench) {
    std::error_code none;
    return std::to_string(std::filesystem::file_size(bench.file().string() + "-wal", none) / 1024) + " KiB of log";
}

void all(std::chrono::duration<double> span) {
    std::printf("| beside | read, µs p50 / p99 / max | write, µs p50 / p99 / max | writes a second | syncs a write |\n|---|---|---|--:|--:|\n");
    { Bench bench("nothing", span); bench.run(); }
    {
        Bench bench("a query of about 200 ms, again and again", span);
        bench.beside([&] {
            while (!bench.over()) orm::connection().value({slow_sql, {}});
        });
        bench.run();
    }
    for (int writers : {1, 8, 64}) {
        Bench bench(std::to_string(writers) + " writers", span);
        bench.writers(writers);
        bench.run();
    }
    { Bench bench("8 transactions", span); bench.writers(8, true); bench.run(); }
    sync_delay_ms = 20;
    for (int writers : {1, 8, 64}) {
        Bench bench(std::to_string(writers) + " writers, each sync 20 ms longer", span);
        bench.writers(writers);
        bench.run();
    }
    { Bench bench("8 transactions, each sync 20 ms longer", span); bench.writers(8, true); bench.run(); }
    sync_delay_ms = 0;
    {
        Bench bench("8 writers, another process has the lock for 100 of every 110 ms", span);
        bench.writers(8);
        OtherProcess other(bench.file(), holds_the_lock);
        bench.run();
    }
    {
        Bench bench("8 writers, another process empties the log every 50 ms", span);
        bench.writers(8);
        OtherProcess other(bench.file(), checkpoints);
        bench.run();
    }
    {
        Bench bench("8 writers, another process reads all the while", span);
        bench.writers(8);
        OtherProcess other(bench.file(), reads_for_long);
        bench.run();
        bench.note(log_size(bench));
    }
    {
        Bench bench("8 writers, nobody reads for long", span);
        bench.writers(8);
        bench.run();
        bench.note(log_size(bench));
    }
}

}  // namespace

int main(int count, char** arguments) {
    all(std::chrono::duration<double>(count > 1 ? std::atof(arguments[1]) : 3.0));
}
