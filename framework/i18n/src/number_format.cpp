#include <portico/i18n/number_format.hpp>

#include <algorithm>

#include <portico/i18n/exact_number.hpp>

namespace portico::i18n {

namespace {

std::string grouped(std::string_view digits, const Formats& formats) {
    std::string reversed;
    const std::string separator(formats.thousand_separator.rbegin(), formats.thousand_separator.rend());
    std::size_t group = 0;
    int size = formats.number_grouping[0];
    int count = 0;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        if (count != 0 && count == size) {
            if (group + 1 < formats.number_grouping.size()) {
                int next = formats.number_grouping[++group];
                if (next != 0) size = next;
            }
            reversed += separator;
            count = 0;
        }
        reversed += *digit;
        ++count;
    }
    return {reversed.rbegin(), reversed.rend()};
}

} // namespace

std::string separated_number(std::string_view plain, const Formats& formats, NumberStyle style) {
    std::string sign;
    if (plain.starts_with('-')) {
        sign = "-";
        plain.remove_prefix(1);
    }
    auto point = plain.find('.');
    std::string whole(plain.substr(0, point));
    std::string fraction(point == std::string_view::npos ? std::string_view() : plain.substr(point + 1));
    if (style.places) fraction.resize(static_cast<std::size_t>(std::max(*style.places, 0)), '0');
    if (!fraction.empty()) fraction.insert(0, formats.decimal_separator);
    bool group = (formats.use_thousand_separator || style.grouping) && !formats.number_grouping.empty() &&
                 formats.number_grouping[0] != 0;
    return sign + (group ? grouped(whole, formats) : whole) + fraction;
}

std::string format_number(std::string_view number, const Formats& formats, NumberStyle style) {
    bool special = number.find_first_of("eEnN") != std::string_view::npos;
    if (!special) return separated_number(number, formats, style);
    auto exact = ExactNumber::parse(number);
    if (!exact || !exact->is_finite()) return separated_number(number, formats, style);
    auto size = exact->digits().size() + static_cast<std::size_t>(std::abs(exact->exponent()));
    if (size <= 200) return separated_number(exact->plain(), formats, style);
    std::string text = exact->scientific();
    auto e = text.find('e');
    return separated_number(std::string_view(text).substr(0, e), formats, style) + text.substr(e);
}

} // namespace portico::i18n
