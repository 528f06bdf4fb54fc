/// A query as it stands before there is SQL: the one run-time tree that QuerySet, the admin and the API's filters build.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <portico/orm/expression.hpp>

namespace portico::orm {

struct ModelInfo;

/// A way over relations, typed or by name ("author__country").
struct Path {
    std::vector<Step> steps{};
    std::string name{};
};

struct Prefetch {
    Path path{};
    std::shared_ptr<const Query> query{};  // which of the related rows, in which order; null: all
};

struct Annotation {
    std::string name{};
    ExpressionPtr expression{};
    bool after_filter = false;  // it was added to a query set that was filtered: it sees the rows that the first filter speaks of
};

enum class SetOperation : std::uint8_t { union_, union_all, intersection, difference };

/// Rows of another query of the same model that are joined with those of this one.
struct Combined {
    SetOperation operation = SetOperation::union_;
    std::shared_ptr<const Query> query{};
};

/// How rows are locked: `select_for_update({.skip_locked = true})`.
struct RowLock {
    bool nowait = false;       // an error in place of waiting for another's lock
    bool skip_locked = false;  // rows that another has locked are left out
    bool no_key = false;       // the weaker lock, under which others may still refer to the rows
};

/// Its copying is compiled once, not in every file of views.
struct Query {
    Query();
    Query(const Query& other);
    Query(Query&& other) noexcept;
    Query& operator=(const Query& other);
    Query& operator=(Query&& other) noexcept;
    ~Query();

    const TypeInfo* const* type = nullptr;
    const char* type_name = "";
    std::string database{};                // its alias; empty: where the model lives, or a replica of that (routing.hpp)
    std::vector<ExpressionPtr> filters{};  // one for each call of filter or exclude; all hold
    std::vector<Order> order{};
    bool ordered = false;                  // order_by was called; else the model's ordering
    bool reversed = false;
    bool distinct = false;
    bool none = false;
    bool for_update = false;
    RowLock lock{};
    std::vector<Path> lock_of{};           // rows of these relations are locked too; none: of the model alone
    std::optional<std::uint64_t> limit{};
    std::uint64_t offset = 0;
    std::vector<Path> select_related{};
    std::vector<Prefetch> prefetch{};
    std::vector<Annotation> annotations{};
    std::vector<ExpressionPtr> columns{};  // values_list and subqueries: what is selected in place of objects
    std::vector<ExpressionPtr> only{};     // fields that are loaded, or with `defer` those that are not; empty: all
    bool defer = false;
    std::vector<Combined> combined{};

    bool sliced() const { return limit || offset > 0; }
    /// Error where the type was not installed.
    const ModelInfo& model() const;
};

}  // namespace portico::orm
