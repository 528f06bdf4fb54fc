/// A long list in pages, with Django's names.
///
///     auto page = paginate(request, Post::objects.filter(…), 20);      // ?page=3; what makes no sense is page 1, too far is the last
///     {% for post in page %} … {{ page.number }} of {{ page.paginator.num_pages }}
///
/// In templates a page is a list with number, has_next, has_previous, has_other_pages, next_page_number, previous_page_number,
/// start_index, end_index, elided_page_range, object_list and paginator (count, num_pages, page_range, per_page).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <portico/orm/any_query_set.hpp>

namespace portico {
class Request;
}

namespace portico::orm {

/// Rows counted once and cut into pages of `per_page`; pages count from 1 and there is always one. A last page of at most
/// `orphans` rows joins the one before.
class Paginator : public Dynamic {
public:
    Paginator(AnyQuerySet rows, std::int64_t per_page, std::int64_t orphans = 0);

    std::int64_t count() const { return count_; }
    std::int64_t per_page() const { return per_page_; }
    std::int64_t num_pages() const;
    /// The rows of a page, not fetched yet. The number must be one of 1 … num_pages().
    AnyQuerySet rows_of(std::int64_t number) const;
    /// 1-based places of a page's first and last row; 0 and 0 when there are none.
    std::int64_t start_index(std::int64_t number) const;
    std::int64_t end_index(std::int64_t number) const;
    /// Page numbers around this one and at both ends; nothing stands for those left out (Django's get_elided_page_range).
    std::vector<std::optional<std::int64_t>> elided_page_range(std::int64_t number, std::int64_t on_each_side = 3,
                                                               std::int64_t on_ends = 2) const;
    /// The number that a text asks for: 1 when it is no number, the last when it is beyond the end or below 1 (Django's get_page).
    std::int64_t number_from(std::string_view text) const;

    std::optional<Value> attribute(std::string_view name) const override;
    std::string str() const override;

private:
    AnyQuerySet rows_;
    std::int64_t per_page_;
    std::int64_t orphans_;
    std::int64_t count_;
};

class Page : public Dynamic {
public:
    Page(std::shared_ptr<const Paginator> paginator, std::int64_t number);

    std::int64_t number() const { return number_; }
    const Paginator& paginator() const { return *paginator_; }
    const AnyQuerySet& object_list() const { return rows_; }
    bool has_next() const { return number_ < paginator_->num_pages(); }
    bool has_previous() const { return number_ > 1; }

    std::optional<Value> attribute(std::string_view name) const override;
    std::optional<Value> at(std::size_t index) const override { return rows_.at(index); }
    bool truthy() const override { return rows_.truthy(); }
    std::string str() const override;
    bool each(const std::function<bool(const Value&)>& visit) const override { return rows_.each(visit); }
    std::optional<std::size_t> size() const override { return rows_.size(); }

private:
    std::shared_ptr<const Paginator> paginator_;
    std::int64_t number_;
    AnyQuerySet rows_;
};

/// The page that `?page=` asks for.
Page paginate(const Request& request, const AnyQuerySet& rows, std::int64_t per_page, std::string_view parameter = "page");

}  // namespace portico::orm

namespace portico {
using orm::paginate;
}
