#include <portico/orm/page.hpp>

#include <algorithm>
#include <charconv>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/http/request.hpp>

namespace portico::orm {

Paginator::Paginator(AnyQuerySet rows, std::uint64_t per_page, std::uint64_t orphans)
    : rows_(std::move(rows)), per_page_(std::max<std::uint64_t>(per_page, 1)), orphans_(orphans) {}

std::int64_t Paginator::count() const {
    if (!count_) count_ = rows_.count();
    return *count_;
}

Pages Paginator::pages() const { return Pages(count(), static_cast<std::int64_t>(per_page_), static_cast<std::int64_t>(orphans_)); }

std::int64_t Paginator::num_pages() const { return pages().num_pages(); }

Page Paginator::page(std::int64_t number) const {
    PagePlace place = pages().at(Value(number));
    auto first = std::max<std::int64_t>(place.start_index() - 1, 0);
    return Page(*this, number, rows_.slice(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(place.end_index() - first)));
}

Page Paginator::get_page(std::string_view text) const {
    if (text::trim(text) == "last") return page(num_pages());
    return page(pages().nearest(Value(text)).number());
}

std::vector<std::int64_t> Paginator::elided_range(std::int64_t number, int on_each_side, int on_ends) const {
    return pages().elided_range(number, on_each_side, on_ends);
}

namespace {

/// Numbers, and dots where some are left out.
Value with_dots(const std::vector<std::int64_t>& numbers) {
    List list;
    for (auto number : numbers) list.push_back(number == 0 ? Value("…") : Value(number));
    return Value::list(std::move(list));
}

}  // namespace

std::optional<Value> Paginator::attribute(std::string_view name) const {
    if (name == "count") return Value(count());
    if (name == "num_pages") return Value(num_pages());
    if (name == "per_page") return Value(static_cast<std::int64_t>(per_page_));
    if (name == "page_range") {
        List numbers;
        for (std::int64_t n = 1; n <= num_pages(); ++n) numbers.emplace_back(n);
        return Value::list(std::move(numbers));
    }
    return std::nullopt;
}

Page::Page(Paginator paginator, std::int64_t number, AnyQuerySet rows)
    : paginator_(std::move(paginator)), number_(number), rows_(std::move(rows)) {}

std::int64_t Page::start_index() const { return paginator_.pages().at(Value(number_)).start_index(); }

std::int64_t Page::end_index() const { return paginator_.pages().at(Value(number_)).end_index(); }

std::string Page::str() const { return paginator_.pages().at(Value(number_)).str(); }

std::optional<Value> Page::attribute(std::string_view name) const {
    if (name == "number") return Value(number_);
    if (name == "object_list") return Value(rows_);
    if (name == "paginator") return Value(Paginator(paginator_));
    if (name == "has_next") return Value(has_next());
    if (name == "has_previous") return Value(has_previous());
    if (name == "has_other_pages") return Value(has_other_pages());
    if (name == "next_page_number") return has_next() ? Value(number_ + 1) : Value();
    if (name == "previous_page_number") return has_previous() ? Value(number_ - 1) : Value();
    if (name == "start_index") return Value(start_index());
    if (name == "end_index") return Value(end_index());
    if (name == "elided_range") return with_dots(paginator_.elided_range(number_));
    return std::nullopt;
}

Page paginate(const Request& request, const AnyQuerySet& rows, std::uint64_t per_page, std::string_view parameter) {
    return Paginator(rows, per_page).get_page(request.query().get(parameter, "1"));
}

}  // namespace portico::orm
