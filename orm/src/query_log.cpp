#include <algorithm>
#include <map>

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

std::vector<QueryLog::Repeated> QueryLog::repeated() const {
    std::map<std::string, std::size_t> times;
    for (const auto& query : queries()) ++times[query.sql];
    std::vector<Repeated> found;
    for (const auto& [sql, count] : times)
        if (count > 1) found.push_back({sql, count});
    std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.times > b.times; });
    return found;
}

std::string QueryLog::str() const {
    std::string out;
    for (const auto& query : queries()) {
        out += std::to_string(query.duration.count()) + " µs, " + std::to_string(query.rows) + " rows: " + query.sql;
        for (std::size_t i = 0; i < query.parameters.size(); ++i)
            out += (i == 0 ? "  [" : ", ") + query.parameters[i];
        out += query.parameters.empty() ? "\n" : "]\n";
    }
    return out;
}

}  // namespace portico::orm
