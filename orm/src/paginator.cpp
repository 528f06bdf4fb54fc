#include <portico/orm/paginator.hpp>

#include <algorithm>
#include <charconv>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/http/request.hpp>

namespace portico::orm {

Paginator::Paginator(AnyQuerySet rows, std::int64_t per_page, std::int64_t orphans)
    : rows_(std::move(rows)), per_page_(per_page), orphans_(orphans), count_(0) {
    if (per_page < 1) throw Error("a paginator was asked for pages of " + std::to_string(per_page) + " rows", "give at least 1");
    count_ = rows_.count();
}

std::int64_t Paginator::num_pages() const {
    auto hits = std::max<std::int64_t>(1, count_ - orphans_);
    return (hits + per_page_ - 1) / per_page_;
}

AnyQuerySet Paginator::rows_of(std::int64_t number) const {
    auto first = (number - 1) * per_page_;
    auto last = number == num_pages() ? count_ : first + per_page_;
    return rows_.slice(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(std::max<std::int64_t>(0, last - first)));
}

std::int64_t Paginator::start_index(std::int64_t number) const { return count_ == 0 ? 0 : (number - 1) * per_page_ + 1; }

std::int64_t Paginator::end_index(std::int64_t number) const { return number == num_pages() ? count_ : number * per_page_; }

std::vector<std::optional<std::int64_t>> Paginator::elided_page_range(std::int64_t number, std::int64_t on_each_side,
                                                                      std::int64_t on_ends) const {
    auto pages = num_pages();
    std::vector<std::optional<std::int64_t>> range;
    auto add = [&](std::int64_t from, std::int64_t to) {
        for (auto n = from; n <= to; ++n) range.emplace_back(n);
    };
    if (pages <= (on_each_side + on_ends) * 2) {
        add(1, pages);
        return range;
    }
    if (number > 1 + on_each_side + on_ends + 1) {
        add(1, on_ends);
        range.emplace_back();
        add(number - on_each_side, number);
    } else {
        add(1, number);
    }
    if (number < pages - on_each_side - on_ends - 1) {
        add(number + 1, number + on_each_side);
        range.emplace_back();
        add(pages - on_ends + 1, pages);
    } else {
        add(number + 1, pages);
    }
    return range;
}

std::int64_t Paginator::number_from(std::string_view text) const {
    auto digits = text::trim(text);
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (text == "last") return num_pages();
    if (error != std::errc() || end != digits.data() + digits.size()) return 1;
    return number < 1 || number > num_pages() ? num_pages() : number;
}

std::optional<Value> Paginator::attribute(std::string_view name) const {
    if (name == "count") return Value(count_);
    if (name == "num_pages") return Value(num_pages());
    if (name == "per_page") return Value(per_page_);
    if (name == "page_range") {
        List numbers;
        for (std::int64_t n = 1; n <= num_pages(); ++n) numbers.push_back(Value(n));
        return Value(std::move(numbers));
    }
    return std::nullopt;
}

std::string Paginator::str() const { return std::to_string(num_pages()) + " pages"; }

Page::Page(std::shared_ptr<const Paginator> paginator, std::int64_t number)
    : paginator_(std::move(paginator)), number_(number), rows_(paginator_->rows_of(number)) {}

std::optional<Value> Page::attribute(std::string_view name) const {
    if (name == "number") return Value(number_);
    if (name == "has_next") return Value(has_next());
    if (name == "has_previous") return Value(has_previous());
    if (name == "has_other_pages") return Value(has_next() || has_previous());
    if (name == "next_page_number") return has_next() ? std::optional(Value(number_ + 1)) : std::nullopt;
    if (name == "previous_page_number") return has_previous() ? std::optional(Value(number_ - 1)) : std::nullopt;
    if (name == "start_index") return Value(paginator_->start_index(number_));
    if (name == "end_index") return Value(paginator_->end_index(number_));
    if (name == "paginator") return Value(*paginator_);
    if (name == "object_list") return Value(rows_);
    if (name == "elided_page_range") {
        List numbers;
        for (const auto& n : paginator_->elided_page_range(number_)) numbers.push_back(n ? Value(*n) : Value("…"));
        return Value(std::move(numbers));
    }
    return std::nullopt;
}

std::string Page::str() const {
    return "<Page " + std::to_string(number_) + " of " + std::to_string(paginator_->num_pages()) + ">";
}

Page paginate(const Request& request, const AnyQuerySet& rows, std::int64_t per_page, std::string_view parameter) {
    auto paginator = std::make_shared<const Paginator>(rows, per_page);
    return Page(paginator, paginator->number_from(request.query().get(parameter, "1")));
}

}  // namespace portico::orm
