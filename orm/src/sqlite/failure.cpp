#include "failure.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <portico/base/text.hpp>
#include <portico/orm/errors.hpp>

namespace portico::orm::sqlite {

namespace {

std::string quoted(const std::filesystem::path& path) { return "\"" + path.string() + "\""; }

bool may(const std::filesystem::path& path, int mode) {
    return ::faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0;
}

std::string current_user() { return "user " + std::to_string(::geteuid()); }

/// SQLite's "UNIQUE constraint failed: blog_post.slug, blog_post.author_id", or "… failed: index 'name'".
void split_columns(std::string_view message, std::string& table, std::vector<std::string>& columns) {
    auto colon = message.find(": ");
    if (colon == std::string_view::npos) return;
    std::string_view rest = message.substr(colon + 2);
    while (!rest.empty()) {
        auto comma = rest.find(", ");
        std::string_view one = rest.substr(0, comma);
        auto dot = one.find('.');
        if (dot != std::string_view::npos) table = one.substr(0, dot);
        columns.emplace_back(dot == std::string_view::npos ? one : one.substr(dot + 1));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
    }
}

[[noreturn]] void fail_constraint(int code, const std::string& message, const std::string& sql) {
    std::string table;
    std::vector<std::string> columns;
    split_columns(message, table, columns);
    // Of an index over expressions it tells the name alone.
    std::string constraint;
    if (columns.size() == 1 && columns[0].starts_with("index '")) {
        constraint = columns[0].substr(7, columns[0].size() - 8);
        columns[0] = constraint;
    }
    const std::string where = table.empty() ? std::string() : " in \"" + table + "\"";
    const std::string names = "\"" + text::join(columns, "\", \"") + "\"";
    using Kind = IntegrityError::Kind;
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        throw IntegrityError(Kind::unique, table, columns, "a row with the same " + names + " exists already" + where,
                             "check before saving, or catch orm::IntegrityError", sql, constraint);
    case SQLITE_CONSTRAINT_NOTNULL:
        throw IntegrityError(Kind::not_null, table, columns, names + " may not be null" + where,
                             "give it a value, or make the field optional", sql);
    case SQLITE_CONSTRAINT_CHECK:
        throw IntegrityError(Kind::check, table, columns, "the check " + names + " failed" + where,
                             "the value is outside of what the table allows", sql);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_TRIGGER:
        throw IntegrityError(Kind::foreign_key, {}, {}, "a row would refer to one that does not exist",
                             "save the row it refers to first, or delete what refers to the row first", sql);
    default: throw DatabaseError(message, {}, sql);
    }
}

std::string hint_for_schema(const std::string& message) {
    if (message.starts_with("no such table") || message.starts_with("no such column") ||
        message.find("has no column named") != std::string::npos)
        return "is a migration missing? run \"makemigrations\" and \"migrate\"";
    return {};
}

[[noreturn]] void fail_read_only(const std::string& sql, const Location& location) {
    throw OperationalError("the database " + quoted(location.file) + " can't be written by " + current_user(),
                           "give that user write permission for the file and for its folder " +
                               quoted(location.file.parent_path()) + ", where SQLite keeps its journal",
                           sql);
}

}  // namespace

void fail_busy(const std::string& sql, const Location& location, std::chrono::microseconds waited, bool own) {
    throw Locked("the database " + quoted(location.file) + " is locked by another program",
                 "waited " + std::to_string(waited.count() / 1000) + " ms; find who holds it (fuser \"" + location.file.string() + "\"), or " +
                     (own ? "give the transaction a longer lock_timeout" : "raise database.timeout"),
                 sql);
}

bool is_busy(int code) { return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED; }

void fail(sqlite3* handle, int code, const std::string& sql, const Location& location) {
    const std::string message = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT: fail_constraint(code, message, sql);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        fail_busy(sql, location, location.timeout);
    case SQLITE_READONLY: fail_read_only(sql, location);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw OperationalError("the database " + quoted(location.file) + " is damaged or is no SQLite file: " + message,
                               "restore a backup, or try the sqlite3 program's \".recover\"", sql);
    case SQLITE_FULL:
        throw OutOfSpace("no space left for the database " + quoted(location.file), "free some disk space; if there is some: a key that the table counts has reached the largest number (its row in sqlite_sequence)", sql);
    case SQLITE_CANTOPEN: fail_to_open(code, message, location);
    case SQLITE_IOERR:
        throw OperationalError("input/output error on the database " + quoted(location.file) + ": " + message,
                               "look at the disk and at the system's log", sql);
    case SQLITE_ERROR:
        if (message == "integer overflow")
            throw DataError("a sum is beyond 64 bits", "cast what is summed up to double or to Decimal", sql);
        if (message.starts_with("no such table") || message.starts_with("no such column"))
            throw NoSuchTable(message, hint_for_schema(message), sql);
        [[fallthrough]];
    default: throw OperationalError(message, hint_for_schema(message), sql);
    }
}

void fail_to_open(int code, const std::string& reason, const Location& location) {
    const auto folder = location.file.parent_path();
    const std::string start = "the database " + quoted(location.file) + " can't be opened: ";
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0)
        throw OperationalError(start + "its folder does not exist", "make it: mkdir -p " + quoted(folder));
    if (!S_ISDIR(info.st_mode))
        throw OperationalError(start + quoted(folder) + " is not a folder", "change database.url");
    if (::stat(location.file.c_str(), &info) == 0 && S_ISDIR(info.st_mode))
        throw OperationalError(start + "it is a folder", "database.url names a file");
    if (!may(folder, W_OK | X_OK))
        throw OperationalError(start + "its folder can't be written by " + current_user(),
                               "SQLite keeps its journal beside the file: give that user write permission for " +
                                   quoted(folder));
    if (may(location.file, F_OK) && !may(location.file, R_OK | W_OK))
        throw OperationalError(start + "the file can't be read and written by " + current_user(),
                               "give that user permission for it");
    throw OperationalError(start + reason + " (SQLite's code " + std::to_string(code) + ")");
}

}  // namespace portico::orm::sqlite
