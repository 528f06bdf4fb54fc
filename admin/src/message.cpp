#include "journal.hpp"

#include <portico/base/json.hpp>

namespace portico::admin {

namespace {

constexpr std::string_view values_key = "values";

std::string text_at(const List& list, std::size_t place) { return place < list.size() ? list[place].str() : std::string(); }

void read_fields(const Value& changed, std::vector<ChangedPart>& parts) {
    auto fields = changed.attribute("fields");
    auto values = changed.attribute(values_key);
    if (!fields || !fields->as_list()) return;
    for (const Value& field : *fields->as_list()) {
        ChangedPart part{.field = field.str()};
        auto pair = values ? values->attribute(part.field) : std::nullopt;
        if (pair && pair->as_list()) {
            part.has_values = true;
            part.old_value = text_at(*pair->as_list(), 0);
            part.new_value = text_at(*pair->as_list(), 1);
        } else {
            part.text = pair && pair->is_text() ? pair->str() : "changed";
        }
        parts.push_back(std::move(part));
    }
}

}  // namespace

// [{"changed": {"fields": ["Rating", "Body"], "values": {"Rating": ["3.0", "4.5"], "Body": "changed"}}}]: Django reads it as
// its own and leaves "values" alone.
std::string to_message(const std::vector<ChangedPart>& parts, bool addition) {
    List message;
    if (addition) message.push_back(Value::map({{"added", Value::map({})}}));
    if (!parts.empty()) {
        List fields;
        Map values;
        for (const ChangedPart& part : parts) {
            fields.emplace_back(part.field);
            Value value(part.text);
            if (part.has_values) value = Value::list({Value(part.old_value), Value(part.new_value)});
            values.set(part.field, std::move(value));
        }
        Map changed{{"fields", Value::list(std::move(fields))}, {std::string(values_key), Value::map(std::move(values))}};
        message.push_back(Value::map({{"changed", Value::map(std::move(changed))}}));
    }
    return to_json(Value::list(std::move(message)));
}

std::vector<ChangedPart> from_message(std::string_view message) {
    std::vector<ChangedPart> parts;
    if (!message.starts_with('[')) {
        if (!message.empty()) parts.push_back({.field = std::string(message)});
        return parts;
    }
    try {
        parse_json(message).each([&](const Value& one) {
            if (auto changed = one.attribute("changed")) read_fields(*changed, parts);
            auto object = one.attribute("changed") ? one.attribute("changed")->attribute("object") : std::nullopt;
            if (object) parts.push_back({.field = object->str(), .text = "changed"});
            return true;
        });
    } catch (const JsonError&) {
        parts.push_back({.field = std::string(message)});
    }
    return parts;
}

}  // namespace portico::admin
