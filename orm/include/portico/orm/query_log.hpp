/// What was asked of the databases, for tests and for the debug page.
///
///     orm::QueryLog log;                       // from here to the end of its scope, on this fiber and those it spawns
///     page = client.get("/");
///     EXPECT_LE(log.size(), 3) << log.str();
///
/// Each entry knows the line of your code that led to it, also through templates and the admin; it is read from the program's
/// debug information when somebody asks (some tenths of a second for the first), so a log costs little while it is written, and
/// a program without a log nothing.
///
/// Logs nest: each sees what happens in its scope. BEGIN, COMMIT and savepoints are not counted.
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <portico/base/stack.hpp>
#include <portico/fibers/local.hpp>

namespace portico::orm {

struct LoggedQuery {
    std::string sql{};
    std::vector<std::string> parameters{};  // as a person reads them
    std::string database{};                 // the alias
    std::chrono::microseconds duration{};
    std::size_t rows = 0;                   // given or affected
    bool failed = false;
    std::shared_ptr<const Stack> stack{};   // of whoever asked
};

/// Of each query the place in the site's own code that ran it, "/srv/site/blog/views.cpp:48"; empty where that is not known.
std::vector<std::string> places_of(const std::vector<LoggedQuery>& queries);

/// Where a log's entries go; shared by the fibers of its scope, which are all on one thread.
struct QueryRecord {
    std::vector<LoggedQuery> queries{};
    std::shared_ptr<QueryRecord> outer{};
};

/// A statement that was asked more than once, with the same parameters or others: what an N+1 looks like.
struct RepeatedQuery {
    std::string sql{};
    std::size_t times = 0;
    std::chrono::microseconds duration{};  // all together
    std::vector<std::size_t> entries{};    // which of the log's
};
/// Most frequent first.
std::vector<RepeatedQuery> repeated_queries(const std::vector<LoggedQuery>& queries);
/// Each query with its time, rows, SQL, values and place, one below the other.
std::string listed(const std::vector<LoggedQuery>& queries);

class QueryLog {
public:
    QueryLog();
    QueryLog(const QueryLog&) = delete;
    QueryLog& operator=(const QueryLog&) = delete;

    const std::vector<LoggedQuery>& queries() const { return record_->queries; }
    std::size_t size() const { return record_->queries.size(); }
    std::chrono::microseconds total_duration() const;
    std::vector<RepeatedQuery> repeated() const { return repeated_queries(queries()); }
    /// Each query with its time, rows, SQL, values and place; those that were asked again and again together.
    std::string str() const;

private:
    std::shared_ptr<QueryRecord> record_;
    fibers::Local<std::shared_ptr<QueryRecord>>::Scope scope_;
};

/// The innermost log's record, or null: nothing is recorded.
QueryRecord* current_query_record();
/// Adds to the innermost log and to those around it.
void record_query(LoggedQuery query);

}  // namespace portico::orm
