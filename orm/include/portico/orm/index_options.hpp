/// Of indexes and constraints, what only some databases have.
#pragma once
#include <string>
#include <vector>

#include <portico/orm/expression.hpp>

namespace portico::orm {

/// PostgreSQL's kinds of index (`bloom` needs the extension of that name); `tree` is everybody's.
enum class IndexType { tree, hash, gin, gist, spgist, brin, bloom };

/// When a rule is looked at: at once, at the end of each statement (and at the end of the transaction, where that says SET
/// CONSTRAINTS … DEFERRED), or at the end of the transaction.
enum class Deferrable { no, immediate, deferred };

struct IndexOptions {
    IndexType type = IndexType::tree;
    std::vector<std::string> opclasses{};  // of each column; empty: the usual one
    Deferrable deferrable = Deferrable::no;
    bool nulls_distinct = true;
    bool operator==(const IndexOptions&) const = default;
};

/// A rule over pairs of rows: no two for which all comparisons hold.
struct Exclusion {
    struct Term {
        ExpressionPtr expression{};
        std::string op{};
        std::string opclass{};
    };
    std::string name{};
    std::vector<Term> terms{};
    ExpressionPtr condition{};
    IndexType type = IndexType::gist;
    Deferrable deferrable = Deferrable::no;
    std::string message{}, code{};
};

}  // namespace portico::orm
