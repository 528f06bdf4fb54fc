/// What a list's address asks for: "?q=harbour&status=draft&o=-views&p=2". Only what the admin offers counts; the rest is ignored.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cells.hpp"
#include "entry.hpp"

#include <portico/http/query_data.hpp>
#include <portico/orm/any_query_set.hpp>

namespace portico::admin {

class ListQuery {
public:
    ListQuery(const Entry& entry, const QueryData& given, const i18n::TimeZone& zone);

    /// Search and filters put on; `rows` are those that the person may work with.
    orm::AnyQuerySet narrowed(const orm::AnyQuerySet& rows) const;
    /// In the order asked for, and always in a certain one: the key comes last.
    orm::AnyQuerySet ordered(const orm::AnyQuerySet& rows) const;

    /// One thing in force that can be taken away.
    struct Chip {
        std::string label{}, value{}, url{};
    };
    std::vector<Chip> chips() const;
    bool is_narrowed() const { return !search_.empty() || !active_.empty(); }
    std::size_t filters_in_force() const { return active_.size(); }

    const std::string& search() const { return search_; }
    /// "-published_at", or empty.
    const std::string& order() const { return order_; }
    std::uint64_t page() const { return page_; }
    /// What is chosen in a filter, or empty.
    std::string_view chosen(std::string_view parameter) const { return given_.get(parameter); }
    /// This list with one parameter other than it is; an empty value takes it away. The page starts over unless it is what changes.
    std::string url_with(std::string_view parameter, std::string value) const;
    /// The query that leads back here: "q=harbour&p=2".
    std::string query_string() const { return given_.urlencode(); }

private:
    struct Active {
        const FilterPlan* filter = nullptr;
        std::string parameter{}, value{};
    };
    void read_filters(const QueryData& given);
    void read_order(std::string_view order);
    orm::AnyQuerySet searched(const orm::AnyQuerySet& rows) const;
    std::optional<orm::AnyQuerySet> apply(const orm::AnyQuerySet& rows, const Active& active) const;
    std::string order_label() const;

    const Entry& entry_;
    i18n::TimeZone zone_;
    QueryData given_;  // what counts of it
    std::string search_, order_;
    std::uint64_t page_ = 1;
    std::vector<Active> active_;
};

/// How an order is said: "Views, most first".
std::string order_words(const ColumnPlan& column, bool descending);

}  // namespace portico::admin
