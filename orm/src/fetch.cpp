#include <portico/orm/routing.hpp>
#include <portico/base/error.hpp>

#include "batch.hpp"
#include "compiled.hpp"
#include "convert.hpp"
#include "load.hpp"

namespace portico::orm::detail {

namespace {

/// Fills the lists of objects of one statement, row by row.
class Reader {
public:
    Reader(const Layout& layout, const Dialect& dialect, const Query& query) : layout_(layout), dialect_(dialect) {
        loaders_.reserve(layout.objects.size());
        for (const auto& objects : layout.objects)
            loaders_.emplace_back(*objects.model, dialect, home_of(query), objects.first, objects.deferred);
        for (std::size_t i = 1; i < loaders_.size(); ++i) {
            auto& cache = parent_cache(i);
            cache.batch = loaders_[i].batch();
        }
        for (const auto& extra : layout.extras) loaders_.front().batch()->annotation_names.push_back(extra.name);
        first_extra_ = layout.columns;
        objects_.resize(loaders_.size());
    }

    void read(const Row& row) {
        for (std::size_t i = 0; i < loaders_.size(); ++i) {
            objects_[i] = i == 0 || objects_[layout_.objects[i].parent] ? loaders_[i].add(row) : nullptr;
            if (i > 0 && objects_[layout_.objects[i].parent])
                parent_cache(i).objects.emplace_back(loaders_[i].objects(), objects_[i]);
        }
        auto& annotations = loaders_.front().batch()->annotations;
        for (std::size_t i = 0; i < layout_.extras.size(); ++i)
            annotations.push_back(extra(row, i));
    }

    std::shared_ptr<const Results> results() const {
        auto results = std::make_shared<Results>();
        results->items = loaders_.front().objects()->items();
        results->owner = loaders_.front().objects();
        return results;
    }

private:
    /// What `annotated` asks for arrives as typed fields do: an enum by its number.
    Value extra(const Row& row, std::size_t i) const {
        const auto& extra = layout_.extras[i];
        Value value = loaded(row, first_extra_ + i, extra, dialect_);
        bool enumerator = extra.type.kind == Kind::enumeration && extra.column && extra.name.starts_with("__value");
        return enumerator && !value.is_null() ? Value(enumerator_number(*value.as_text(), *extra.column)) : value;
    }

    Batch::ToOne& parent_cache(std::size_t i) {
        const auto& objects = layout_.objects[i];
        return loaders_[objects.parent].batch()->to_one[objects.relation->index];
    }

    const Layout& layout_;
    const Dialect& dialect_;
    std::vector<Loader> loaders_;
    std::vector<void*> objects_;  // of the row that is read
    std::size_t first_extra_ = 0;
};

}  // namespace

std::shared_ptr<const Results> fetch(const Query& query) {
    static const auto empty = std::make_shared<const Results>();
    if (query.none) return empty;
    Connection& database = reading_connection(query);
    if (query.for_update) require_transaction(database);
    Statement statement;
    const auto compiled = compiled_objects(query, database.dialect(), statement.parameters);
    statement.sql = compiled->sql;
    Reader reader(compiled->layout, database.dialect(), query);
    database.query(statement, [&](const Row& row) { reader.read(row); });
    auto results = reader.results();
    if (results->items.empty()) return results;
    const ModelInfo& model = query.model();
    auto batch = batch_of(model, *results);
    prefetch(batch, query.prefetch);
    return results;
}

std::shared_ptr<Batch> batch_of(const ModelInfo& model, const Results& results) {
    return results.items.empty() ? nullptr : row_of(model, results.items.front()).batch;
}

}  // namespace portico::orm::detail

namespace portico::orm {

Query::Query() = default;
Query::Query(const Query&) = default;
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(const Query&) = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

const ModelInfo& Query::model() const { return require_model(type ? *type : nullptr, type_name); }

}  // namespace portico::orm
