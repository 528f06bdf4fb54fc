/// INSERT, UPDATE and DELETE.
#pragma once
#include <string>
#include <vector>

#include <portico/orm/connection.hpp>
#include <portico/orm/query.hpp>

#include "batch.hpp"

namespace portico::orm::detail {

/// The key that the program makes for a row without one; none where the database counts it up. Throws Error where somebody has to give it.
void make_missing_key(const ModelInfo& model, void* object);
/// Keys and moments are made, what can't be saved is refused. Before `insert`.
void prepare_insert(const ModelInfo& model, void* object);
/// What becomes of rows that exist: an error, unless they are left alone or take over some columns.
struct OnConflict {
    bool ignore = false;
    std::vector<std::string> target{};   // unique columns; empty: whichever
    std::vector<std::string> columns{};  // to take over
    bool any() const { return ignore || !columns.empty(); }
};

/// Inserts objects of one model; keys that the database counts up are filled in.
void insert(const ModelInfo& model, const std::vector<void*>& objects, const std::string& database, const OnConflict& conflict = {});
/// Sets these columns of the rows of all objects by their keys; gives the number of rows found.
std::int64_t update_many(const ModelInfo& model, const std::vector<void*>& objects, const std::vector<const Column*>& columns,
                         const std::string& database);
/// Sets these columns of the row with that key (and that version, where one is given); false when there is none.
bool update(const ModelInfo& model, const void* object, const Value& key, const std::vector<const Column*>& columns,
            const std::string& database, const Value& version = {});
/// UPDATE of all rows of a query.
std::int64_t update_rows(const Query& query, const std::vector<std::pair<ExpressionPtr, ExpressionPtr>>& updates);
/// DELETE of all rows of a query, nothing else.
std::int64_t delete_rows(const Query& query);
/// DELETE of rows by their keys.
std::int64_t delete_keys(const ModelInfo& model, const std::vector<Value>& keys, const std::string& database);

}  // namespace portico::orm::detail
