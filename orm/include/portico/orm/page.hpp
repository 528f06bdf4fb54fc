/// A list in pages, as Django's Paginator and Page: made for templates, used the same in C++.
///
///     auto page = paginate(request, posts, 20);        // ?page=3; nonsense is page 1, too much or too little the last
///     render(request, "list.html", {{"page", page}})
///
///     {% for post in page %} … {% endfor %}
///     {{ page.number }} of {{ page.paginator.num_pages }}, {{ page.paginator.count }} in all
///     {% if page.has_next %}<a href="?page={{ page.next_page_number }}">
///     {% for n in page.elided_range %}{{ n }}{% endfor %}      1 2 … 9 10 11 … 40 41
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <portico/orm/any_query_set.hpp>
#include <portico/orm/pages.hpp>

namespace portico {
class Request;
}

namespace portico::orm {

class Page;

/// Rows are counted once, when it is first asked how many there are.
class Paginator : public Dynamic {
public:
    /// A last page of no more than `orphans` rows joins the one before.
    Paginator(AnyQuerySet rows, std::uint64_t per_page, std::uint64_t orphans = 0);

    std::int64_t count() const;
    /// At least 1: an empty list has one empty page.
    std::int64_t num_pages() const;
    std::uint64_t per_page() const { return per_page_; }
    /// The arithmetic behind it.
    Pages pages() const;
    /// Throws NoSuchPage for a page that there is not.
    Page page(std::int64_t number) const;
    /// The page that a text names: what is no number is 1; beyond the end, below 1, or "last": the last (Django's get_page).
    Page get_page(std::string_view number) const;
    /// Numbers of pages to offer, 0 where some are left out: `on_each_side` of the current one, `on_ends` at both ends.
    std::vector<std::int64_t> elided_range(std::int64_t number, int on_each_side = 3, int on_ends = 2) const;

    std::optional<Value> attribute(std::string_view name) const override;
    std::string str() const override { return "<Paginator>"; }

private:
    AnyQuerySet rows_;
    std::uint64_t per_page_;
    std::uint64_t orphans_;
    mutable std::optional<std::int64_t> count_{};
};

class Page : public Dynamic {
public:
    Page(Paginator paginator, std::int64_t number, AnyQuerySet rows);

    std::int64_t number() const { return number_; }
    const Paginator& paginator() const { return paginator_; }
    bool has_next() const { return number_ < paginator_.num_pages(); }
    bool has_previous() const { return number_ > 1; }
    bool has_other_pages() const { return has_next() || has_previous(); }
    /// Of the first and last row among all, from 1; 0 on an empty page.
    std::int64_t start_index() const;
    std::int64_t end_index() const;
    const AnyQuerySet& object_list() const { return rows_; }
    std::vector<Object> objects() const { return rows_.objects(); }

    std::optional<Value> attribute(std::string_view name) const override;
    std::optional<Value> at(std::size_t index) const override { return rows_.at(index); }
    bool truthy() const override { return rows_.truthy(); }
    std::string str() const override;
    bool each(const std::function<bool(const Value&)>& visit) const override { return rows_.each(visit); }
    std::optional<std::size_t> size() const override { return rows_.size(); }

private:
    Paginator paginator_;
    std::int64_t number_;
    AnyQuerySet rows_;
};

/// The page that the request's `?page=` names.
Page paginate(const Request& request, const AnyQuerySet& rows, std::uint64_t per_page, std::string_view parameter = "page");

}  // namespace portico::orm
