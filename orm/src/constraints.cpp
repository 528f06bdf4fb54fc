#include <portico/orm/constraints.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "conditions.hpp"
#include "convert.hpp"

namespace portico::orm {

std::string schema_sql(const ModelInfo& model, const Expression& expression, const Dialect& dialect) {
    Query query;
    query.type = &model.slot;
    detail::Output output(dialect);
    output.in_schema = true;
    detail::Select select(query, output);
    bool condition = expression.kind != Expression::Kind::path && expression.kind != Expression::Kind::function;
    std::string sql = condition ? detail::Conditions(select).compile(expression, 0).text : select.value(expression).text;
    if (!select.joins().empty())
        throw Error("a rule of \"" + model.name + "\" reaches another table", "checks and indexes are over the model's own columns");
    return sql;
}

namespace {

using Kind = Expression::Kind;

/// What SQL would say of one object, as far as that is known here. No value: not known.
class Evaluator {
public:
    Evaluator(const ModelInfo& model, const void* object) : model_(model), object_(object) {}

    /// Null, true or false.
    std::optional<Value> condition(const Expression& expression) const {
        switch (expression.kind) {
        case Kind::all: return several(expression, false);
        case Kind::any: return several(expression, true);
        case Kind::negate: {
            auto inner = condition(*expression.arguments.front());
            if (!inner) return std::nullopt;
            // As in queries: what is not known to hold does not.
            return Value(!inner->truthy());
        }
        case Kind::compare: return compared(expression);
        default: return value(expression, nullptr);
        }
    }

    std::optional<Value> value(const Expression& expression, const Column* beside) const {
        switch (expression.kind) {
        case Kind::path:
            if (const Column* column = column_of(expression)) return column->value(object_).owned();
            return std::nullopt;
        case Kind::value: return beside && !beside->relation ? detail::converted(expression.value, *beside) : expression.value;
        case Kind::constant: return expression.value;
        case Kind::function: return function(expression);
        case Kind::operation: return operation(expression);
        default: return std::nullopt;
        }
    }

private:
    std::optional<Value> several(const Expression& expression, bool decides) const {
        Value result(!decides);
        for (const auto& argument : expression.arguments) {
            auto part = condition(*argument);
            if (!part) return std::nullopt;
            if (!part->is_null() && part->truthy() == decides) return Value(decides);
            if (part->is_null()) result = Value();
        }
        return result;
    }

    const Column* column_of(const Expression& path) const {
        if (path.kind != Kind::path) return nullptr;
        detail::Route route = detail::route_of(model_, path, nullptr);
        if (!route.column && route.hops.size() == 1 && !route.hops.front().many()) return route.hops.front().relation->columns.front();
        return route.hops.empty() && route.transforms.empty() ? route.column : nullptr;
    }

    std::optional<Value> function(const Expression& expression) const {
        if (expression.arguments.size() != 1) return std::nullopt;
        auto given = value(*expression.arguments.front(), nullptr);
        if (!given || given->is_null()) return given;
        auto text = given->as_text();
        if (expression.name == "lower" && text) return Value(text::lower(*text));
        if (expression.name == "upper" && text) return Value(text::upper(*text));
        if (expression.name == "length" && text) return Value(static_cast<std::int64_t>(given->size().value_or(0)));
        return std::nullopt;
    }

    std::optional<Value> operation(const Expression& expression) const {
        auto left = value(*expression.arguments[0], nullptr), right = value(*expression.arguments[1], nullptr);
        if (!left || !right) return std::nullopt;
        if (left->is_null() || right->is_null()) return Value();
        auto *a = left->as_integer(), *b = right->as_integer();
        if (!a || !b) return std::nullopt;
        std::int64_t result = 0;
        bool overflows = expression.name == "+"   ? __builtin_add_overflow(*a, *b, &result)
                         : expression.name == "-" ? __builtin_sub_overflow(*a, *b, &result)
                         : expression.name == "*" ? __builtin_mul_overflow(*a, *b, &result)
                                                  : true;
        return overflows ? std::nullopt : std::optional(Value(result));
    }

    std::optional<Value> compared(const Expression& expression) const {
        const Column* column = column_of(*expression.arguments.front());
        auto left = value(*expression.arguments.front(), nullptr);
        if (!left) return std::nullopt;
        std::vector<Value> right;
        for (std::size_t i = 1; i < expression.arguments.size(); ++i) {
            auto operand = value(*expression.arguments[i], column);
            if (!operand) return std::nullopt;
            right.push_back(std::move(*operand));
        }
        if (expression.lookup == Lookup::isnull) return Value(left->is_null() == right.at(0).truthy());
        if (expression.lookup == Lookup::exact && right.at(0).is_null()) return Value(left->is_null());
        if (left->is_null() || std::ranges::any_of(right, &Value::is_null)) return Value();
        return told(expression.lookup, *left, right);
    }

    std::optional<Value> told(Lookup lookup, const Value& left, const std::vector<Value>& right) const {
        switch (lookup) {
        case Lookup::exact: return Value(left == right.at(0));
        case Lookup::gt: return Value(left > right.at(0));
        case Lookup::gte: return Value(left >= right.at(0));
        case Lookup::lt: return Value(left < right.at(0));
        case Lookup::lte: return Value(left <= right.at(0));
        case Lookup::range: return Value(left >= right.at(0) && left <= right.at(1));
        case Lookup::in: return Value(std::ranges::find(right, left) != right.end());
        default: return std::nullopt;
        }
    }

    const ModelInfo& model_;
    const void* object_;
};

}  // namespace

std::optional<bool> holds(const ModelInfo& model, const void* object, const Expression& condition) {
    auto told = Evaluator(model, object).condition(condition);
    if (!told) return std::nullopt;
    return told->is_null() || told->truthy();
}

std::optional<Value> value_in(const ModelInfo& model, const void* object, const Expression& term) {
    return Evaluator(model, object).value(term, nullptr);
}

bool IndexInfo::over_columns() const { return std::ranges::find(columns, std::string()) == columns.end(); }

}  // namespace portico::orm
