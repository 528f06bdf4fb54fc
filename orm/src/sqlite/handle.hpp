/// One open SQLite connection with its cache of prepared statements. For one thread at a time.
#pragma once
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "../rows.hpp"
#include "location.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace portico::orm::sqlite {

enum class Role { writer, reader };

class Handle {
public:
    /// Opens the database; a writer creates it and switches it to write-ahead logging. Throws OperationalError.
    Handle(const Location& location, Role role);
    ~Handle();
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    /// What came of one try: done, or why it was not.
    enum class Outcome { done, out_of_time, busy, writes };

    /// Runs the statement to its end and copies its rows. `budget`: gives up (out_of_time, nothing kept) after that time.
    /// A reader refuses what writes. Other errors are thrown.
    Outcome run(const Statement& statement, Answer& answer,
                std::optional<std::chrono::microseconds> budget = std::nullopt);
    /// As `run`, where being busy is an error.
    Answer run_or_throw(const Statement& statement);
    void execute(std::string_view sql) { run_or_throw({std::string(sql), {}}); }
    /// Every statement of a text.
    void script(std::string_view sql);
    bool in_transaction() const;

private:
    struct Prepared {
        std::string sql;
        sqlite3_stmt* statement;
    };
    using Place = std::list<Prepared>::iterator;

    sqlite3_stmt* prepare(const std::string& sql);
    sqlite3_stmt* compile(const std::string& sql);
    int step_all(sqlite3_stmt* statement, Answer& answer);
    void open();
    void configure();
    void close() noexcept;
    static int on_progress(void* self);

    Location location_;
    Role role_;
    sqlite3* handle_ = nullptr;
    std::list<Prepared> recent_;  // the last used first
    std::unordered_map<std::string_view, Place> prepared_;
    std::optional<std::chrono::steady_clock::time_point> deadline_;
    bool out_of_time_ = false;
};

}  // namespace portico::orm::sqlite
