/// The data of a query string or a form: names with one or more values, in order. Django's QueryDict.
///
///     auto query = QueryData::parse("tag=a&tag=b&q=x+y");
///     query.get("tag")            // "b": the last one
///     query.get_list("tag")       // {"a", "b"}
///     query.get("page", "1")      // "1": the fallback
///     query.set("page", "2").urlencode()
#pragma once
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico {

class QueryData {
public:
    using Entry = std::pair<std::string, std::string>;

    QueryData() = default;
    QueryData(std::initializer_list<Entry> entries) : entries_(entries) {}

    /// Percent-decodes; bytes that are no UTF-8 become U+FFFD. Throws BadRequest beyond `max_fields`.
    static QueryData parse(std::string_view text, std::size_t max_fields = 1000);

    /// The last value of that name; the views live as long as this does, unchanged.
    std::string_view get(std::string_view name, std::string_view fallback = {}) const noexcept;
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    std::vector<std::string_view> get_list(std::string_view name) const;
    bool contains(std::string_view name) const noexcept { return find(name).has_value(); }
    /// Each name once, in order of first appearance.
    std::vector<std::string_view> names() const;

    QueryData& add(std::string name, std::string value);
    /// Replaces all values of that name.
    QueryData& set(std::string_view name, std::string value);
    QueryData& set_list(std::string_view name, std::vector<std::string> values);
    std::size_t remove(std::string_view name);

    /// "a=1&a=2&b=x+y", values of one name together.
    std::string urlencode() const;
    /// As above, but with the characters of `safe` left alone and %20 for spaces (Django's
    /// urlencode(safe="/")).
    std::string urlencode(std::string_view safe) const;

    std::size_t size() const noexcept { return entries_.size(); }
    bool empty() const noexcept { return entries_.empty(); }
    auto begin() const noexcept { return entries_.begin(); }
    auto end() const noexcept { return entries_.end(); }
    bool operator==(const QueryData&) const = default;

private:
    std::vector<Entry> entries_;
};

} // namespace portico
