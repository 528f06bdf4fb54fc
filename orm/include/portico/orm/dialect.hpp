/// How one database wants its SQL written. Text only: it needs no connection.
///
///     const orm::Dialect& sql = orm::sqlite_dialect();
///     sql.quote("blog_post")                                     // "blog_post" in double quotes
///     sql.column_type({.kind = Kind::text, .max_length = 200})    // varchar(200)
///     sql.match("title", "?", orm::Match::contains, true)        // title LIKE ? ESCAPE '\'
///     sql.match_pattern("50%", orm::Match::contains, true)       // %50\%%
///
/// Code that serves several databases asks for a feature, never for a name.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/type_info.hpp>

namespace portico::orm {

class Row;

/// What a database can do, by name.
struct Features {
    bool returning = false;                // INSERT/UPDATE/DELETE … RETURNING
    bool last_insert_id = false;           // an INSERT tells the key that it made; else ask with RETURNING
    bool survives_errors = false;          // a failed statement leaves its transaction usable; else only up to a savepoint
    bool alter_column = false;             // ALTER TABLE … ALTER COLUMN; else the table is built anew
    bool transactional_ddl = false;        // CREATE and ALTER are rolled back with the rest
    bool forward_references = false;       // a foreign key may name a table that is made later
    bool row_locks = false;                // SELECT … FOR UPDATE
    bool native_boolean = false;           // true and false; else 1 and 0
    bool native_uuid = false;
    bool native_json = false;
    bool native_date_time = false;         // timestamps; else ISO texts
    bool native_decimal = false;           // exact; else a number with 15 digits
    bool distinct_on = false;
    bool nulls_first_last = false;         // ORDER BY … NULLS LAST
    bool nulls_sort_low = false;           // without it nulls come first in ascending order
    bool row_values = false;               // (a, b) = (1, 2), (a, b) IN (…)
    bool partial_indexes = false;          // CREATE INDEX … WHERE
    bool expression_indexes = false;
    bool filter_clause = false;            // count(*) FILTER (WHERE …)
    bool window_functions = false;
    bool upsert = false;                   // INSERT … ON CONFLICT
    bool insert_default_values = false;    // INSERT INTO t DEFAULT VALUES
    bool update_from = false;
    bool limit_in_update = false;
    bool concurrent_writers = false;       // else one at a time
    bool names_foreign_key_in_error = false;
    std::size_t max_parameters = 999;      // of one statement
    std::size_t max_name_length = 63;      // of tables, columns, indexes
};

/// What decides a column's type.
struct ColumnType {
    Kind kind = Kind::text;                 // enumeration: stored as text (or as integer with `by_value`)
    std::optional<std::size_t> max_length{};
    int digits = 0, places = 0;             // decimals
    std::size_t bits = 64;                  // integers: 16, 32 or 64
    bool is_unsigned = false;               // integers: never below 0
    bool automatic = false;                 // the database numbers the rows
    bool by_value = false;                  // enumeration: stored as a number
    bool operator==(const ColumnType&) const = default;
};

enum class Match { exact, contains, starts_with, ends_with, regex };
enum class DatePart { year, iso_year, quarter, month, week, week_day, iso_week_day, day, hour, minute, second };

class Dialect {
public:
    virtual ~Dialect() = default;

    virtual std::string_view name() const noexcept = 0;  // "sqlite"; for run_sql's per-database text
    virtual const Features& features() const noexcept = 0;

    virtual std::string quote(std::string_view name) const;
    /// The n-th placeholder of a statement, from 1: "?" or "$1".
    virtual std::string placeholder(std::size_t n) const = 0;
    /// A text as a literal, for places that take no parameter (CHECK, DEFAULT).
    virtual std::string literal(const Value& value) const;

    /// "varchar(200)", "integer", "bigint"; Django's, so that its databases can be taken over.
    virtual std::string column_type(const ColumnType& type) const = 0;
    /// What follows the type of an automatic key: "PRIMARY KEY AUTOINCREMENT".
    virtual std::string_view automatic_key_suffix() const = 0;
    /// The condition that the type itself brings along, empty where there is none: "views" >= 0, JSON_VALID("data").
    virtual std::string column_check(std::string_view column, const ColumnType& type) const = 0;
    /// "DEFERRABLE INITIALLY DEFERRED" where the database can.
    virtual std::string_view deferrable() const { return "DEFERRABLE INITIALLY DEFERRED"; }

    /// A value as a field of that kind is bound: JSON becomes text, everything else stays.
    virtual Value stored(const Value& value, Kind kind) const;
    /// A column read for a field of that kind; decimals come with `places` places. Throws ConversionError.
    virtual Value loaded(const Row& row, std::size_t column, Kind kind, int places = -1) const = 0;

    /// A condition of a text against a bound pattern. `match_pattern` makes the parameter from what a person gave.
    virtual std::string match(std::string_view expression, std::string_view placeholder, Match match,
                              bool ignore_case) const = 0;
    virtual Value match_pattern(std::string_view text, Match match, bool ignore_case) const = 0;

    /// " LIMIT 20 OFFSET 40" with a leading space, or empty.
    virtual std::string limit(std::optional<std::uint64_t> limit, std::uint64_t offset) const = 0;
    /// A part of a date, time or moment column as an integer.
    virtual std::string date_part(DatePart part, std::string_view expression) const = 0;
    /// The day of a moment, for `__date`.
    virtual std::string date_of(std::string_view expression) const = 0;
    virtual std::string concat(const std::vector<std::string>& expressions) const;
    virtual std::string random() const { return "RANDOM()"; }
    /// " FOR UPDATE" or empty.
    virtual std::string_view for_update() const { return ""; }
    /// Names of tables in this database, in order: a query with one text column.
    virtual std::string_view table_names_query() const = 0;
};

const Dialect& sqlite_dialect();
const Dialect& postgresql_dialect();

}  // namespace portico::orm
