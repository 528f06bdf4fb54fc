#include <portico/orm/expression.hpp>

#include <utility>

#include <portico/orm/detail/literal.hpp>
#include <portico/orm/model_info.hpp>

namespace portico::orm {

namespace {

std::shared_ptr<Expression> node(Expression::Kind kind) {
    auto made = std::make_shared<Expression>();
    made->kind = kind;
    return made;
}

ExpressionPtr joined(Expression::Kind kind, std::vector<ExpressionPtr> conditions) {
    if (conditions.size() == 1) return std::move(conditions.front());
    auto made = node(kind);
    for (auto& condition : conditions) {
        if (condition->kind == kind) {
            made->arguments.insert(made->arguments.end(), condition->arguments.begin(), condition->arguments.end());
        } else {
            made->arguments.push_back(std::move(condition));
        }
    }
    return made;
}

}  // namespace

ExpressionPtr path_named(std::string name) {
    auto made = node(Expression::Kind::path);
    made->name = std::move(name);
    return made;
}

ExpressionPtr named(std::string lookup, Value value) {
    auto made = node(Expression::Kind::named);
    made->name = std::move(lookup);
    made->arguments = {value_of(std::move(value))};
    return made;
}

Order order_named(std::string_view name) {
    bool descending = name.starts_with('-');
    if (descending || name.starts_with('+')) name.remove_prefix(1);
    if (name == "?") return {function("random", {})};
    return {path_named(std::string(name)), descending};
}

ExpressionPtr value_of(Value value) {
    auto made = node(Expression::Kind::value);
    made->value = std::move(value);
    return made;
}

ExpressionPtr values_of(List values) {
    auto made = node(Expression::Kind::values);
    made->value = Value::list(std::move(values));
    return made;
}

ExpressionPtr compare(Lookup lookup, ExpressionPtr left, std::vector<ExpressionPtr> right) {
    auto made = node(Expression::Kind::compare);
    made->lookup = lookup;
    made->arguments.reserve(1 + right.size());
    made->arguments.push_back(std::move(left));
    for (auto& operand : right) made->arguments.push_back(std::move(operand));
    return made;
}

ExpressionPtr all_of(std::vector<ExpressionPtr> conditions) {
    return joined(Expression::Kind::all, std::move(conditions));
}
ExpressionPtr any_of(std::vector<ExpressionPtr> conditions) {
    return joined(Expression::Kind::any, std::move(conditions));
}

ExpressionPtr negation(ExpressionPtr condition) {
    auto made = node(Expression::Kind::negate);
    made->arguments = {std::move(condition)};
    return made;
}

ExpressionPtr operation(const char* symbol, ExpressionPtr left, ExpressionPtr right) {
    auto made = node(Expression::Kind::operation);
    made->name = symbol;
    made->arguments = {std::move(left), std::move(right)};
    return made;
}

ExpressionPtr function(const char* name, std::vector<ExpressionPtr> arguments) {
    auto made = node(Expression::Kind::function);
    made->name = name;
    made->arguments = std::move(arguments);
    return made;
}

ExpressionPtr aggregate(const char* name, ExpressionPtr argument, bool distinct) {
    auto made = node(Expression::Kind::aggregate);
    made->name = name;
    made->distinct = distinct;
    if (argument) made->arguments = {std::move(argument)};
    return made;
}

ExpressionPtr raw_expression(std::string sql, std::vector<ExpressionPtr> arguments, portico::Kind result) {
    auto made = node(Expression::Kind::raw);
    made->name = std::move(sql);
    made->arguments = std::move(arguments);
    made->result = result;
    return made;
}

ExpressionPtr detail::raw_for(std::initializer_list<std::pair<std::string_view, std::string_view>> texts, std::vector<ExpressionPtr> arguments,
                              portico::Kind result) {
    auto made = node(Expression::Kind::raw);
    Map all;
    for (const auto& [dialect, text] : texts) all.append(std::string(dialect), Value(text));
    made->value = Value::map(std::move(all)).owned();
    made->arguments = std::move(arguments);
    made->result = result;
    return made;
}

}  // namespace portico::orm

namespace portico::orm::detail {

ExpressionPtr of_moment(const char* name, ExpressionPtr moment, std::string_view zone) {
    if (zone.empty()) return function(name, {std::move(moment)});
    return function(name, {std::move(moment), value_of(Value(std::string(zone)))});
}

ExpressionPtr with_order(const ExpressionPtr& aggregate, std::vector<Order> order) {
    auto made = std::make_shared<Expression>(*aggregate);
    auto spec = std::make_shared<WindowSpec>();
    spec->order = std::move(order);
    made->over = std::move(spec);
    return made;
}

ExpressionPtr with_result(ExpressionPtr expression, portico::Kind result) {
    auto made = std::make_shared<Expression>(*expression);
    made->result = result;
    return made;
}

ExpressionPtr over_window(ExpressionPtr computed, std::shared_ptr<const WindowSpec> window) {
    auto made = node(Expression::Kind::window);
    made->arguments = {std::move(computed)};
    made->over = std::move(window);
    return made;
}

ExpressionPtr json_path(const ExpressionPtr& json, Value key) {
    bool further = json->kind == Expression::Kind::json_key;
    auto made = further ? std::make_shared<Expression>(*json) : node(Expression::Kind::json_key);
    if (!further) made->arguments = {json};
    made->arguments.push_back(value_of(std::move(key)));
    return made;
}

ExpressionPtr path_expression(const Step* steps, std::size_t count) {
    auto made = node(Expression::Kind::path);
    made->steps.assign(steps, steps + count);
    return made;
}

ExpressionPtr enumerator(std::int64_t number) {
    auto made = node(Expression::Kind::value);
    made->value = Value(number);
    made->enumerator = true;
    return made;
}

ExpressionPtr object_literal(const TypeInfo* type, const void* object, const char* type_name) {
    const ModelInfo& model = require_model(type, type_name);
    ExpressionPtr key = value_of(model.key_of(object));
    if (!model.referred_by_field) return key;
    Expression with_others = *key;
    for (const Relation* relation : model.incoming) {
        if (!relation->to_field) continue;
        Expression other = *value_of(relation->value_in(object));
        other.name = relation->to_field->attribute;
        with_others.arguments.push_back(std::make_shared<const Expression>(std::move(other)));
    }
    return std::make_shared<const Expression>(std::move(with_others));
}

}  // namespace portico::orm::detail
