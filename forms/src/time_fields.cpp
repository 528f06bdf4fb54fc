#include <portico/base/text.hpp>
#include <portico/base/white_space.hpp>
#include <portico/forms/fields.hpp>
#include <portico/i18n/duration_text.hpp>

#include "time_text.hpp"

namespace portico::forms {

Value DateField::to_value(const Value& sent) const {
    if (sent.as_date()) return sent;
    if (auto* moment = sent.as_date_time()) return current_zone().local(*moment).date;
    if (is_empty(sent)) return {};
    auto date = typed_date(text::stripped(sent.str()), input_formats);
    if (!date) fail("invalid", "Enter a valid date.");
    return *date;
}

Value TimeField::to_value(const Value& sent) const {
    if (sent.as_time()) return sent;
    if (is_empty(sent)) return {};
    auto time = typed_time(text::stripped(sent.str()), input_formats);
    if (!time) fail("invalid", "Enter a valid time.");
    return *time;
}

Value DateTimeField::to_value(const Value& sent) const {
    if (sent.as_date_time()) return sent;
    if (auto* date = sent.as_date()) return current_zone().moment(*date, {});
    if (is_empty(sent)) return {};
    std::string text(text::stripped(sent.str()));
    auto typed = typed_date_time(text, input_formats);
    if (!typed) fail("invalid", "Enter a valid date/time.");
    if (typed->moment) return *typed->moment;
    const auto& zone = current_zone();
    if (zone.kind(typed->date, typed->time) != i18n::TimeZone::Kind::unique) {
        fail("ambiguous_timezone",
             "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it may not exist.",
             {{"datetime", to_iso(typed->date) + ' ' + to_iso(typed->time)}, {"current_timezone", zone.name()}});
    }
    return zone.moment(typed->date, typed->time);
}

bool DateTimeField::has_changed(const Value& before, const Value& sent) const {
    if (disabled) return false;
    // The control may show minutes only: what it shows counts, not the microseconds behind it.
    auto* input = dynamic_cast<const DateTimeInput*>(widget.get());
    if (input && before.as_date_time() && sent.is_text()) {
        if (input->shown(before) == input->shown(Value(sent.str()))) return false;
    }
    return Field::has_changed(before, sent);
}

namespace {

/// Would it be a duration with smaller numbers? Two digits are enough for every notation.
bool is_too_long(std::string_view text) {
    std::string small;
    std::size_t run = 0;
    for (char c : text) {
        run = c >= '0' && c <= '9' ? run + 1 : 0;
        if (run <= 2) small += c;
    }
    return small.size() < text.size() && parse_duration(small);
}

}  // namespace

Value DurationField::to_value(const Value& sent) const {
    if (sent.as_duration()) return sent;
    if (is_empty(sent)) return {};
    std::string text = sent.str();
    auto duration = parse_duration(text);
    if (!duration && is_too_long(text)) {
        fail("overflow", "The number of days must be between %(min_days)d and %(max_days)d.",
             {{"min_days", "-999999999"}, {"max_days", "999999999"}});
    }
    if (!duration) fail("invalid", "Enter a valid duration.");
    return *duration;
}

Value DurationField::prepared(const Value& value) const { return value.as_duration() ? Value(i18n::duration_text(*value.as_duration())) : value; }

}  // namespace portico::forms
