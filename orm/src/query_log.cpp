#include <algorithm>
#include <map>

#include <portico/fibers/offload.hpp>
#include <portico/orm/query_log.hpp>

namespace portico::orm {

namespace {

fibers::Local<std::shared_ptr<QueryRecord>> current_record;

std::shared_ptr<QueryRecord> new_record() {
    auto record = std::make_shared<QueryRecord>();
    if (auto* outer = current_record.get()) record->outer = *outer;
    return record;
}

}  // namespace

QueryLog::QueryLog() : record_(new_record()), scope_(current_record, record_) {}

QueryRecord* current_query_record() {
    auto* record = current_record.get();
    return record ? record->get() : nullptr;
}

void record_query(LoggedQuery query) {
    for (QueryRecord* record = current_query_record(); record; record = record->outer.get())
        record->queries.push_back(query);
}

std::chrono::microseconds QueryLog::total_duration() const {
    std::chrono::microseconds total{};
    for (const auto& query : queries()) total += query.duration;
    return total;
}

std::string QueryLog::str() const { return listed(queries()); }

std::vector<std::string> places_of(const std::vector<LoggedQuery>& queries) {
    std::vector<Stack> stacks;
    for (const LoggedQuery& query : queries) stacks.push_back(query.stack ? *query.stack : Stack());
    std::vector<std::string> places;
    const auto frames = fibers::offload([&] { return own_frames(stacks); });  // reads what was compiled, in another process
    for (const Frame& frame : frames) places.push_back(frame.place());
    return places;
}

std::vector<RepeatedQuery> repeated_queries(const std::vector<LoggedQuery>& queries) {
    std::map<std::string_view, RepeatedQuery> by_sql;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        RepeatedQuery& same = by_sql[queries[i].sql];
        ++same.times;
        same.duration += queries[i].duration;
        same.entries.push_back(i);
    }
    std::vector<RepeatedQuery> found;
    for (auto& [sql, same] : by_sql) {
        if (same.times < 2) continue;
        same.sql = sql;
        found.push_back(std::move(same));
    }
    std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.times > b.times; });
    return found;
}

std::string listed(const std::vector<LoggedQuery>& queries) {
    const std::vector<std::string> places = places_of(queries);
    std::string out;
    for (std::size_t n = 0; n < queries.size(); ++n) {
        const LoggedQuery& query = queries[n];
        out += std::to_string(query.duration.count()) + " µs, " + std::to_string(query.rows) + " rows: " + query.sql;
        for (std::size_t i = 0; i < query.parameters.size(); ++i) out += (i == 0 ? "  [" : ", ") + query.parameters[i];
        out += query.parameters.empty() ? "\n" : "]\n";
        if (!places[n].empty()) out += "    " + places[n] + "\n";
    }
    for (const RepeatedQuery& same : repeated_queries(queries))
        out += std::to_string(same.times) + " times the same: " + same.sql + "\n";
    return out;
}

}  // namespace portico::orm
