#include "request_metrics.hpp"

#include <algorithm>

namespace portico::monitoring {

namespace {

using Number = std::atomic<std::uint64_t>;

void add(Number& number, std::uint64_t more = 1) noexcept {
    number.store(number.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}

/// Of one route.
struct Cell {
    Number requests[RequestMetrics::methods][RequestMetrics::classes]{};
    Number durations[RequestMetrics::bounds.size() + 1]{};
    Number nanoseconds{};
};

constexpr std::array<std::string_view, RequestMetrics::methods> method_names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"};
constexpr std::array<std::string_view, RequestMetrics::classes> class_names{"aborted", "1xx", "2xx", "3xx", "4xx", "5xx"};

std::size_t number_of(std::string_view method) noexcept {
    if (method == "GET") return 0;
    for (std::size_t i = 1; i + 1 < method_names.size(); ++i)
        if (method_names[i] == method) return i;
    return method_names.size() - 1;
}

std::size_t hash(const Route* route) noexcept { return (reinterpret_cast<std::uintptr_t>(route) * 0x9e3779b97f4a7c15) >> 32; }

std::size_t duration_class(std::chrono::nanoseconds time) noexcept {
    std::size_t i = 0;
    while (i < RequestMetrics::bounds.size() && time.count() > static_cast<std::int64_t>(RequestMetrics::bounds[i] * 1e9)) ++i;
    return i;
}

std::uint64_t next_id() {
    static std::atomic<std::uint64_t> ids{0};
    return ++ids;
}

}  // namespace

/// Of one thread.
struct Block {
    explicit Block(std::size_t places) : cells(places) {}
    std::vector<Cell> cells;
    std::atomic<std::int64_t> in_work{0};
};

namespace {

struct OfThread {
    std::uint64_t owner = 0;
    Block* block = nullptr;
};
constinit thread_local OfThread of_thread;

}  // namespace

RequestMetrics::RequestMetrics(const std::vector<const Route*>& routes) : patterns_{""}, id_(next_id()) {
    std::size_t size = 16;
    while (size < routes.size() * 2) size *= 2;
    table_.resize(size);
    mask_ = size - 1;
    std::unordered_map<std::string, std::uint32_t> numbers;
    for (const Route* route : routes) {
        auto [number, is_new] = numbers.emplace(route->pattern(), patterns_.size());
        if (is_new) patterns_.push_back("/" + route->pattern());
        std::size_t at = hash(route) & mask_;
        while (table_[at].route) at = (at + 1) & mask_;
        table_[at] = {route, number->second, route->option<Probe>() != nullptr};
    }
}

RequestMetrics::~RequestMetrics() = default;

RequestMetrics::Place RequestMetrics::place_of(const Route* route) const noexcept {
    if (!route) return {};
    std::size_t at = hash(route) & mask_;
    while (table_[at].route && table_[at].route != route) at = (at + 1) & mask_;
    return table_[at];
}

Block& RequestMetrics::block_of_this_thread() {
    if (of_thread.owner != id_) of_thread = {id_, &add_block()};
    return *of_thread.block;
}

// A thread that goes back and forth between projects (tests do) gets more than one, which are all summed.
Block& RequestMetrics::add_block() {
    std::lock_guard lock{guard_};
    return *blocks_.emplace_back(std::make_unique<Block>(patterns_.size()));
}

RequestMetrics::Counted::Counted(RequestMetrics& metrics, const Place& place, const Request& request) noexcept
    : block_(metrics.block_of_this_thread()), number_(place.number), method_(number_of(request.method())) {
    block_.in_work.store(block_.in_work.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

RequestMetrics::Counted::~Counted() {
    const auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin_);
    Cell& cell = block_.cells[number_];
    add(cell.requests[method_][class_]);
    add(cell.durations[duration_class(time)]);
    add(cell.nanoseconds, static_cast<std::uint64_t>(time.count()));
    block_.in_work.store(block_.in_work.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed);
}

namespace {

using Blocks = std::vector<std::unique_ptr<Block>>;

template <class Find> std::uint64_t sum(const Blocks& blocks, std::size_t place, Find find) {
    std::uint64_t all = 0;
    for (const auto& block : blocks) all += find(block->cells[place]).load(std::memory_order_relaxed);
    return all;
}

void write_requests(MetricWriter& out, const Blocks& blocks, std::size_t place, std::string_view pattern) {
    for (std::size_t method = 0; method < RequestMetrics::methods; ++method)
        for (std::size_t status = 0; status < RequestMetrics::classes; ++status) {
            auto count = sum(blocks, place, [&](const Cell& cell) -> const Number& { return cell.requests[method][status]; });
            if (count > 0)
                out.counter("portico_requests_total", "Requests answered.", static_cast<double>(count),
                            {{"route", pattern}, {"method", method_names[method]}, {"status", class_names[status]}});
        }
}

void write_durations(MetricWriter& out, const Blocks& blocks, std::size_t place, std::string_view pattern) {
    std::array<double, RequestMetrics::bounds.size() + 1> counts{};
    bool any = false;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        counts[i] = static_cast<double>(sum(blocks, place, [&](const Cell& cell) -> const Number& { return cell.durations[i]; }));
        any = any || counts[i] > 0;
    }
    if (!any) return;
    const auto nanoseconds = sum(blocks, place, [](const Cell& cell) -> const Number& { return cell.nanoseconds; });
    out.histogram("portico_request_duration_seconds", "From a request's head to its answer's; a streamed body is not counted.",
                  RequestMetrics::bounds, counts, static_cast<double>(nanoseconds) / 1e9, {{"route", pattern}});
}

}  // namespace

void RequestMetrics::write(MetricWriter& out) {
    std::lock_guard lock{guard_};
    std::int64_t in_work = 0;
    for (const auto& block : blocks_) in_work += block->in_work.load(std::memory_order_relaxed);
    out.gauge("portico_requests_in_work", "Requests in their views now.", static_cast<double>(in_work));
    for (std::size_t place = 0; place < patterns_.size(); ++place) {
        write_requests(out, blocks_, place, patterns_[place]);
        write_durations(out, blocks_, place, patterns_[place]);
    }
}

}  // namespace portico::monitoring
