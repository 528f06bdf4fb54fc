/// Conditions of a SELECT.
#pragma once
#include <string>

#include "select.hpp"

namespace portico::orm::detail {

/// Throws where a foreign key that refers to another column stands beside the key of its target.
void check_meant_alike(const Sql& left, const Sql& right);

/// `nullable`: it may be neither true nor false.
struct ConditionSql {
    std::string text{};
    bool nullable = false;
};

class Conditions {
public:
    explicit Conditions(Select& select) : select_(select), dialect_(select.dialect_) {}

    /// Empty text: always true.
    ConditionSql compile(const Expression& expression, int group, bool negated = false);
    /// After `compile`, of a condition that must hold for every row: what it compares must be there, so its joins are inner ones.
    void require(const Expression& expression, int group);

private:
    class InSubquery;

    ConditionSql several(const Expression& expression, int group, bool negated);
    ConditionSql negate(const Expression& expression, int group, bool negated);
    ConditionSql compare(const Expression& expression, int group, bool negated);
    ConditionSql compare_by_name(const Expression& expression, int group, bool negated);
    ConditionSql not_among_many(const Expression& expression, const Route& route, int group);
    ConditionSql finish(std::vector<Sql> left, const Expression& expression, int group);

    ConditionSql exact(const std::vector<Sql>& left, const Expression& right, int group);
    ConditionSql among(const std::vector<Sql>& left, const Expression& expression, int group);
    ConditionSql among_rows(const std::vector<Sql>& left, const Query& query);
    ConditionSql tree(const Expression& expression, int group);
    ConditionSql matched(const Sql& left, const Expression& expression);
    ConditionSql ordered(const Sql& left, const char* symbol, const Expression& right, int group);
    ConditionSql in_range(const Sql& left, const Expression& expression, int group);
    /// Years and days as ranges of moments, so that an index serves.
    std::optional<ConditionSql> calendar(const Expression& expression, int group);
    std::string operand(const Sql& left, const Expression& right, int group);

    Select& select_;
    const Dialect& dialect_;
};

}  // namespace portico::orm::detail
