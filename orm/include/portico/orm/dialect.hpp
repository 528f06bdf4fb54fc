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
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/type_info.hpp>

namespace portico::i18n {
class TimeZone;
}

namespace portico::orm {

class Row;
struct RowLock;

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
    bool covering_indexes = false;         // CREATE INDEX … INCLUDE
    bool filter_clause = false;            // count(*) FILTER (WHERE …)
    bool window_functions = false;
    bool upsert = false;                   // INSERT … ON CONFLICT
    bool insert_default_values = false;    // INSERT INTO t DEFAULT VALUES
    bool update_from = false;
    bool limit_in_update = false;
    bool concurrent_writers = false;       // else one at a time
    bool names_foreign_key_in_error = false;
    bool pipelines = false;                // independent statements in one round trip
    bool native_address = false;           // a type for IP addresses; else texts
    bool index_types = false;              // CREATE INDEX … USING gin, operator classes
    bool deferrable_unique = false;        // UNIQUE … DEFERRABLE
    bool nulls_not_distinct = false;       // UNIQUE … NULLS NOT DISTINCT
    bool exclusion_constraints = false;
    bool comments = false;                 // COMMENT ON
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
    bool address = false;                   // text: an IP address
    bool operator==(const ColumnType&) const = default;
};

enum class Match { exact, contains, starts_with, ends_with, regex };
enum class DatePart { year, iso_year, quarter, month, week, week_day, iso_week_day, day, hour, minute, second };

/// What becomes of a value inside of JSON: JSON itself (to be selected), a value to compare, or a text to search in.
enum class JsonUse { json, compared, text };

struct ExplainOptions {
    bool analyze = false;      // runs the query; where the database can
    std::string format{};      // "json" …, where the database can
};

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
    virtual Value stored(Value value, Kind kind) const;
    /// A column read for a field of that kind; decimals come with `places` places. Throws ConversionError.
    virtual Value loaded(const Row& row, std::size_t column, Kind kind, int places = -1) const = 0;

    /// The condition that an expression is one of many values, with one parameter for all of them: x IN (SELECT unnest($1)). Values
    /// that can't be given so are left in `values`; the text is empty where none could.
    virtual std::string among(std::string_view expression, const ColumnType& type, List& values,
                              const std::function<std::string(Value)>& bind) const;
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
    /// The time of day of a moment, for `__time`.
    virtual std::string time_of(std::string_view expression) const;
    /// A moment (or a day) cut off at "year", "quarter", "month", "week", "day", "hour", "minute" or "second".
    virtual std::string truncated(std::string_view unit, std::string_view expression, Kind kind) const;
    /// What a clock in that zone shows at a moment, as a text or a timestamp that the four above take.
    virtual std::string local_time(std::string_view moment, const i18n::TimeZone& zone) const = 0;
    /// A moment cut off as a clock in that zone shows it: the moment at which the day (the hour …) began there.
    virtual std::string truncated_in(std::string_view unit, std::string_view moment, const i18n::TimeZone& zone) const = 0;
    /// Moments, days and times plus or minus durations, or the duration between two.
    virtual std::string date_arithmetic(std::string_view symbol, std::string_view left, Kind left_kind, std::string_view right,
                                        Kind right_kind) const;
    /// A null among them counts as an empty text.
    virtual std::string concat(const std::vector<std::string>& expressions) const;
    virtual std::string bit_xor(std::string_view left, std::string_view right) const;
    virtual std::string random() const { return "RANDOM()"; }
    /// A function by Django's name ("lower", "lpad", "md5" …) of these arguments; by default as standard SQL calls it.
    virtual std::string function(std::string_view name, const std::vector<std::string>& arguments) const;
    /// "string_agg" (of a value and a separator) or "array_agg" (a JSON array of the values), in an order.
    struct Term {
        std::string text{};
        bool descending = false;
        bool nulls_last = false;
    };
    virtual std::string collected(std::string_view name, bool distinct, const std::vector<std::string>& arguments,
                                  const std::vector<Term>& order) const;
    /// What an aggregate ("string_agg", "stddev_pop" …) is called.
    virtual std::string aggregate_name(std::string_view name) const;
    virtual std::string cast(std::string_view expression, const ColumnType& type) const;
    /// A placeholder that stands where the database can't tell its type from a column beside it: CAST($1 AS bigint).
    virtual std::string typed(const std::string& placeholder, const ColumnType& type) const;
    /// The way to a value inside of JSON as it is bound, and the value itself; `keys` are texts and places.
    virtual Value json_path(const List& keys) const;
    virtual std::string json_value(std::string_view json, std::string_view path, JsonUse use) const;
    /// What such a value is compared with.
    virtual std::string json_operand(const Value& value, const std::function<std::string(Value)>& bind) const;
    /// An IP address as text to search in.
    virtual std::string address_text(std::string_view expression) const { return std::string(expression); }
    /// " FOR UPDATE" or empty.
    virtual std::string_view for_update() const { return ""; }
    /// The same with its options; `of` names the tables, where not all of them are meant.
    virtual std::string row_lock(const RowLock& lock, const std::vector<std::string>& of) const;
    /// A query that takes the lock of a bound name to the end of the transaction, and gives true where it did; empty: nobody
    /// else can be in a transaction.
    virtual std::string advisory_lock(std::string_view, bool) const { return {}; }
    /// What stands before a statement to have its plan.
    virtual std::string explain(const ExplainOptions& options) const;
    /// The last part of an INSERT that meets rows with the same `target` columns: they are left alone, or get the values of
    /// `columns` from the new row.
    virtual std::string on_conflict(const std::vector<std::string>& target, const std::vector<std::string>& columns) const;
    /// Has the database count on from the greatest key of a table; none where it does by itself.
    virtual std::vector<std::string> continue_keys(std::string_view table, std::string_view column) const;
    /// What has foreign keys looked at when the transaction ends, and not before.
    virtual std::string_view defer_constraints() const { return "SET CONSTRAINTS ALL DEFERRED"; }
    /// Names of tables in this database, in order: a query with one text column.
    virtual std::string_view table_names_query() const = 0;
};

const Dialect& sqlite_dialect();
const Dialect& postgresql_dialect();
/// Those of all databases that there are: what migrations write their SQL for.
const std::vector<const Dialect*>& all_dialects();

}  // namespace portico::orm
