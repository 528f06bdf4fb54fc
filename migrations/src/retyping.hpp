/// What of a column's values another type can't hold.
#pragma once
#include <string>

#include <portico/orm/connection.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::migrations::sqlite {

/// The condition, of a column that was copied into one of the new type, for values that are none of it: SQLite keeps anything anywhere. Empty where
/// there can't be such.
std::string unfit(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is);

/// The condition for values, as they are before, of which something would be lost or made up on the way: digits, a day that is none, a time
/// that is no moment. Empty where there can't be such.
std::string lost(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is);

/// The value as one of the new type and in the form in which the ORM writes it, where SQLite does not see to that.
std::string converted(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is);

}  // namespace portico::migrations::sqlite

namespace portico::migrations::postgresql {

/// As one of the new type. Between kinds that the database would not convert by itself the way is by their texts: rows that have no such text are
/// refused then.
std::string converted(const orm::Dialect& dialect, const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is);

/// The condition for values of which the database would cut something off without a word (digits, the time of a day), or make something that
/// the ORM can't read ("infinity") or nobody wrote ("now"). Empty where there can't be such.
std::string lost(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is);

/// Makes a function, for this session, that says whether a value can be converted; gives its name.
std::string make_fits(orm::Connection& connection, const orm::ColumnType& was, const orm::ColumnType& is);
/// The same of an expression and a row of the table, by its ctid: can the database compute it?
std::string make_computes(orm::Connection& connection, const std::string& table, const std::string& expression);

}  // namespace portico::migrations::postgresql
