#include <portico/forms/multi_fields.hpp>

#include <algorithm>

#include <portico/base/error.hpp>

#include "time_text.hpp"

namespace portico::forms {

MultiValueField::MultiValueField(std::vector<FieldPtr> fields, std::shared_ptr<MultiWidget> shown, bool require_all)
    : Field(std::move(shown)), fields_(std::move(fields)), require_all_(require_all) {
    for (const auto& field : fields_)
        if (require_all_) field->required = false;
}

List MultiValueField::parts_of(const Value& value) const {
    if (auto* list = value.as_list()) return *list;
    auto* own = dynamic_cast<const MultiWidget*>(widget.get());
    return own ? own->parts_of(value) : List{value};
}

Value MultiValueField::clean(const Value& sent, const Value&) const {
    bool is_list = sent.as_list() != nullptr;
    if (sent.truthy() && !is_list && !disabled) fail("invalid", "Enter a list of values.");
    List given = sent.truthy() ? parts_of(sent) : List();
    if (std::ranges::all_of(given, is_empty)) {
        if (required) fail("required", "This field is required.");
        return compress({});
    }
    List parts;
    std::vector<Fault> faults;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        Value part = i < given.size() ? given[i] : Value();
        if (is_empty(part) && require_all_ && required) fail("required", "This field is required.");
        if (is_empty(part) && !require_all_ && fields_[i]->required) {
            faults.push_back({message("incomplete", "Enter a complete value."), "incomplete", {}});
            continue;
        }
        collect(faults, [&] { parts.push_back(fields_[i]->clean(part)); });
    }
    if (!faults.empty()) throw ValidationError(std::move(faults));
    Value value = compress(parts);
    validate(value);
    run_validators(value, faults);
    if (!faults.empty()) throw ValidationError(std::move(faults));
    return value;
}

bool MultiValueField::has_changed(const Value& before, const Value& sent) const {
    if (disabled) return false;
    List old = before.is_null() ? List() : parts_of(before), now = sent.is_null() ? List() : parts_of(sent);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        Value first = i < old.size() ? old[i] : Value(""), last = i < now.size() ? now[i] : Value();
        try {
            first = fields_[i]->to_value(first);
        } catch (const Error&) {
            return true;
        }
        if (fields_[i]->has_changed(first, last)) return true;
    }
    return false;
}

SplitDateTimeField::SplitDateTimeField(std::shared_ptr<MultiWidget> shown)
    : MultiValueField({std::make_shared<DateField>(), std::make_shared<TimeField>()}, std::move(shown)) {}

Value SplitDateTimeField::clean(const Value& sent, const Value& initial) const {
    date().error_messages["invalid"] = message("invalid_date", "Enter a valid date.");
    time().error_messages["invalid"] = message("invalid_time", "Enter a valid time.");
    return MultiValueField::clean(sent, initial);
}

Value SplitDateTimeField::compress(const List& parts) const {
    if (parts.empty()) return {};
    auto* day = parts[0].as_date();
    if (!day) fail("invalid_date", "Enter a valid date.");
    auto* hour = parts.size() > 1 ? parts[1].as_time() : nullptr;
    if (!hour) fail("invalid_time", "Enter a valid time.");
    const auto& zone = current_zone();
    if (zone.kind(*day, *hour) != i18n::TimeZone::Kind::unique) {
        fail("ambiguous_timezone",
             "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it may not exist.",
             {{"datetime", to_iso(*day) + ' ' + to_iso(*hour)}, {"current_timezone", zone.name()}});
    }
    return zone.moment(*day, *hour);
}

ComboField::ComboField(std::vector<FieldPtr> fields) : fields_(std::move(fields)) {
    strip = false;
    for (const auto& field : fields_) field->required = false;
}

Value ComboField::clean(const Value& sent, const Value&) const {
    Field::validate(sent);
    Value value = sent;
    for (const auto& field : fields_) value = field->clean(value);
    return value;
}

Value TypedChoiceField::clean(const Value& sent, const Value& initial) const {
    Value value = ChoiceField::clean(sent, initial);
    if (is_empty(value)) return empty_value;
    try {
        return coerce(value);
    } catch (const ConversionError&) {
        refuse(value);
    }
}

Value TypedMultipleChoiceField::clean(const Value& sent, const Value& initial) const {
    Value value = MultipleChoiceField::clean(sent, initial);
    if (is_empty(value)) return nothing;
    List out;
    for (const auto& item : *value.as_list()) {
        try {
            out.push_back(coerce(item));
        } catch (const ConversionError&) {
            refuse(item);
        }
    }
    return Value(std::move(out));
}

}  // namespace portico::forms
