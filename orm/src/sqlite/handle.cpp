#include "handle.hpp"

#include <sqlite3.h>

#include <thread>

#include <portico/base/text.hpp>
#include <portico/orm/errors.hpp>

#include "bind.hpp"
#include "failure.hpp"
#include "functions.hpp"

namespace portico::orm::sqlite {

namespace {

constexpr std::size_t most_prepared = 256;
constexpr int instructions_between_looks = 1000;  // at the clock: about 20 µs of work, 0.1 µs of cost

/// Makes a prepared statement ready for the next use, whatever came of this one.
struct Reset {
    sqlite3_stmt* statement;
    ~Reset() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
};

void copy_row(sqlite3_stmt* statement, int columns, Rows& rows) {
    for (int column = 0; column < columns; ++column) {
        switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: rows.add(static_cast<std::int64_t>(sqlite3_column_int64(statement, column))); break;
        case SQLITE_FLOAT: rows.add(sqlite3_column_double(statement, column)); break;
        case SQLITE_NULL: rows.add_null(); break;
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
            rows.add(Cell::Type::bytes, {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))});
            break;
        }
        default: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            rows.add(Cell::Type::text, {text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))});
        }
        }
    }
}

}  // namespace

Handle::Handle(const Location& location, Role role) : location_(location), role_(role) {
    try {
        open();
        configure();
    } catch (...) {
        close();
        throw;
    }
}

Handle::~Handle() { close(); }

void Handle::open() {
    const std::string file = location_.in_memory() ? ":memory:" : location_.file.string();
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (role_ == Role::writer) flags |= SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
    if (code != SQLITE_OK) fail_to_open(code, handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code), location_);
}

void Handle::configure() {
    add_functions(handle_);
    if (role_ == Role::reader) {
        sqlite3_progress_handler(handle_, instructions_between_looks, &Handle::on_progress, this);
        execute("PRAGMA query_only = 1");
        return;
    }
    if (!location_.in_memory()) {
        auto until = std::chrono::steady_clock::now() + location_.timeout;
        Answer answer;
        while (run({"PRAGMA journal_mode = WAL", {}}, answer) == Outcome::busy) {
            if (std::chrono::steady_clock::now() >= until) fail(handle_, SQLITE_BUSY, {}, location_);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        execute("PRAGMA synchronous = " + location_.synchronous);
    }
    execute("PRAGMA foreign_keys = ON");
}

void Handle::close() noexcept {
    for (Prepared& one : recent_) sqlite3_finalize(one.statement);
    recent_.clear();
    prepared_.clear();
    sqlite3_close_v2(handle_);
    handle_ = nullptr;
}

int Handle::on_progress(void* self) {
    auto& handle = *static_cast<Handle*>(self);
    if (!handle.deadline_ || std::chrono::steady_clock::now() < *handle.deadline_) return 0;
    handle.out_of_time_ = true;
    return 1;
}

bool Handle::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

sqlite3_stmt* Handle::compile(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                  &statement, &rest);
    if (code != SQLITE_OK && is_busy(code)) return nullptr;
    if (code != SQLITE_OK) fail(handle_, code, sql, location_);
    std::string_view tail(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
    if (!statement || !text::trim(tail).empty()) {
        sqlite3_finalize(statement);
        throw DatabaseError(statement ? "more than one statement at once" : "an empty statement",
                            "use Connection::script for several statements", sql);
    }
    return statement;
}

sqlite3_stmt* Handle::prepare(const std::string& sql) {
    if (auto found = prepared_.find(sql); found != prepared_.end()) {
        recent_.splice(recent_.begin(), recent_, found->second);
        return found->second->statement;
    }
    sqlite3_stmt* statement = compile(sql);
    if (!statement) return nullptr;
    if (recent_.size() >= most_prepared) {
        prepared_.erase(recent_.back().sql);
        sqlite3_finalize(recent_.back().statement);
        recent_.pop_back();
    }
    recent_.push_front({sql, statement});
    prepared_.emplace(recent_.front().sql, recent_.begin());
    return statement;
}

int Handle::step_all(sqlite3_stmt* statement, Answer& answer) {
    const int columns = sqlite3_column_count(statement);
    answer.rows.start(static_cast<std::size_t>(columns));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) copy_row(statement, columns, answer.rows);
    return code;
}

Handle::Outcome Handle::run(const Statement& statement, Answer& answer,
                            std::optional<std::chrono::microseconds> budget) {
    answer.rows.clear();
    answer.result = {};
    sqlite3_stmt* prepared = prepare(statement.sql);
    if (!prepared) return Outcome::busy;
    if (role_ == Role::reader && !sqlite3_stmt_readonly(prepared)) return Outcome::writes;
    Reset reset{prepared};
    const int wanted = sqlite3_bind_parameter_count(prepared);
    if (static_cast<std::size_t>(wanted) != statement.parameters.size())
        throw DatabaseError("a statement with " + std::to_string(wanted) + " placeholders was given " +
                                std::to_string(statement.parameters.size()) + " parameters",
                            {}, statement.sql);
    for (int place = 1; place <= wanted; ++place) {
        int code = bind(prepared, place, statement.parameters[static_cast<std::size_t>(place - 1)], statement.sql);
        if (code != SQLITE_OK) fail(handle_, code, statement.sql, location_);
    }

    const auto changes_before = sqlite3_total_changes64(handle_);
    out_of_time_ = false;
    if (budget) deadline_ = std::chrono::steady_clock::now() + *budget;
    int code = step_all(prepared, answer);
    deadline_.reset();
    if (code == SQLITE_DONE) {
        if (sqlite3_total_changes64(handle_) != changes_before)
            answer.result = {sqlite3_changes64(handle_), sqlite3_last_insert_rowid(handle_)};
        return Outcome::done;
    }
    if (out_of_time_ && (code & 0xff) == SQLITE_INTERRUPT) return Outcome::out_of_time;
    if (is_busy(code)) return Outcome::busy;
    fail(handle_, code, statement.sql, location_);
}

Answer Handle::run_or_throw(const Statement& statement) {
    Answer answer;
    switch (run(statement, answer)) {
    case Outcome::busy: fail(handle_, SQLITE_BUSY, statement.sql, location_);
    case Outcome::writes:
        throw DatabaseError("a statement that writes was given to a connection that reads", {}, statement.sql);
    case Outcome::out_of_time:
    case Outcome::done: break;
    }
    return answer;
}

void Handle::script(std::string_view sql) {
    const char* rest = sql.data();
    const char* end = sql.data() + sql.size();
    while (rest < end) {
        sqlite3_stmt* statement = nullptr;
        const char* start = rest;
        int code = sqlite3_prepare_v2(handle_, rest, static_cast<int>(end - rest), &statement, &rest);
        const std::string one(start, static_cast<std::size_t>(rest - start));
        if (code != SQLITE_OK) fail(handle_, code, one, location_);
        if (!statement) continue;  // a comment, or white space
        std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> owner(statement, &sqlite3_finalize);
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) {}
        if (code != SQLITE_DONE) fail(handle_, code, one, location_);
    }
}

}  // namespace portico::orm::sqlite
