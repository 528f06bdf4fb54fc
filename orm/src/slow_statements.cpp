#include <portico/orm/slow_statements.hpp>

#include <algorithm>

#include <portico/base/log.hpp>
#include <portico/base/text.hpp>

namespace portico::orm {

namespace {
constexpr std::size_t most = 50;
constexpr std::size_t most_told = 500;  // bytes of SQL in the log
}  // namespace

void SlowStatements::add(const std::string& sql, std::chrono::microseconds took) {
    auto stack = std::make_shared<const Stack>(Stack::here());
    bool is_new = false;
    {
        std::lock_guard lock{guard_};
        auto known = std::find_if(statements_.begin(), statements_.end(), [&](const auto& one) { return one.sql == sql; });
        is_new = known == statements_.end();
        if (is_new && statements_.size() == most) {
            auto shortest = std::min_element(statements_.begin(), statements_.end(), [](auto& a, auto& b) { return a.longest < b.longest; });
            if (shortest->longest >= took) return;
            statements_.erase(shortest);
        }
        SlowStatement& one = is_new ? statements_.emplace_back(SlowStatement{.sql = sql}) : *known;
        ++one.count;
        one.total += took;
        if (took > one.longest) {
            one.longest = took;
            one.stack = std::move(stack);
        }
    }
    if (is_new) log::database.warning("slow statement, " + std::to_string(took.count() / 1000) + " ms: " + std::string(text::prefix(sql, most_told)));
}

std::vector<SlowStatement> SlowStatements::list() const {
    std::vector<SlowStatement> found;
    {
        std::lock_guard lock{guard_};
        found = statements_;
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.longest > b.longest; });
    return found;
}

}  // namespace portico::orm
