/// Caches in a table of the database: shared by all programs of a site, without a server of their own.
///
///     project.install(orm::cache_table());
///     [cache]
///     url = "database:"
///
/// The table is cache_table_cacheentry, made by `migrate`. What is set inside of a transaction is seen by others once it is committed, and gone if it is not.
/// Expired entries are deleted now and then, and by `clearcache --expired`.
#pragma once
#include <optional>
#include <string>

#include <portico/orm/model.hpp>
#include <portico/project/app.hpp>

namespace portico::orm {

struct CacheEntry : Model<CacheEntry> {
    Id<std::string> key{};
    Bytes value{};
    std::optional<DateTime> expires{};
    static void describe(Describe<CacheEntry>& entry);
};

App cache_table();

}  // namespace portico::orm
