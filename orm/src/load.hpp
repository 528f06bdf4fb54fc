/// Rows become objects.
#pragma once
#include <portico/orm/connection.hpp>

#include "batch.hpp"
#include "object_list.hpp"

namespace portico::orm::detail {

/// Reads one model's columns, which start at `first`, into objects of one batch.
class Loader {
public:
    /// `deferred`: columns that are not there, by index; empty: all are.
    Loader(const ModelInfo& model, const Dialect& dialect, const std::string& database, std::size_t first,
           const std::vector<bool>& deferred = {});

    /// A new object from the row; nothing where its key is null (an outer join found none).
    void* add(const Row& row);
    void load(void* object, const Row& row) const;

    const std::shared_ptr<ObjectList>& objects() const { return objects_; }
    const std::shared_ptr<Batch>& batch() const { return batch_; }

private:
    Value reference_key(const Relation& relation, const Row& row) const;

    const ModelInfo& model_;
    const Dialect& dialect_;
    std::vector<std::size_t> places_;  // of the columns in the row
    std::shared_ptr<ObjectList> objects_;
    std::shared_ptr<Batch> batch_;
};

/// A column's value, or an expression's, of a row.
Value loaded(const Row& row, std::size_t column, const ColumnType& type, const Dialect& dialect);

}  // namespace portico::orm::detail
