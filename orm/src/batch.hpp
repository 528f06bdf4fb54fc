/// What one statement brought, kept as long as any of its objects lives: keys, fingerprints of the loaded values, related
/// objects. Objects refer to their row of it, so that a relation can be loaded for all of them at once.
///
/// It never holds the objects themselves (they hold it), nor anything that leads back to them.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <portico/orm/detail/reference.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/query.hpp>

#include "fingerprint.hpp"

namespace portico::orm {
class Connection;
}

namespace portico::orm::detail {

class ObjectList;

/// Which end of which relation is followed.
struct Hop {
    const Relation* relation = nullptr;
    bool back = false;

    bool many() const { return relation->to_many() || (back && relation->kind == Relation::Kind::many_to_one); }
    const ModelInfo& reached() const { return back ? *relation->from : relation->target(); }
    const ModelInfo& left() const { return back ? relation->target() : *relation->from; }
    bool operator==(const Hop&) const = default;
};

class Batch {
public:
    struct ToOne {
        std::vector<Value> keys{};                            // of each row, as it was loaded
        std::vector<std::shared_ptr<const void>> objects{};   // empty until loaded
        std::shared_ptr<Batch> batch{};                       // theirs
    };
    struct ToMany {
        Hop hop{};
        std::vector<std::shared_ptr<const Results>> rows{};
        std::shared_ptr<Batch> batch{};
    };

    explicit Batch(const ModelInfo& model, std::string database = "default");

    const ModelInfo& model;
    std::string database;
    std::uint32_t rows = 0;
    std::vector<std::uint64_t> prints{};    // rows × columns
    std::vector<Value> keys{};              // of each row
    bool undone = false;                    // the rows were new, and their transaction was rolled back: they are not there
    RowLink former{};                       // of a row that was deleted in a transaction that is open: what it is if that is rolled back
    /// Of rows whose save was rolled back: the version that the object holds since, and the row's own.
    struct UndoneVersion {
        std::uint32_t row = 0;
        std::int64_t written = 0, own = 0;
    };
    std::vector<UndoneVersion> undone_versions{};
    std::vector<ToOne> to_one;              // by the relation's index
    std::vector<ToMany> to_many{};          // as they were asked for
    std::vector<bool> deferred{};           // columns that were not loaded, by index; empty: none
    std::vector<std::string> annotation_names{};
    std::vector<Value> annotations{};       // rows × names

    /// The object that this row refers to, loaded for all rows where need be. Throws NotFound, NotLoaded.
    std::shared_ptr<const void> related_object(std::uint32_t row, std::uint32_t relation);
    /// The rows related to this one, loaded for all where need be.
    std::shared_ptr<const Results> related_rows(std::uint32_t row, Hop hop);
    /// What is there without asking the database; null where nothing is.
    std::shared_ptr<const Results> loaded_rows(std::uint32_t row, Hop hop) const;
    void forget_rows(std::uint32_t row, Hop hop);
    void keep_rows(std::uint32_t row, Hop hop, std::shared_ptr<const Results> results);

    void load_to_one(std::uint32_t relation, const Query* narrowed = nullptr);
    ToMany& load_to_many(Hop hop, const Query* narrowed = nullptr);

    Value annotation(std::uint32_t row, std::string_view name) const;
    bool has_annotation(std::string_view name) const;
};

/// Ties an object to a row of a batch: key, references, many to many.
void attach(const ModelInfo& model, void* object, const std::shared_ptr<Batch>& batch, std::uint32_t row);
/// Ties objects that were just saved together to rows of a batch; those that have no key were not.
void attach_saved(const ModelInfo& model, const std::vector<void*>& objects, const std::string& database);
/// The object's row was deleted: it is a new object, unless a transaction around that is rolled back.
void detach_deleted(const ModelInfo& model, void* object);
/// These columns were written as the object holds them.
void note_saved(const ModelInfo& model, void* object, const std::vector<const Column*>& columns);
/// The row that an object is tied to; `batch` is null for a new object.
RowLink row_of(const ModelInfo& model, const void* object);

std::string key_text(const Value& key);

/// Hands out conditions that the expression is one of the keys: for as many of them as go into one statement.
void among_keys(const ExpressionPtr& expression, const std::vector<Value>& keys, const std::function<void(ExpressionPtr)>& ask);

/// Loads this column, or all that are missing, of an object of which only a part was loaded.
void load_deferred(const ModelInfo& model, void* object, const Column* column = nullptr);
/// TransactionError where none is open: a lock would be gone as soon as it was there.
void require_transaction(const Connection& database);

/// The row of that key.
Query query_of_row(const ModelInfo& model, const Value& key, const std::string& database);
/// Runs the query.
std::shared_ptr<const Results> fetch(const Query& query);
/// The batch of fetched results; null where there are none.
std::shared_ptr<Batch> batch_of(const ModelInfo& model, const Results& results);
void prefetch(const std::shared_ptr<Batch>& batch, const std::vector<Prefetch>& wanted);

}  // namespace portico::orm::detail
