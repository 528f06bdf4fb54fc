/// The rows of a table as it is at one point of the migrations, without a C++ type: what `run_code` works with, since the models are
/// newer than the migration.
///
///     void fill_slugs(migrations::CodeContext& context) {
///         migrations::Rows posts(context.database, context.state, "blog.Post");
///         posts.each([&](const Map& post) { posts.update(post, {{"slug", slugify(post.find("title")->str())}}); });
///     }
///
/// A field is called by its name, a relation by its columns ("author_id"). Values are of the kind that the field had then: dates are dates,
/// JSON is lists and maps. Many-to-many tables have no rows here: use SQL.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/migrations/state.hpp>
#include <portico/orm/connection.hpp>

namespace portico::migrations {

class Rows {
public:
    /// Throws Error where the state has no such model. `state` is not needed any more afterwards.
    Rows(orm::Connection& database, const ProjectState& state, std::string_view model);

    /// What is not given has the column's default, or null. Throws Error for a name that is no field's, else what the database says.
    void insert(const Map& values) const;
    /// In the order of the key, a thousand at a time; what `visit` changes in rows is not visited again.
    void each(const std::function<void(const Map& row)>& visit) const;
    std::vector<Map> all() const;
    /// The row with the key of `row`, which is one that `each` gave, or the key's fields alone. Gives how many there were: one or none.
    std::int64_t update(const Map& row, const Map& changes) const;
    std::int64_t remove(const Map& row) const;
    std::int64_t count() const;

private:
    struct Cell {
        std::string name{}, column{};
        orm::ColumnType type{};
        bool key = false, computed = false;
    };
    struct Bound;

    const Cell& cell(std::string_view name) const;
    Map loaded(const orm::Row& row) const;
    std::string is_row(const Map& row, Bound& bound) const;

    orm::Connection& database_;
    std::string label_, table_;
    std::string count_on_{};  // has the database number further rows behind those that were given a number
    std::vector<Cell> cells_;
};

}  // namespace portico::migrations
