/// bench_orm sqlite|URL [ROUNDS] [PART]: 10,000 rows of ten columns read into structs, inserted and got one by one, by the ORM and
/// by the database's own C functions with the same statements, turn by turn. Prints CPU times of this program (all its threads)
/// and their ratio; with the server's work in it (wall) where that is another process. PART ("read", "insert", "get") runs that of
/// the ORM alone: for a profiler.
#include <stdlib.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <stdexcept>

#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_log.hpp>

#include "bare.hpp"

using namespace portico;
using namespace bench;

namespace {

constexpr std::size_t row_count = 10'000;

double now(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Milliseconds.
struct Times {
    std::vector<double> cpu{}, wall{};
    void measure(const std::function<void()>& work) {
        const double cpu_before = now(CLOCK_PROCESS_CPUTIME_ID), wall_before = now(CLOCK_MONOTONIC);
        work();
        cpu.push_back(now(CLOCK_PROCESS_CPUTIME_ID) - cpu_before);
        wall.push_back(now(CLOCK_MONOTONIC) - wall_before);
    }
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double ratio(const std::vector<double>& ours, const std::vector<double>& theirs) {
    std::vector<double> each;
    for (std::size_t i = 0; i < ours.size(); ++i) each.push_back(ours[i] / theirs[i]);
    return median(each);
}

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

/// The statements that the work asks.
std::vector<std::string> statements_of(const std::function<void()>& work) {
    orm::QueryLog log;
    work();
    std::vector<std::string> statements;
    for (const auto& query : log.queries()) statements.push_back(query.sql);
    return statements;
}

class Benchmark {
public:
    Benchmark(std::unique_ptr<Bare> bare, int rounds, std::string part)
        : bare_(std::move(bare)), rounds_(rounds), part_(std::move(part)), records_(some_records(row_count)), rows_(plain(records_)) {
        orm::connection().execute({create_table(orm::connection().dialect()), {}});
    }

    void run() {
        compare("insert", [&] { insert(); }, [&] { bare_->insert(inserts_, rows_); }, [&] { clear(); });
        fill();
        compare("read", [&] { read(); }, [&] { bare_->read(select_); }, [] {});
        compare("get", [&] { get(); }, [&] { for (const Plain& row : rows_) bare_->get(get_, row.id); }, [] {});
    }

    void prepare() {
        inserts_ = statements_of([&] { insert(); });
        bare_->insert(inserts_, rows_);
        select_ = statements_of([&] { require(Record::objects.all().to_vector().size() == 2 * row_count, "all rows are there"); }).front();
        get_ = statements_of([&] { Record::objects.get(F(&Record::id) == rows_.front().id); }).front();
        clear();
        fill();
        require(same(plain(Record::objects.all()), bare_->read(select_)), "both ways read the same");
        clear();
    }

private:
    void insert() {
        std::vector<Record> records = records_;
        Record::objects.bulk_create(records);
    }
    void read() {
        std::size_t seen = 0;
        for (const Record& record : Record::objects.all()) seen += record.title.empty() ? 0 : 1;
        require(seen == row_count, "all rows were read");
    }
    void get() {
        for (const Plain& row : rows_) Record::objects.get(F(&Record::id) == row.id);
    }
    void fill() { bare_->insert(inserts_, rows_); }
    void clear() { bare_->run("DELETE FROM bench_record"); }

    void compare(const std::string& name, const std::function<void()>& ours, const std::function<void()>& theirs,
                 const std::function<void()>& after) {
        if (!part_.empty() && part_ != name) return;
        Times orm, bare;
        for (int round = 0; round < rounds_; ++round) {
            orm.measure(ours);
            after();
            if (!part_.empty()) continue;
            bare.measure(theirs);
            after();
        }
        if (!part_.empty()) return;
        std::printf("%-8s ORM %8.2f ms  bare %8.2f ms  ratio %.2f   wall %8.2f ms  %8.2f ms  ratio %.2f\n", name.c_str(), median(orm.cpu),
                    median(bare.cpu), ratio(orm.cpu, bare.cpu), median(orm.wall), median(bare.wall), ratio(orm.wall, bare.wall));
    }

    std::unique_ptr<Bare> bare_;
    int rounds_;
    std::string part_;
    std::vector<Record> records_;
    std::vector<Plain> rows_;
    std::vector<std::string> inserts_{};
    std::string select_{}, get_{};
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return std::puts("bench_orm sqlite|URL [ROUNDS] [PART]"), 2;
    const bool sqlite = std::string(argv[1]) == "sqlite";
    std::string folder = std::filesystem::temp_directory_path() / "portico-bench-XXXXXX";
    if (!mkdtemp(folder.data())) return 1;
    {
        const std::string file = folder + "/db.sqlite3";
        orm::install<Record>("bench");
        orm::Databases databases(folder);
        databases.add("default", {.url = sqlite ? "sqlite:" + file : std::string(argv[1])});
        orm::UseDatabases use(databases);
        if (!sqlite) orm::connection().execute({"DROP TABLE IF EXISTS bench_record", {}});
        Benchmark benchmark(sqlite ? bare_sqlite(file) : bare_postgresql(argv[1]), argc > 2 ? std::atoi(argv[2]) : 20, argc > 3 ? argv[3] : "");
        benchmark.prepare();
        benchmark.run();
    }
    std::filesystem::remove_all(folder);
}
