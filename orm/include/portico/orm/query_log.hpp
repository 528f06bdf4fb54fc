/// What was asked of the databases, for tests and for the debug page.
///
///     orm::QueryLog log;                       // from here to the end of its scope, on this fiber and those it spawns
///     page = client.get("/");
///     EXPECT_LE(log.size(), 3) << log.str();
///
/// Logs nest: each sees what happens in its scope. BEGIN, COMMIT and savepoints are not counted.
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <portico/fibers/local.hpp>

namespace portico::orm {

struct LoggedQuery {
    std::string sql{};
    std::vector<std::string> parameters{};  // as a person reads them
    std::string database{};                 // the alias
    std::chrono::microseconds duration{};
    std::size_t rows = 0;                   // given or affected
    bool failed = false;
};

/// Where a log's entries go; shared by the fibers of its scope, which are all on one thread.
struct QueryRecord {
    std::vector<LoggedQuery> queries{};
    std::shared_ptr<QueryRecord> outer{};
};

class QueryLog {
public:
    QueryLog();
    QueryLog(const QueryLog&) = delete;
    QueryLog& operator=(const QueryLog&) = delete;

    const std::vector<LoggedQuery>& queries() const { return record_->queries; }
    std::size_t size() const { return record_->queries.size(); }
    std::chrono::microseconds total_duration() const;
    /// Statements that were asked more than once with other parameters: what an N+1 looks like. Most frequent first.
    struct Repeated {
        std::string sql{};
        std::size_t times = 0;
    };
    std::vector<Repeated> repeated() const;
    /// One query a line.
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
