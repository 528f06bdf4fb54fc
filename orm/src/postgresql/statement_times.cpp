#include "statement_times.hpp"

#include <algorithm>
#include <functional>

namespace portico::orm::postgresql {

namespace {

using namespace std::chrono_literals;

/// What takes longer, a whole group or a statement alone, is slow.
constexpr StatementTimes::Duration slow_from = 20ms;
/// What the server may have to do for a statement that strangers wait for.
constexpr StatementTimes::Duration quick_up_to = 1ms;
constexpr std::uint32_t together_in_a_row = 100;
constexpr std::uint32_t least_needed = 16, most_needed = 1U << 12U;
constexpr std::size_t most_records = 2000;

}  // namespace

StatementTimes::Record& StatementTimes::record_of(const std::string& sql) {
    if (records_.size() >= most_records) records_.clear();
    return records_[std::hash<std::string>()(sql)];
}

std::optional<StatementTimes::Duration> StatementTimes::cost_among_strangers(const std::string& sql) {
    const auto found = records_.find(std::hash<std::string>()(sql));
    if (found == records_.end()) return std::nullopt;
    Record& record = found->second;
    if (record.proofs < record.needed) return std::nullopt;
    const auto cost = record.shortest - shortest_of_all_;
    if (cost > quick_up_to || record.until_alone-- == 0) {
        record.until_alone = together_in_a_row;
        return std::nullopt;
    }
    return cost;
}

bool StatementTimes::is_slow(const std::string& sql) const {
    const auto found = records_.find(std::hash<std::string>()(sql));
    return found != records_.end() && found->second.slow;
}

void StatementTimes::note_alone(const std::string& sql, Duration took) {
    Record& record = record_of(sql);
    record.shortest = record.proofs == 0 || took < record.shortest ? took : record.shortest + (took - record.shortest) / 8;
    shortest_of_all_ = std::min(shortest_of_all_, took);
    record.slow = took > slow_from;
    if (record.slow)
        distrust(record);
    else if (++record.proofs == 4 * record.needed)
        record.needed = std::max(record.needed / 4, least_needed), record.proofs = record.needed;  // what went wrong was long ago
}

void StatementTimes::note_at_least(const std::string& sql, Duration took) {
    if (took <= slow_from) return;
    Record& record = record_of(sql);
    record.slow = true;
    record.proofs = 0;  // which of them it was is not known: each has to prove itself anew
}

void StatementTimes::note_failed(const std::string& sql) { distrust(record_of(sql)); }

void StatementTimes::distrust(Record& record) {
    record.proofs = 0;
    const auto now = std::chrono::steady_clock::now();
    if (now - record.distrusted_at < 1s) return;  // the same trouble of many who asked
    record.distrusted_at = now;
    record.needed = std::min(record.needed * 4, most_needed);
}

}  // namespace portico::orm::postgresql
