/// The arithmetic of pages, without the rows: Django's Paginator over a count.
///
///     Pages pages(95, 10);                       // 10 pages
///     PagePlace third = pages.at(3);             // rows 21 to 30: third.start_index(), third.end_index()
///     pages.elided_range(3)                      // 1 2 3 4 5 6 0 9 10; 0 where some are left out
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/base/value.hpp>

namespace portico::orm {

/// What was asked for is no number of a page.
class PageNotANumber : public Error {
public:
    using Error::Error;
};
/// There is no page of that number.
class NoSuchPage : public Error {
public:
    using Error::Error;
};

class PagePlace;

class Pages {
public:
    /// A last page of no more than `orphans` rows joins the one before. Without rows there is one empty page, unless `allow_empty` is off.
    Pages(std::int64_t count, std::int64_t per_page, std::int64_t orphans = 0, bool allow_empty = true);

    std::int64_t count() const { return count_; }
    std::int64_t per_page() const { return per_page_; }
    std::int64_t num_pages() const;
    /// The page that a number, or a text of digits, names. Throws PageNotANumber and NoSuchPage.
    PagePlace at(const Value& number) const;
    /// For what people type: nonsense is page 1, too little or too much the last (Django's get_page).
    PagePlace nearest(const Value& number) const;
    /// Numbers of pages to offer, 0 where some are left out: `on_each_side` of the current one, `on_ends` at both ends.
    std::vector<std::int64_t> elided_range(std::int64_t number, std::int64_t on_each_side = 3, std::int64_t on_ends = 2) const;

private:
    std::int64_t count_, per_page_, orphans_;
    bool allow_empty_;
};

/// One of them.
class PagePlace {
public:
    PagePlace(const Pages& pages, std::int64_t number, std::int64_t end) : pages_(pages), number_(number), end_(end) {}

    std::int64_t number() const { return number_; }
    bool has_next() const { return number_ < pages_.num_pages(); }
    bool has_previous() const { return number_ > 1; }
    bool has_other_pages() const { return has_next() || has_previous(); }
    /// Of the first and last row among all, from 1; 0 on an empty page.
    std::int64_t start_index() const { return pages_.count() == 0 ? 0 : (number_ - 1) * pages_.per_page() + 1; }
    std::int64_t end_index() const { return end_; }
    /// "<Page 3 of 10>"
    std::string str() const;

private:
    Pages pages_;
    std::int64_t number_, end_;
};

}  // namespace portico::orm
