#include <portico/orm/pages.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <portico/base/text.hpp>

namespace portico::orm {

namespace {

[[noreturn]] void refuse(const Value& number) { throw PageNotANumber("\"" + number.str() + "\" is no number of a page"); }

/// Python's int(): of a text with white space around and a sign before; of a whole float. What no integer holds is beyond the last.
std::int64_t whole_number(const Value& number) {
    if (auto* integer = number.as_integer()) return *integer;
    if (auto* truth = number.as_boolean()) return *truth ? 1 : 0;
    if (auto* real = number.as_number(); real && std::isfinite(*real) && *real == std::floor(*real)) {
        return static_cast<std::int64_t>(std::clamp(*real, -9e18, 9e18));
    }
    if (!number.is_text()) refuse(number);
    std::string_view text = text::trim(*number.as_text());
    std::string_view digits = text.starts_with('+') || text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) refuse(number);
    std::int64_t out = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), out).ec != std::errc()) out = INT64_MAX;
    return text.starts_with('-') ? -out : out;
}

void append_range(std::vector<std::int64_t>& numbers, std::int64_t first, std::int64_t last) {
    for (; first <= last; ++first) numbers.push_back(first);
}

}  // namespace

Pages::Pages(std::int64_t count, std::int64_t per_page, std::int64_t orphans, bool allow_empty)
    : count_(std::max<std::int64_t>(count, 0)), per_page_(std::max<std::int64_t>(per_page, 1)), orphans_(orphans), allow_empty_(allow_empty) {}

std::int64_t Pages::num_pages() const {
    if (count_ == 0 && !allow_empty_) return 0;
    auto hits = std::max<std::int64_t>(1, count_ - orphans_);
    return (hits - 1) / per_page_ + 1;
}

PagePlace Pages::at(const Value& asked) const {
    std::int64_t number = whole_number(asked);
    if (number < 1 || number > num_pages()) {
        throw NoSuchPage("there is no page " + asked.str(), "pages go from 1 to " + std::to_string(num_pages()));
    }
    std::int64_t end = number * per_page_;
    return {*this, number, end + orphans_ >= count_ ? count_ : end};
}

PagePlace Pages::nearest(const Value& number) const {
    try {
        return at(number);
    } catch (const PageNotANumber&) {
        return at(Value(1));
    } catch (const NoSuchPage&) {
        return at(Value(num_pages()));
    }
}

std::vector<std::int64_t> Pages::elided_range(std::int64_t number, std::int64_t on_each_side, std::int64_t on_ends) const {
    std::vector<std::int64_t> numbers;
    const std::int64_t all = num_pages();
    number = at(Value(number)).number();
    if (all <= (on_each_side + on_ends) * 2) {
        append_range(numbers, 1, all);
        return numbers;
    }
    // A gap of one page is not worth its dots.
    if (number > on_each_side + on_ends + 2) {
        append_range(numbers, 1, on_ends);
        numbers.push_back(0);
        append_range(numbers, number - on_each_side, number);
    } else {
        append_range(numbers, 1, number);
    }
    if (number < all - on_each_side - on_ends - 1) {
        append_range(numbers, number + 1, number + on_each_side);
        numbers.push_back(0);
        append_range(numbers, all - on_ends + 1, all);
    } else {
        append_range(numbers, number + 1, all);
    }
    return numbers;
}

std::string PagePlace::str() const {
    return "<Page " + std::to_string(number_) + " of " + std::to_string(pages_.num_pages()) + ">";
}

}  // namespace portico::orm
