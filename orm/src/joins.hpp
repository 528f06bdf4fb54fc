/// The FROM part of one SELECT: its tables and their aliases.
#pragma once
#include <memory>
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <portico/orm/dialect.hpp>

#include "batch.hpp"

namespace portico::orm::detail {

struct NamedQuery;

/// What a value is compared with, which says how it is stored.
struct Origin {
    const Column* column = nullptr;
    ColumnType type{};

    Value stored(const Value& value, const Dialect& dialect) const;
};

/// What the SELECTs of one statement share.
struct Output {
    explicit Output(const Dialect& dialect) : dialect(dialect) {}
    const Dialect& dialect;
    std::vector<Value> parameters{};
    /// Of the parameters, as long as each of them is a value of the query as it is stored.
    std::vector<std::pair<const Value*, Origin>> origins{};
    std::size_t aliases = 0;

    /// For what is kept in the schema (CHECK, an index): literals in place of parameters, columns without their table.
    bool in_schema = false;

    std::string bind(Value value) {
        if (in_schema) return dialect.literal(value);
        parameters.push_back(std::move(value));
        return dialect.placeholder(parameters.size());
    }
    /// Common table expressions, for the head of the statement.
    std::vector<std::shared_ptr<NamedQuery>> named{};
    bool recursive = false;
    /// The whole statement.
    std::string with_named(std::string sql) const;
    /// Forgets what was bound and named since.
    void rewind(std::size_t bound, std::size_t named_before) {
        parameters.resize(bound);
        origins.resize(std::min(origins.size(), bound));
        named.resize(named_before);
    }
    std::string bind(const Value& value, const Origin& origin) {
        if (origins.size() == parameters.size()) origins.emplace_back(&value, origin);
        return bind(origin.stored(value, dialect));
    }
    std::string new_alias() { return "T" + std::to_string(++aliases); }
};

/// A row reached by a path. The last relation is joined only when a column beyond its key is asked for.
struct Place {
    std::string alias{};                 // where `model` (or the last table joined) is
    const ModelInfo* model = nullptr;    // the model reached
    std::optional<Hop> pending{};        // not joined yet: `alias` is still the table before
    bool through_joined = false;         // pending and many to many: `alias` is the table between
    bool nullable = false;               // there may be no such row
};

class Joins {
public:
    /// The root table stands under its own name, in subqueries under an alias.
    Joins(Output& output, const ModelInfo& root, bool subquery);
    /// Of a subquery that starts at a relation of the query around it; `where` gets the condition that ties them.
    Joins(Output& output, Hop first, const Place& outer, std::string& where);

    Place root() const { return root_; }
    /// One relation further. Relations to many are joined anew for each `group` of conditions.
    Place over(const Place& place, Hop hop, int group);
    /// The place with its table joined.
    Place settled(const Place& place, int group);
    /// The columns with the key of the row reached, without a join where they are at hand.
    std::vector<std::string> key_columns(Place& place, int group);
    std::string column(const Place& place, const Column& column) const;

    /// The rows reached by these relations must be there for a condition to hold: an inner join finds them, however it was
    /// joined. A database may begin with either side of it, which it may not with an outer one.
    void require(const std::vector<Hop>& hops, int group);

    /// The alias of a further table whose `column` is equal to `key`; asked again, the same. `join`: JOIN and the table.
    std::string beside(const std::string& table, const std::string& join, const std::string& column, const std::string& key);

    /// "blog_post" INNER JOIN …
    std::string sql() const;
    bool empty() const { return joins_.empty() && beside_.empty(); }
    /// Were relations to many joined?
    bool multiplied() const { return multiplied_; }

private:
    struct Join {
        std::string parent{};
        Hop hop{};
        int group = 0;
        bool through = false;
        std::string alias{};
        bool optional = false;  // an outer join
        std::string table{};    // "blog_tag" "T1" ON (…)
    };
    Join* find(const std::string& parent, Hop hop, int key, bool through);
    std::string join(const Place& place, int group, bool through, const std::string& table,
                     const std::vector<std::pair<std::string, std::string>>& on);
    Place through_table(const Place& place, int group);

    Output& output_;
    Place root_;
    std::string sql_;
    std::vector<Join> joins_;
    struct Beside {
        std::string table{}, on{}, alias{}, text{};
    };
    std::vector<Beside> beside_;
    bool multiplied_ = false;
};

std::string quoted(const Dialect& dialect, const std::string& alias, const std::string& column);

}  // namespace portico::orm::detail
