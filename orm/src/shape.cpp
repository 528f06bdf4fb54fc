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
    // All members are named, so that a new one is not forgotten: does the SQL depend on it?
    const auto& [type, type_name, database, filters, order, ordered, reversed, distinct, none, for_update, lock, lock_of, limit, offset,
                 select_related, prefetch, annotations, columns, only, defer, combined] = query;
    known_ = known_ && combined.empty();
    add_number(&query.model());
    for (bool flag : {ordered, reversed, distinct, none, for_update, lock.nowait, lock.skip_locked, lock.no_key, defer, limit.has_value()})
        add_number(flag);
    add_number(limit.value_or(0));
    add_number(offset);
    add(filters);
    add_number(order.size());
    for (const Order& one : order) add(one);
    add_number(lock_of.size());
    for (const Path& path : lock_of) add(path);
    add_number(select_related.size());
    for (const Path& path : select_related) add(path);
    add_number(annotations.size());
    for (const Annotation& annotation : annotations) {
        add(annotation.name);
        add_number(annotation.after_filter);
        add(*annotation.expression);
    }
    add(columns);
    add(only);
}

void Shape::add(const std::vector<ExpressionPtr>& expressions) {
    add_number(expressions.size());
    for (const auto& expression : expressions) add(*expression);
}

void Shape::add(const Expression& expression) {
    using Kind = Expression::Kind;
    // All members, as above.
    const auto& [kind, lookup, enumerator, distinct, steps, name, value, arguments, query, filter, cte, over, result] = expression;
    add_number(kind);
    add_number(lookup);
    add_number(enumerator);
    add_number(distinct);
    switch (kind) {
    case Kind::value: return add(value);
    case Kind::path:
        // "published_at__date" depends on the time zone of the moment.
        known_ = known_ && name.find("__") == std::string::npos;
        break;
    case Kind::compare:
        // Compared as a range of moments, or not, as the value allows.
        known_ = known_ && arguments.front()->kind != Kind::function;
        if (lookup == Lookup::isnull) {
            add_number(arguments.back()->value.truthy());
            return add(*arguments.front());
        }
        break;
    case Kind::all:
    case Kind::any:
    case Kind::negate:
    case Kind::operation:
    case Kind::aggregate: break;
    case Kind::function:
        known_ = known_ && !is_calendar(name);
        break;
    default: known_ = false; return;
    }
    add(steps);
    add(name);
    add(arguments);
    add_number(filter != nullptr);
    if (filter) add(*filter);
    known_ = known_ && !query && !cte && !over && !result;
}

/// Which SQL compares with it depends on what it is, and on null; a boolean stands in the text itself.
void Shape::add(const Value& value) {
    add_number(value.type());
    if (const bool* flag = value.as_boolean()) return add_number(*flag);
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
