#include <cmath>
#include <portico/base/value.hpp>

namespace portico {

namespace {

bool is_numeric(const Value& v) { return v.as_boolean() || v.as_integer() || v.as_number() || v.as_decimal(); }

std::int64_t whole(const Value& v) { return v.as_boolean() ? (*v.as_boolean() ? 1 : 0) : *v.as_integer(); }

double as_double(const Value& v) {
    if (auto* number = v.as_number()) return *number;
    if (auto* decimal = v.as_decimal()) return decimal->to_double();
    return static_cast<double>(whole(v));
}

Decimal as_exact(const Value& v) { return v.as_decimal() ? *v.as_decimal() : Decimal(whole(v)); }

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
    if (a.as_number() || b.as_number()) return as_double(a) <=> as_double(b);
    if (a.as_decimal() || b.as_decimal()) return as_exact(a) <=> as_exact(b);
    return whole(a) <=> whole(b);
}

std::partial_ordering compare_lists(const List& a, const List& b) {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        auto order = a[i] <=> b[i];
        if (order != std::partial_ordering::equivalent) return order;
    }
    return a.size() <=> b.size();
}

template <class T> std::partial_ordering compare(const T* a, const T* b) {
    if (!a || !b) return std::partial_ordering::unordered;
    return *a <=> *b;
}

bool equal_lists(const List& a, const List& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!(a[i] == b[i])) return false;
    }
    return true;
}

bool equal_structs(const StructRef& a, const StructRef& b) { return a.type == b.type && a.object == b.object; }

}  // namespace

std::partial_ordering operator<=>(const Value& a, const Value& b) {
    if (is_numeric(a) && is_numeric(b)) return compare_numbers(a, b);
    if (auto left = a.as_text(), right = b.as_text(); left && right) return *left <=> *right;
    if (a.as_list() && b.as_list()) return compare_lists(*a.as_list(), *b.as_list());
    if (a.type() != b.type()) return std::partial_ordering::unordered;
    switch (a.type()) {
        case Value::Type::date: return compare(a.as_date(), b.as_date());
        case Value::Type::time: return compare(a.as_time(), b.as_time());
        case Value::Type::date_time: return compare(a.as_date_time(), b.as_date_time());
        case Value::Type::duration: return compare(a.as_duration(), b.as_duration());
        case Value::Type::uuid: return compare(a.as_uuid(), b.as_uuid());
        case Value::Type::bytes: return a.as_bytes()->data <=> b.as_bytes()->data;
        default: return std::partial_ordering::unordered;
    }
}

bool operator==(const Value& a, const Value& b) {
    if (is_numeric(a) && is_numeric(b)) return compare_numbers(a, b) == std::partial_ordering::equivalent;
    if (a.is_text() && b.is_text()) return *a.as_text() == *b.as_text();
    if (a.type() != b.type()) return false;
    switch (a.type()) {
        case Value::Type::null: return true;
        case Value::Type::list: return equal_lists(*a.as_list(), *b.as_list());
        case Value::Type::map: return *a.as_map() == *b.as_map();
        case Value::Type::structure: return equal_structs(*a.as_struct(), *b.as_struct());
        case Value::Type::dynamic: return a.as_dynamic() == b.as_dynamic();
        default: return (a <=> b) == std::partial_ordering::equivalent;
    }
}

}  // namespace portico
