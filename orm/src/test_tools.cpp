#include <portico/orm/query_log.hpp>

/// What testing/queries.hpp says of a log. It includes GoogleTest, which the library does not.
namespace portico::orm::detail {

namespace {
std::string queries(std::size_t count) { return std::to_string(count) + (count == 1 ? " query" : " queries"); }
}  // namespace

std::string wrong_count(const QueryLog& log, std::size_t least, std::size_t most) {
    if (log.size() >= least && log.size() <= most) return {};
    return queries(log.size()) + " in place of " + (least < most ? "at most " : "") + std::to_string(most) + ":\n" + log.str();
}

std::string wrong_repetition(const QueryLog& log) {
    if (log.repeated().empty()) return {};
    return "of " + queries(log.size()) + " some ask the same again and again (select_related or prefetch_related would bring all at once):\n" + log.str();
}

}  // namespace portico::orm::detail
