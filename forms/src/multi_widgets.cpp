#include <algorithm>
#include <array>
#include <charconv>

#include <portico/forms/multi_fields.hpp>
#include <portico/templates/html.hpp>

#include "time_text.hpp"

namespace portico::forms {

MultiWidget::MultiWidget(std::vector<WidgetPtr> parts, Attributes own) : Widget(std::move(own)), widgets(std::move(parts)) {}

namespace {

std::string part_name(std::string_view name, std::size_t place) { return std::string(name) + '_' + std::to_string(place); }

void set_name(Attributes& attributes, const std::string& name) {
    if (!name.empty() && !attributes.contains("aria-label")) attributes.set("aria-label", name);
}

}  // namespace

List MultiWidget::parts_of(const Value& value) const { return value.is_null() ? List() : List{value}; }

std::string MultiWidget::render(std::string_view name, const Value& value, const Attributes& more) const {
    auto* list = value.as_list();
    List values = list ? *list : parts_of(value);
    std::string out;
    for (std::size_t i = 0; i < widgets.size(); ++i) {
        Attributes own = Attributes(attributes).merge(more);
        if (std::string id(own.get("id")); !id.empty()) own.set("id", part_name(id, i));
        if (i < part_names.size() && !widgets[i]->is_hidden() && !widgets[i]->attributes.contains("aria-label"))
            set_name(own, part_names[i]);
        out += widgets[i]->render(part_name(name, i), i < values.size() ? values[i] : Value(), own);
    }
    return templates::strip_spaces_between_tags(out);
}

Value MultiWidget::value_from(const Submission& sent, std::string_view name) const {
    List values;
    for (std::size_t i = 0; i < widgets.size(); ++i) values.push_back(widgets[i]->value_from(sent, part_name(name, i)));
    return Value(std::move(values));
}

bool MultiWidget::is_omitted(const Submission& sent, std::string_view name) const {
    for (std::size_t i = 0; i < widgets.size(); ++i)
        if (!widgets[i]->is_omitted(sent, part_name(name, i))) return false;
    return true;
}

bool MultiWidget::is_hidden() const {
    return std::ranges::all_of(widgets, [](const WidgetPtr& widget) { return widget->is_hidden(); });
}

bool MultiWidget::needs_multipart() const {
    return std::ranges::any_of(widgets, [](const WidgetPtr& widget) { return widget->needs_multipart(); });
}

namespace {

template <class W> WidgetPtr made(const char* type, Attributes own, std::string format) {
    auto widget = std::make_shared<W>(type, std::move(own));
    widget->format = std::move(format);
    return widget;
}

}  // namespace

SplitDateTimeWidget::SplitDateTimeWidget(Attributes own, std::string date_format, std::string time_format,
                                         std::optional<Attributes> date_attributes, std::optional<Attributes> time_attributes)
    : MultiWidget({made<DateInput>("text", date_attributes.value_or(own), std::move(date_format)),
                   made<TimeInput>("text", time_attributes.value_or(own), std::move(time_format))}) {
    part_names = {"Date", "Time"};
}

List SplitDateTimeWidget::parts_of(const Value& value) const {
    auto* moment = value.as_date_time();
    if (!moment) return {};
    auto local = current_zone().local(*moment);
    return {Value(local.date), Value(local.time)};
}

SplitHiddenDateTimeWidget::SplitHiddenDateTimeWidget(Attributes own, std::optional<Attributes> date_attributes,
                                                     std::optional<Attributes> time_attributes)
    : SplitDateTimeWidget(std::move(own), {}, {}, std::move(date_attributes), std::move(time_attributes)) {
    for (const auto& widget : widgets) static_cast<Input&>(*widget).type = "hidden";
}

namespace {

constexpr std::array<const char*, 12> month_names{"January", "February", "March",     "April",   "May",      "June",
                                                  "July",    "August",   "September", "October", "November", "December"};

/// Year, month and day of "2026-02-30", also of what is no day; each may be missing.
std::array<std::optional<int>, 3> numbers_of(const Value& value) {
    std::array<std::optional<int>, 3> out{};
    std::string text = date_text(value).str();
    if (value.is_null()) return out;
    std::size_t place = 0;
    std::array<std::size_t, 3> most{4, 2, 2};
    std::string_view rest = text;
    for (; place < 3; ++place) {
        auto part = rest.substr(0, rest.find('-'));
        int number = 0;
        auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        bool good = part.size() <= most[place] && (part.empty() || (error == std::errc() && end == part.data() + part.size()));
        if (!good || (place < 2) != (part.size() < rest.size())) return {};
        if (!part.empty()) out[place] = number;
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    }
    return out;
}

std::vector<Choice> with_empty(std::vector<Choice> choices, bool required, const std::string& label) {
    if (!required) choices.insert(choices.begin(), {Value(""), label, {}});
    return choices;
}

std::vector<Choice> numbers(const std::vector<int>& all) {
    std::vector<Choice> choices;
    for (int number : all) choices.push_back({Value(number), std::to_string(number), {}});
    return choices;
}

std::vector<int> from_to(int first, int last) {
    std::vector<int> out;
    for (; first <= last; ++first) out.push_back(first);
    return out;
}

}  // namespace

std::string SelectDateWidget::render(std::string_view name, const Value& value, const Attributes& more) const {
    auto chosen = numbers_of(value);
    int this_year = static_cast<int>(current_zone().local(now()).date.year());
    std::vector<Choice> month_choices;
    for (const auto& [number, label] : months) month_choices.push_back({Value(number), label, {}});
    for (int number = 1; months.empty() && number <= 12; ++number)
        month_choices.push_back({Value(number), month_names[static_cast<std::size_t>(number) - 1], {}});
    auto select = [&](const char* part, std::vector<Choice> choices, const std::string& label, const std::string& called,
                      const std::optional<int>& number) {
        std::string own_name = std::string(name) + part;
        Attributes own = Attributes(more).merge(attributes).merge(more);
        own.set("id", "id_" + own_name);
        set_name(own, called);
        Select list({}, fixed(with_empty(std::move(choices), is_required, label)));
        return list.render(own_name, number ? Value(*number) : Value(""), own);
    };
    return templates::strip_spaces_between_tags(
           select("_month", std::move(month_choices), month_label, month_name, chosen[1]) +
           select("_day", numbers(from_to(1, 31)), day_label, day_name, chosen[2]) +
           select("_year", numbers(years.empty() ? from_to(this_year, this_year + 9) : years), year_label, year_name, chosen[0]));
}

Value SelectDateWidget::value_from(const Submission& sent, std::string_view name) const {
    if (!sent.data) return {};
    auto part = [&](const char* suffix) { return sent.data->find(std::string(name) + suffix); };
    auto year = part("_year"), month = part("_month"), day = part("_day");
    if (!year || !month || !day) return Widget::value_from(sent, name);
    if (year->empty() && month->empty() && day->empty()) return {};
    auto filled = [](std::string_view text) { return text.empty() ? std::string("0") : std::string(text); };
    std::string text = filled(*year) + '-' + filled(*month) + '-' + filled(*day);
    auto numbers = numbers_of(Value(text));
    if (!numbers[0] || !numbers[1] || !numbers[2]) return Value(text);
    Date date = std::chrono::year(*numbers[0]) / *numbers[1] / *numbers[2];
    return date.ok() ? Value(to_iso(date)) : Value(text);
}

bool SelectDateWidget::is_omitted(const Submission& sent, std::string_view name) const {
    if (!sent.data) return true;
    for (const char* suffix : {"_year", "_month", "_day"})
        if (sent.data->contains(std::string(name) + suffix)) return false;
    return true;
}

}  // namespace portico::forms
