/// Writes the history of models that keep one.
#pragma once
#include <string>
#include <vector>

#include <portico/orm/any_query_set.hpp>
#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

/// The values of an object's columns, by their index.
using Snapshot = std::vector<Value>;

Snapshot snapshot_of(const ModelInfo& model, const void* object);
void note_created(const ModelInfo& model, const std::vector<void*>& objects, const std::string& database);
/// `written`: by the column's index; what else differs was changed by others, or is not saved yet.
void note_changed(const ModelInfo& model, const void* object, const Snapshot& before, const std::vector<bool>& written,
                  const std::string& database);
void note_deleted(const ModelInfo& model, const std::vector<Object>& objects, const std::string& database);

/// What rows are before they are updated by a query, and afterwards.
class WatchedRows {
public:
    /// Inside of a transaction on that database.
    WatchedRows(const AnyQuerySet& rows, std::string database);
    void note() const;

private:
    const ModelInfo& model_;
    std::string database_;
    std::vector<Value> keys_;
    std::vector<Snapshot> before_;
};

}  // namespace portico::orm::detail
