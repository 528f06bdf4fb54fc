#include "same.hpp"

#include <algorithm>

namespace portico::conformance {

namespace {

bool same_objects(const Json& a, const Json& b) {
    if (a.size() != b.size()) return false;
    for (const auto& [name, value] : a.items()) {
        auto other = b.find(name);
        if (other == b.end() || !same(value, *other)) return false;
    }
    return true;
}

} // namespace

bool same(const Json& a, const Json& b) {
    if (a.is_object() && b.is_object()) return same_objects(a, b);
    if (a.is_array() && b.is_array()) return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
    if (a.is_number() && b.is_number()) return a.is_number_float() == b.is_number_float() && a == b;
    return a.type() == b.type() && a == b;
}

} // namespace portico::conformance
