/// Twenty reads by key: what they cost this process, by the fibers of a `concurrently`, one after another, and in bare libpq.
///
///     bench_siblings postgresql://bench@127.0.0.1:54329/bench
///
/// The table is `world` of the shared bench. CPU time of the process for a request of twenty, the median of the rounds, which alternate.
#include <libpq-fe.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>
#include <ranges>
#include <stdexcept>
#include <vector>

#include <portico/fibers/concurrently.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/model.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/transaction.hpp>

namespace orm = portico::orm;
namespace fibers = portico::fibers;

struct World : orm::Model<World> {
    orm::Id<> id{};
    int randomnumber = 0;

    static void describe(orm::Describe<World>& world) {
        world.table("world");
        world.managed(false);
    }
};

namespace {

constexpr int reads = 20, requests = 400, rounds = 7, clients = 16;

int dice() {
    static std::minstd_rand engine(1);
    return std::uniform_int_distribution<int>(1, 10'000)(engine);
}

/// Bare libpq: prepared, in binary, one Sync for all; as the "limit" of the shared bench.
class Bare {
public:
    explicit Bare(const char* url) : connection_(PQconnectdb(url)) {
        if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
        PQclear(PQprepare(connection_, "one", "SELECT id, randomnumber FROM world WHERE id = $1", 1, nullptr));
        PQenterPipelineMode(connection_);
    }
    ~Bare() { PQfinish(connection_); }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;

    int ask(int count) {
        for (int i = 0; i < count; ++i) {
            const int id = __builtin_bswap32(static_cast<unsigned>(dice()));
            const char* value = reinterpret_cast<const char*>(&id);
            const int length = sizeof id, format = 1;
            PQsendQueryPrepared(connection_, "one", 1, &value, &length, &format, 1);
        }
        PQpipelineSync(connection_);
        int sum = 0;
        for (int synced = 0; synced == 0;) {
            PGresult* result = PQgetResult(connection_);
            if (!result) continue;
            if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) synced = 1;
            if (PQresultStatus(result) == PGRES_TUPLES_OK) sum += *PQgetvalue(result, 0, 1);
            PQclear(result);
        }
        return sum;
    }

private:
    PGconn* connection_;
};

/// Processor time of this process, µs.
struct Cpu {
    double user = 0, system = 0;

    static Cpu now() {
        rusage used{};
        getrusage(RUSAGE_SELF, &used);
        auto micro = [](timeval t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
        return {micro(used.ru_utime), micro(used.ru_stime)};
    }
    double all() const { return user + system; }
};

/// As many requests on fibers as a server has clients.
template <class Request> void serve(Request request) {
    for (int client = 0; client < clients; ++client)
        fibers::spawn([request] {
            for (int left = requests / clients; left > 0; --left) request();
        });
    fibers::Loop::current().run();
}

World one() { return World::objects.get(F(&World::id) == dice()); }

struct Way {
    const char* name;
    std::function<void()> run;
    std::vector<Cpu> costs{};  // of one request

    Cpu median() {
        std::sort(costs.begin(), costs.end(), [](const Cpu& a, const Cpu& b) { return a.all() < b.all(); });
        return costs[costs.size() / 2];
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "bench_siblings URL\n";
        return 2;
    }
    orm::Databases databases(std::filesystem::current_path());
    databases.add("default", {.url = argv[1]});
    orm::UseDatabases use(databases);
    orm::install<World>("bench");
    Bare bare(argv[1]);
    const auto numbers = std::views::iota(0, reads);
    std::vector<Way> ways;
    ways.push_back({"libpq, one Sync for all", [&] { for (int i = 0; i < requests; ++i) bare.ask(reads); }});
    ways.push_back({"libpq, one after another", [&] {
        for (int i = 0; i < requests; ++i)
            for (int left = reads; left > 0; --left) bare.ask(1);
    }});
    ways.push_back({"concurrently, objects", [&] { serve([&] { fibers::concurrently(numbers, [](int) { return one(); }); }); }});
    ways.push_back({"concurrently, objects in a transaction", [&] {
        serve([&] { orm::atomic([&] { fibers::concurrently(numbers, [](int) { return one(); }); }); });
    }});
    ways.push_back({"concurrently, statements", [&] {
        serve([&] {
            fibers::concurrently(numbers, [](int) {
                return orm::connection().value({"SELECT randomnumber FROM world WHERE id = $1", {dice()}}).has_value();
            });
        });
    }});
    ways.push_back({"one after another, objects", [&] {
        serve([] { for (int left = reads; left > 0; --left) one(); });
    }});
    for (int round = 0; round <= rounds; ++round) {
        for (Way& way : ways) {
            const Cpu start = Cpu::now();
            way.run();
            const Cpu end = Cpu::now();
            if (round == 0) continue;  // connections are opened, statements prepared
            way.costs.push_back({(end.user - start.user) / requests, (end.system - start.system) / requests});
        }
    }
    const double limit = ways.front().median().all();
    for (Way& way : ways) {
        const Cpu cost = way.median();
        std::cout << way.name << ": " << cost.all() << " µs (system " << cost.system << "), " << cost.all() / limit << " of the first\n";
    }
}
