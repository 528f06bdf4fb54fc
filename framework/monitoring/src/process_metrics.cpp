#include "views.hpp"

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

#include <portico/fibers/census.hpp>
#include <portico/http/server_statistics.hpp>

namespace portico::monitoring {
namespace {

/// The number in /proc/self/statm's second column, in pages.
double resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double size = 0, resident = 0;
    file >> size >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
    std::error_code error;
    double count = 0;
    for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end; at.increment(error)) ++count;
    return count > 0 ? count - 1 : 0;  // but the one of this walk
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

/// Field 22 of /proc/self/stat counts ticks since the machine has started.
double start_time() {
    std::ifstream file("/proc/self/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    const std::size_t name = text.rfind(')');
    if (name == text.npos) return 0;
    double ticks = 0;
    int field = 2;
    for (std::size_t at = name + 1; at < text.size() && field < 22; ++at)
        if (text[at] == ' ' && ++field == 22) std::sscanf(text.c_str() + at, "%lf", &ticks);
    timespec now{}, up{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    ::clock_gettime(CLOCK_BOOTTIME, &up);
    return static_cast<double>(now.tv_sec - up.tv_sec) + ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

void write_process_metrics(MetricWriter& out) {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    out.counter("process_cpu_seconds_total", "Processor time used, by the program and for it.", seconds(used.ru_utime) + seconds(used.ru_stime));
    out.gauge("process_resident_memory_bytes", "Memory that the program holds.", resident_bytes());
    out.gauge("process_open_fds", "Open descriptors.", open_descriptors());
    out.gauge("process_max_fds", "The limit of open descriptors.", static_cast<double>(files.rlim_cur));
    out.gauge("process_start_time_seconds", "When the program was started, since 1970.", start_time());
}

void write_server_metrics(MetricWriter& out) {
    const ServerStatistics server = server_statistics();
    out.gauge("portico_connections_open", "Clients' connections open now.", static_cast<double>(server.connections));
    out.counter("portico_connections_accepted_total", "Clients' connections accepted.", static_cast<double>(server.accepted));
    out.counter("portico_connections_not_accepted_total", "Times that descriptors were lacking to accept one.", static_cast<double>(server.not_accepted));
    out.counter("portico_requests_refused_total", "Requests refused because too many were in work.", static_cast<double>(server.refused));
    const fibers::FiberCounts fibers = fibers::count_fibers();
    out.gauge("portico_event_loops", "Threads with an event loop.", static_cast<double>(fibers.loops));
    out.gauge("portico_fibers", "Fibers that live now.", static_cast<double>(fibers.fibers));
}

}  // namespace portico::monitoring
