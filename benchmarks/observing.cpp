/// What observing costs a request: the CPU time of a small view in its middleware with and without metrics and access log, in process, the
/// median of rounds that alternate. Lines of the log go to /dev/null, as JSON.
///
///     bench_observing [ROUNDS]
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <portico/middleware/app.hpp>
#include <portico/monitoring/app.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>

namespace {

using namespace portico;

constexpr int requests = 20'000;

std::string hello() { return "hello"; }

struct Site {
    std::string name;
    std::unique_ptr<Project> project;
    std::vector<double> nanoseconds{};
};

/// Without the middleware of these names.
Site site(const std::string& name, const std::vector<std::string>& left_out) {
    auto made = [](List middleware) {
        Map settings{{"debug", false}, {"log_level", "info"}, {"log.format", "json"}, {"allowed_hosts", List{"example.org"}}};
        if (!middleware.empty()) settings.set("middleware", std::move(middleware));
        auto project = std::make_unique<Project>(ProjectOptions{.settings = std::move(settings)});
        project->install(standard_middleware());
        project->install(monitoring::app());
        project->install(App("hello").with(urls({path<hello>("hello/")})));
        return project;
    };
    auto all = made({});
    List kept;
    for (const std::string& one : all->middleware())
        if (std::find(left_out.begin(), left_out.end(), one) == left_out.end()) kept.push_back(one);
    return {name, made(std::move(kept))};
}

double cpu_nanoseconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto of = [](const timeval& time) { return 1e9 * static_cast<double>(time.tv_sec) + 1e3 * static_cast<double>(time.tv_usec); };
    return of(used.ru_utime) + of(used.ru_stime);
}

void run(Site& site) {
    const double begin = cpu_nanoseconds();
    for (int i = 0; i < requests; ++i) {
        Request request({.target = "/hello/", .headers = {{"Host", "example.org"}, {"User-Agent", "bench"}, {"Accept", "*/*"}}, .remote_address = "203.0.113.7"});
        if (site.project->handle(request).status() != 200) std::abort();
    }
    site.nanoseconds.push_back((cpu_nanoseconds() - begin) / requests);
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 21;
    std::vector<Site> sites;
    sites.push_back(site("neither", {"monitoring", "access-log"}));
    sites.push_back(site("metrics", {"access-log"}));
    sites.push_back(site("access log", {"monitoring"}));
    sites.push_back(site("both", {}));
    if (!std::freopen("/dev/null", "w", stderr)) return 1;
    for (int round = 0; round < rounds; ++round)
        for (Site& one : sites) run(one);
    const double bare = median(sites.front().nanoseconds);
    std::printf("| with | CPU of a request | more than without |\n|---|---:|---:|\n");
    for (const Site& one : sites) {
        const double taken = median(one.nanoseconds);
        std::printf("| %s | %.2f us | %+.2f us |\n", one.name.c_str(), taken / 1000, (taken - bare) / 1000);
    }
}
