/// Rules of a model as SQL, and as a question to an object.
///
///     orm::schema_sql(model, *check.condition, dialect)     // "views" >= 0
///     orm::holds(model, post, *check.condition)             // true; nothing where only the database can say
#pragma once
#include <optional>
#include <string>

#include <portico/orm/dialect.hpp>
#include <portico/orm/expression.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/saving.hpp>

namespace portico::orm {

/// A condition or a value over the model's own columns with literals in it: for CHECK and indexes. Error for what reaches another
/// table.
std::string schema_sql(const ModelInfo& model, const Expression& expression, const Dialect& dialect);
/// Does the object meet the condition? As in SQL a null makes it neither true nor false, which a check lets through. Nothing
/// where the condition has a function that is known to databases alone.
std::optional<bool> holds(const ModelInfo& model, const void* object, const Expression& condition);

/// What a unique index has for a value of the object: that of a column, or of functions that are known here. Nothing where only
/// the database can say.
std::optional<Value> value_in(const ModelInfo& model, const void* object, const Expression& term);
/// Which field or rule of the model the database complained of, as validate() would have said it. Nothing where it doesn't tell (a
/// foreign key of SQLite), or where it is another model's.
std::optional<FieldError> broken_rule(const ModelInfo& model, const IntegrityError& error);

}  // namespace portico::orm
