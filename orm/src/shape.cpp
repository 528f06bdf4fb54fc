#include "shape.hpp"

#include <type_traits>

#include "registry.hpp"
#include "select.hpp"

namespace portico::orm::detail {

template <class Number> void Shape::add_number(Number number) {
    static_assert(std::is_trivially_copyable_v<Number>);
    key_.append(reinterpret_cast<const char*>(&number), sizeof number);
}

Shape::Shape(const Query& query, const Dialect& dialect) {
    key_.reserve(256);
    add_number(&dialect);
    // Models that are installed later change what is known of those before.
    add_number(registry_version());
    add(query);
    if (!known_) key_.clear();
}

void Shape::add(const Query& query) {
    known_ = known_ && query.combined.empty();
    add_number(&query.model());
    for (bool flag : {query.ordered, query.reversed, query.distinct, query.for_update, query.lock.nowait, query.lock.skip_locked,
                      query.lock.no_key, query.defer, query.limit.has_value()})
        add_number(flag);
    add_number(query.limit.value_or(0));
    add_number(query.offset);
    add(query.filters);
    add_number(query.order.size());
    for (const Order& order : query.order) add(order);
    add_number(query.lock_of.size());
    for (const Path& path : query.lock_of) add(path);
    add_number(query.select_related.size());
    for (const Path& path : query.select_related) add(path);
    add_number(query.annotations.size());
    for (const Annotation& annotation : query.annotations) {
        add(annotation.name);
        add_number(annotation.after_filter);
        add(*annotation.expression);
    }
    add(query.columns);
    add(query.only);
}

void Shape::add(const std::vector<ExpressionPtr>& expressions) {
    add_number(expressions.size());
    for (const auto& expression : expressions) add(*expression);
}

void Shape::add(const Expression& expression) {
    using Kind = Expression::Kind;
    add_number(expression.kind);
    add_number(expression.lookup);
    add_number(expression.distinct);
    switch (expression.kind) {
    case Kind::value: return add(expression.value);
    case Kind::path:
        // "published_at__date" depends on the time zone of the moment.
        known_ = known_ && expression.name.find("__") == std::string::npos;
        break;
    case Kind::compare:
        // Compared as a range of moments, or not, as the value allows.
        known_ = known_ && expression.arguments.front()->kind != Kind::function;
        if (expression.lookup == Lookup::isnull) {
            add_number(expression.arguments.back()->value.truthy());
            return add(*expression.arguments.front());
        }
        break;
    case Kind::all:
    case Kind::any:
    case Kind::negate:
    case Kind::operation:
    case Kind::aggregate: break;
    case Kind::function:
        known_ = known_ && !is_calendar(expression.name);
        break;
    default: known_ = false; return;
    }
    add(expression.steps);
    add(expression.name);
    add(expression.arguments);
    add_number(expression.filter != nullptr);
    if (expression.filter) add(*expression.filter);
    known_ = known_ && !expression.query && !expression.over && !expression.result;
}

/// Which SQL compares with it depends on what it is, and on null.
void Shape::add(const Value& value) {
    add_number(value.type());
    values_.push_back(&value);
}

void Shape::add(const Path& path) {
    add(path.steps);
    add(path.name);
}

void Shape::add(const Order& order) {
    add_number(order.descending);
    add_number(order.nulls);
    add(*order.expression);
}

void Shape::add(const std::vector<Step>& steps) {
    add_number(steps.size());
    for (const Step& step : steps) {
        add_number(step.model);
        add_number(step.offset);
        add_number(step.back);
        add_number(step.inside);
    }
}

void Shape::add(const std::string& text) {
    add_number(text.size());
    key_ += text;
}

}  // namespace portico::orm::detail
