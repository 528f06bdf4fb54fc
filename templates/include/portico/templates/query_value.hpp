#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>

namespace portico::templates {

/// Query data as templates see it: each name has a list of values, `request.GET.page` is the last of them.
/// What {% querystring %} builds on.
class QueryValue : public Dynamic {
public:
    using Lists = std::vector<std::pair<std::string, std::vector<std::string>>>;

    QueryValue() = default;
    explicit QueryValue(Lists lists) : lists_(std::move(lists)) {}

    const Lists& lists() const { return lists_; }
    void set(std::string_view name, std::vector<std::string> values);
    void erase(std::string_view name);
    /// "a=1&a=2&b=x+y".
    std::string urlencoded() const;

    std::optional<Value> attribute(std::string_view name) const override;
    bool truthy() const override { return !lists_.empty(); }
    std::string str() const override;
    bool each(const std::function<bool(const Value&)>& visit) const override;
    std::optional<std::size_t> size() const override { return lists_.size(); }

private:
    Lists lists_{};
};

} // namespace portico::templates
