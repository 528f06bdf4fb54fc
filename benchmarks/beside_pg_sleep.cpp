/// How long a cheap query waits on an event loop whose other fiber runs `SELECT pg_sleep(2)`, beside the same without it.
///
///     bench_beside_pg_sleep postgresql://user@host/database [rounds]
///
/// Rounds with and without the sleeper alternate, each as long as a sleep; the ratio is that of the medians over the rounds.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <vector>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/orm/databases.hpp>

using namespace portico;
using std::chrono::steady_clock;

namespace {

constexpr int askers = 4;
constexpr std::chrono::milliseconds round_time{1900};  // shorter than the sleep

struct Percentiles {
    double half = 0, most = 0;  // µs: 50 and 99 of 100 take no longer
};

double at(std::vector<double>& sorted, double part) { return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))]; }

Percentiles round(bool beside_a_sleep) {
    std::vector<double> latencies;
    fibers::spawn([&] {
        if (beside_a_sleep) fibers::spawn([] { orm::connection().query({"SELECT pg_sleep(2)", {}}, [](const orm::Row&) {}); });
        const auto end = steady_clock::now() + round_time;
        for (int i = 0; i < askers; ++i)
            fibers::spawn([&, end] {
                for (auto start = steady_clock::now(); start < end;) {
                    orm::connection().query({"SELECT $1::integer", {7}}, [](const orm::Row&) {});
                    const auto now = steady_clock::now();
                    latencies.push_back(std::chrono::duration<double, std::micro>(now - start).count());
                    start = now;
                }
            });
    });
    fibers::Loop::current().run();
    std::sort(latencies.begin(), latencies.end());
    return {at(latencies, 0.5), at(latencies, 0.99)};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return at(values, 0.5);
}

void tell(const char* what, const std::vector<Percentiles>& rounds, double& half, double& most) {
    std::vector<double> halves, mosts;
    for (const auto& one : rounds) halves.push_back(one.half), mosts.push_back(one.most);
    half = median(halves);
    most = median(mosts);
    std::cout << what << ": p50 " << half << " µs, p99 " << most << " µs\n";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "bench_beside_pg_sleep URL [rounds]\n";
        return 2;
    }
    orm::Databases databases(std::filesystem::current_path());
    databases.add("default", {.url = argv[1]});
    orm::UseDatabases use(databases);
    round(false);  // connections are opened
    std::vector<Percentiles> alone, beside;
    for (int left = argc > 2 ? std::atoi(argv[2]) : 5; left > 0; --left) {
        alone.push_back(round(false));
        beside.push_back(round(true));
    }
    double half = 0, most = 0, half_beside = 0, most_beside = 0;
    tell("alone", alone, half, most);
    tell("beside pg_sleep(2)", beside, half_beside, most_beside);
    std::cout << "ratio: p50 " << half_beside / half << ", p99 " << most_beside / most << "\n";
}
