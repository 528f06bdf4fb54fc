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

std::int64_t Paginator::num_pages() const {
    auto hits = std::max<std::int64_t>(1, count() - static_cast<std::int64_t>(orphans_));
    auto size = static_cast<std::int64_t>(per_page_);
    return (hits + size - 1) / size;
}

Page Paginator::page(std::int64_t number) const {
    if (number < 1 || number > num_pages()) {
        throw Error("there is no page " + std::to_string(number), "pages go from 1 to " + std::to_string(num_pages()));
    }
    auto first = static_cast<std::uint64_t>(number - 1) * per_page_;
    auto rows = static_cast<std::uint64_t>(count()) - std::min(first, static_cast<std::uint64_t>(count()));
    return Page(*this, number, rows_.slice(first, number == num_pages() ? rows : per_page_));
}

Page Paginator::get_page(std::string_view text) const {
    text = text::trim(text);
    if (text == "last") return page(num_pages());
    std::string_view digits = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
    bool is_number = !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) return page(1);
    // As Django's get_page: what is below the first page is answered like what is beyond the last.
    std::int64_t number = 0;
    bool there = !text.starts_with('-') && std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc();
    return page(there && number >= 1 && number <= num_pages() ? number : num_pages());
}

std::vector<std::int64_t> Paginator::elided_range(std::int64_t number, int on_each_side, int on_ends) const {
    std::vector<std::int64_t> numbers;
    std::int64_t all = num_pages();
    auto shown = [&](std::int64_t n) {
        bool at_end = n <= on_ends || n > all - on_ends;
        return at_end || (n >= number - on_each_side && n <= number + on_each_side);
    };
    for (std::int64_t n = 1; n <= all; ++n) {
        // A gap of one page is not worth its dots.
        bool lone = n > 1 && n < all && shown(n - 1) && shown(n + 1);
        if (shown(n) || lone) {
            numbers.push_back(n);
        } else if (numbers.back() != 0) {
            numbers.push_back(0);
        }
    }
    return numbers;
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

std::int64_t Page::start_index() const {
    if (paginator_.count() == 0) return 0;
    return (number_ - 1) * static_cast<std::int64_t>(paginator_.per_page()) + 1;
}

std::int64_t Page::end_index() const {
    return has_next() ? number_ * static_cast<std::int64_t>(paginator_.per_page()) : paginator_.count();
}

std::string Page::str() const {
    return "<Page " + std::to_string(number_) + " of " + std::to_string(paginator_.num_pages()) + ">";
}

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
