/// Rows become objects.
#pragma once
#include <cstdint>
#include <optional>

#include <portico/orm/connection.hpp>
#include <portico/orm/types.hpp>

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

    const std::shared_ptr<ObjectList>& objects() const { return objects_; }
    const std::shared_ptr<Batch>& batch() const { return batch_; }

private:
    /// How a column gets into its member: the common kinds straight, the others through a Value.
    enum class Way : std::uint8_t { text, key, integer, boolean, number, moment, enumeration, value };
    struct Member {
        const Column* column = nullptr;
        const FieldType* type = nullptr;  // of what is inside of an optional
        std::size_t at = 0;               // in the row
        Way way = Way::value;
    };
    struct End {
        const Relation* relation = nullptr;
        const RelationType* type = nullptr;
    };

    static Way way_of(const FieldType& type);
    std::uint64_t load(const Member& member, void* object, const Row& row) const;
    std::optional<std::uint64_t> store(const Member& member, void* place, const Row& row) const;
    void tie(const End& end, void* object, const RowLink& link, const Row& row);
    Value reference_key(const Relation& relation, const Row& row) const;

    const ModelInfo& model_;
    const Dialect& dialect_;
    std::vector<std::size_t> places_;  // of the columns in the row
    std::vector<Member> members_;
    std::vector<End> ends_;
    std::shared_ptr<ObjectList> objects_;
    std::shared_ptr<Batch> batch_;
};

/// A column's value, or an expression's, of a row.
Value loaded(const Row& row, std::size_t column, const ColumnType& type, const Dialect& dialect);

}  // namespace portico::orm::detail
