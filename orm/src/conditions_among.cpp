#include <portico/base/error.hpp>

#include "conditions.hpp"
#include "select.hpp"

/// Conditions that something is one of many: values, or rows of a query.
namespace portico::orm::detail {

namespace {

using Kind = Expression::Kind;

/// Of more values a list in the text would be long, and different for each number of them.
constexpr std::size_t most_placeholders = 100;

/// What stands to the right of IN; null is equal to nothing.
struct Given {
    std::vector<const Value*> values{};
    std::vector<const Expression*> computed{};
    bool as_one = false;

    Given(const Expression& in, const Column* referred) {
        for (std::size_t i = 1; i < in.arguments.size(); ++i) {
            const Expression& argument = *in.arguments[i];
            if (argument.kind == Kind::value) {
                add(value_for(argument, referred));
            } else if (argument.kind == Kind::values) {
                for (const Value& value : *argument.value.as_list()) add(value);
                as_one = values.size() > 1;
            } else {
                computed.push_back(&argument);
            }
        }
        as_one = as_one || values.size() > most_placeholders;
    }

private:
    void add(const Value& value) {
        if (!value.is_null()) values.push_back(&value);
    }
};

/// Beside a null among the rows "in" is never false, so that its negation would find no row at all.
bool gives_nulls(const Query& query, const Sql& column) { return column.nullable || query.columns.size() > 1 || !query.combined.empty(); }

void append(std::string& list, const char* between, const std::string& item) { list += (list.empty() ? "" : between) + item; }

}  // namespace

ConditionSql Conditions::among(const std::vector<Sql>& left, const Expression& expression, int group) {
    const auto& arguments = expression.arguments;
    if (arguments.size() == 2 && arguments[1]->kind == Kind::subquery) {
        const Query& query = *arguments[1]->query;
        if (query.none) return {"1 = 0", false};
        if (left.size() > 1) return among_rows(left, query);
        const Sql& mine = left.front();
        const Sql theirs = select_.only_column(query);
        check_meant_alike(mine, theirs);
        return {mine.text + " IN (" + Select(query, select_.output_, &select_).keys(mine.referred ? mine.column : nullptr) + ")",
                mine.nullable || mine.referred || gives_nulls(query, theirs)};
    }
    Given given(expression, left.size() == 1 ? left.front().column : nullptr);
    std::string any;
    if (left.size() > 1) {
        Expression one;
        for (const Value* value : given.values) {
            one.value = *value;
            append(any, " OR ", exact(left, one, group).text);
        }
        for (const Expression* computed : given.computed) append(any, " OR ", exact(left, *computed, group).text);
        return any.empty() ? ConditionSql{"1 = 0", false} : ConditionSql{"(" + any + ")", left.front().nullable};
    }
    const Sql& subject = left.front();
    std::string items;
    if (given.as_one && !select_.output_.in_schema && !subject.json) {
        List stored;
        for (const Value* value : given.values) stored.push_back(Origin{subject.column, subject.type}.stored(*value, dialect_));
        any = dialect_.among(subject.text, subject.type, stored, [&](Value all) { return select_.output_.bind(std::move(all)); });
        for (Value& left_over : stored) append(items, ", ", select_.placed(select_.output_.bind(std::move(left_over)), subject));
    } else {
        for (const Value* value : given.values) append(items, ", ", select_.bound(*value, subject));
    }
    for (const Expression* computed : given.computed) append(items, ", ", operand(subject, *computed, group));
    const bool nullable = subject.nullable || !given.computed.empty();
    if (items.empty()) return any.empty() ? ConditionSql{"1 = 0", false} : ConditionSql{any, nullable};
    std::string listed = subject.text + " IN (" + items + ")";
    return {any.empty() ? listed : "(" + any + " OR " + listed + ")", nullable};
}

/// Keys of several columns among those of a query.
ConditionSql Conditions::among_rows(const std::vector<Sql>& left, const Query& query) {
    if (!dialect_.features().row_values)
        throw Error("rows with a key of several columns can't be compared with a query set here", "compare the columns one by one");
    std::string mine;
    for (const Sql& part : left) mine += (mine.empty() ? "(" : ", ") + part.text;
    return {mine + ") IN (" + Select(query, select_.output_, &select_).keys() + ")",
            left.front().nullable || gives_nulls(query, {})};
}

}  // namespace portico::orm::detail
