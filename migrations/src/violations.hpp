/// Which rows keep a rule from being made: those that would break it.
///
///     if (auto found = violation_of(connection, change)) found->str()
///     // 4 rows of "blog_post" have the same "title" as another: id 1, 2, 5, 9
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/migrations/state.hpp>
#include <portico/orm/connection.hpp>

#include "safety.hpp"

namespace portico::migrations {

struct Violation {
    std::string table{};
    std::vector<std::string> key{};   // the columns that name a row
    std::string rule{};               // "have the same \"title\" as another"
    std::vector<std::string> rows{};  // of the first ten: "1", "(A, 3)"
    std::int64_t count = 0;
    std::string hint = "mend these rows first, or have a run_sql or a run_code before this operation do it";

    std::string str() const;
};

/// Of the rows as they are before the change: it failed, and was undone. Nothing where no row is to blame, or where that can't be told.
std::optional<Violation> violation_of(orm::Connection& connection, const Change& change);

/// The rows of the model's table for which that condition holds.
std::optional<Violation> rows_where(orm::Connection& connection, const ModelState& model, const std::string& condition, std::string rule);

/// "have a "views" that is no smallint"
std::string is_no(const orm::Dialect& dialect, const std::string& column, const orm::ColumnType& type);
/// The same of a value that becomes one; of numbers that a float can't keep, or of which one has more digits: "have a "views" that would lose
/// digits as double precision".
std::string would_be_no(const orm::Dialect& dialect, const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is);

/// Rows of the state's tables that refer to none, with the field that does: "blog.Post", "author".
struct BrokenReference {
    std::string model{}, field{};
    Violation violation{};
};
/// `table`: where the database has said it; empty: all are looked at.
std::optional<BrokenReference> broken_reference(orm::Connection& connection, const ProjectState& state, std::string_view table);

}  // namespace portico::migrations
