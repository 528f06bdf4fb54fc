/// What a query's SQL depends on, as bytes to be compared, and the values that it doesn't depend on.
#pragma once
#include <string>
#include <vector>

#include <portico/orm/query.hpp>

namespace portico::orm {
class Dialect;
}

namespace portico::orm::detail {

class Shape {
public:
    Shape(const Query& query, const Dialect& dialect);

    /// Two queries of the same key have the same SQL. Empty: it can't be told.
    const std::string& key() const { return key_; }
    /// In the order of the tree.
    const std::vector<const Value*>& values() const { return values_; }

private:
    void add(const Query& query);
    void add(const Expression& expression);
    void add(const Value& value);
    void add(const Path& path);
    void add(const Order& order);
    void add(const std::vector<Step>& steps);
    void add(const std::string& text);
    void add(const std::vector<ExpressionPtr>& expressions);
    template <class Number> void add_number(Number number);

    std::string key_{};
    std::vector<const Value*> values_{};
    bool known_ = true;
};

}  // namespace portico::orm::detail
