/// The rows of a many-to-many table that belong to one owner.
#pragma once
#include <string>
#include <vector>

#include "batch.hpp"

namespace portico::orm::detail {

class Through {
public:
    Through(const Relation& relation, bool back, Value owner, std::string database);

    const ModelInfo* other = nullptr;  // the model at the other end
    /// The keys at the other end.
    std::vector<Value> keys() const;
    void insert(const std::vector<Value>& keys) const;
    void erase(const std::vector<Value>& keys) const;
    void clear() const;

private:
    void insert_rows(const std::vector<Value>& keys) const;
    void insert_objects(const std::vector<Value>& keys) const;
    void erase_rows(const std::vector<Value>& keys) const;
    /// The same table from the other end's row: for relations that hold in both directions.
    Through mirrored(const Value& key) const { return Through(relation_, back_, key, database_); }
    std::string owned(const class Dialect& dialect, std::vector<Value>& parameters) const;

    const Relation& relation_;
    bool back_;
    std::vector<std::string> near_, far_;
    Value owner_;
    std::string database_;
};

/// The parts of a key, one for each column.
std::vector<Value> parts_of(const Value& key, std::size_t columns);

}  // namespace portico::orm::detail
