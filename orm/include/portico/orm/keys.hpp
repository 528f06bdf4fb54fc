/// Keys that the database counts up, after rows were given theirs by hand (an import, a takeover of another database).
///
///     Country::objects.bulk_create(countries);             // with their ids, up to 249
///     orm::continue_keys<Country>();
///     Country::objects.create({.name = "Elsewhere"});      // 250
///
/// PostgreSQL counts the keys it gave and knows no others: without this it gives one that is there, and `create` throws an
/// IntegrityError. SQLite looks into the table; there nothing has to be done, and nothing is. Not done by itself with each such row,
/// since only a lock on the table makes it right: transactions that write to the table are waited for (`Locked` when that takes too long), and
/// wait. Django calls it sqlsequencereset.
#pragma once
#include <string>

#include <portico/orm/model_info.hpp>

namespace portico::orm {

void continue_keys(const ModelInfo& model, const std::string& database = "default");
template <class T> void continue_keys(const std::string& database = "default") { continue_keys(model<T>(), database); }

}  // namespace portico::orm
