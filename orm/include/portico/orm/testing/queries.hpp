/// Tools for the tests of code that asks a database. Includes GoogleTest.
///
///     auto page = orm::expect_queries(2, [&] { return client.get("/posts/"); });
///     orm::expect_no_repeated_queries([&] { client.get("/authors/"); });         // no N+1
///
/// Where it is not so the test fails at the line of the call and shows each statement with its values and the line of the
/// site's code that led to it. What the work returns is returned.
///
/// A test case is in a transaction of its own (TestCase and the ORM's app see to it); `on_commit` inside of it: CapturedOnCommit
/// in orm/transaction.hpp. The same test on several databases: each_database.hpp.
#pragma once
#include <gtest/gtest.h>

#include <cstddef>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

#include <portico/orm/query_log.hpp>

namespace portico::orm {

namespace detail {

/// What is wrong with the log; empty: nothing.
std::string wrong_count(const QueryLog& log, std::size_t least, std::size_t most);
std::string wrong_repetition(const QueryLog& log);

template <class Work, class Verdict> auto judged(Work& work, const Verdict& verdict, const std::source_location& where) {
    QueryLog log;
    auto judge = [&] {
        const std::string fault = verdict(log);
        if (!fault.empty()) ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line())) << fault;
    };
    if constexpr (std::is_void_v<std::invoke_result_t<Work&>>) {
        work();
        judge();
    } else {
        auto result = work();
        judge();
        return result;
    }
}

}  // namespace detail

template <class Work>
auto expect_queries(std::size_t count, Work&& work, const std::source_location& where = std::source_location::current()) {
    return detail::judged(work, [&](const QueryLog& log) { return detail::wrong_count(log, count, count); }, where);
}
template <class Work>
auto expect_at_most_queries(std::size_t most, Work&& work, const std::source_location& where = std::source_location::current()) {
    return detail::judged(work, [&](const QueryLog& log) { return detail::wrong_count(log, 0, most); }, where);
}
/// No statement is asked twice, whatever its values.
template <class Work>
auto expect_no_repeated_queries(Work&& work, const std::source_location& where = std::source_location::current()) {
    return detail::judged(work, [](const QueryLog& log) { return detail::wrong_repetition(log); }, where);
}

}  // namespace portico::orm
