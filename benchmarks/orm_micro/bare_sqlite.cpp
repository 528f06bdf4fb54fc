#include <sqlite3.h>

#include <map>
#include <stdexcept>

#include "bare.hpp"
#include "calendar.hpp"

namespace bench {

namespace {

std::string text_of(sqlite3_stmt* statement, int column) {
    return {reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
            static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

Plain row_of(sqlite3_stmt* statement) {
    Plain row;
    row.id = sqlite3_column_int64(statement, 0);
    row.title = text_of(statement, 1);
    row.slug = text_of(statement, 2);
    row.author = text_of(statement, 3);
    row.summary = text_of(statement, 4);
    row.views = sqlite3_column_int(statement, 5);
    row.size = sqlite3_column_int64(statement, 6);
    row.rating = sqlite3_column_double(statement, 7);
    row.open = sqlite3_column_int(statement, 8) != 0;
    row.created = read_moment(reinterpret_cast<const char*>(sqlite3_column_text(statement, 9)));
    return row;
}

class BareSqlite : public Bare {
public:
    explicit BareSqlite(const std::string& file) {
        check(sqlite3_open(file.c_str(), &handle_));
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA foreign_keys = ON");
    }
    ~BareSqlite() override {
        for (auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
        sqlite3_close(handle_);
    }

    std::vector<Plain> read(const std::string& sql) override {
        std::vector<Plain> rows;
        sqlite3_stmt* statement = prepare(sql);
        while (sqlite3_step(statement) == SQLITE_ROW) rows.push_back(row_of(statement));
        check(sqlite3_reset(statement));
        return rows;
    }

    Plain get(const std::string& sql, std::int64_t key) override {
        sqlite3_stmt* statement = prepare(sql);
        sqlite3_bind_int64(statement, 1, key);
        if (sqlite3_step(statement) != SQLITE_ROW) throw std::runtime_error("no such row");
        Plain row = row_of(statement);
        check(sqlite3_reset(statement));
        return row;
    }

    void insert(const std::vector<std::string>& statements, std::vector<Plain>& rows) override {
        run("BEGIN IMMEDIATE");
        std::size_t next = 0;
        for (const std::string& sql : statements) {
            sqlite3_stmt* statement = prepare(sql);
            const std::size_t count = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) / 9;
            for (std::size_t i = 0; i < count; ++i) bind(statement, static_cast<int>(i) * 9, rows[next + i]);
            for (; sqlite3_step(statement) == SQLITE_ROW; ++next) rows[next].id = sqlite3_column_int64(statement, 0);
            check(sqlite3_reset(statement));
        }
        run("COMMIT");
    }

    void run(const std::string& sql) override { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }

private:
    static void bind(sqlite3_stmt* statement, int place, const Plain& row) {
        auto text = [&](const std::string& value) {
            sqlite3_bind_text(statement, ++place, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
        };
        text(row.title);
        text(row.slug);
        text(row.author);
        text(row.summary);
        sqlite3_bind_int(statement, ++place, row.views);
        sqlite3_bind_int64(statement, ++place, row.size);
        sqlite3_bind_double(statement, ++place, row.rating);
        sqlite3_bind_int(statement, ++place, row.open ? 1 : 0);
        char moment[26];
        write_moment(row.created, moment);
        sqlite3_bind_text(statement, ++place, moment, sizeof moment, SQLITE_TRANSIENT);
    }

    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt*& statement = prepared_[sql];
        if (!statement) check(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr));
        return statement;
    }
    void check(int code) {
        if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    }

    sqlite3* handle_ = nullptr;
    std::map<std::string, sqlite3_stmt*> prepared_;
};

}  // namespace

std::unique_ptr<Bare> bare_sqlite(const std::string& file) { return std::make_unique<BareSqlite>(file); }

}  // namespace bench
