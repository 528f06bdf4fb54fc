#include <charconv>
#include <cmath>
#include <limits>

#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>
#include <portico/base/text.hpp>

/// What a field accepts when it is set from a Value. Messages are Django's, since people read them beside form fields.
namespace portico::detail {

bool to_boolean(const Value& value) {
    if (auto* boolean = value.as_boolean()) return *boolean;
    if (auto* integer = value.as_integer(); integer && (*integer == 0 || *integer == 1)) return *integer == 1;
    if (auto text = value.as_text()) {
        auto word = text::ascii_lower(text::trim(*text));
        if (word == "true" || word == "1" || word == "on" || word == "yes" || word == "t") return true;
        if (word == "false" || word == "0" || word == "off" || word == "no" || word == "f") return false;
    }
    throw ConversionError("Must be either True or False.");
}

namespace {

std::optional<std::int64_t> whole_number(const Value& value) {
    if (auto* integer = value.as_integer()) return *integer;
    if (auto* boolean = value.as_boolean()) return *boolean ? 1 : 0;
    if (auto* number = value.as_number()) {
        bool fits = std::floor(*number) == *number && std::abs(*number) < 9e18;
        return fits ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
    }
    if (auto* decimal = value.as_decimal()) {
        auto rounded = decimal->rounded(0);
        return rounded == *decimal ? std::optional(rounded.units()) : std::nullopt;
    }
    if (auto text = value.as_text()) {
        auto digits = text::trim(*text);
        if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-') digits.remove_prefix(1);
        std::int64_t parsed = 0;
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
        if (error == std::errc() && end == digits.data() + digits.size()) return parsed;
    }
    return std::nullopt;
}

}  // namespace

std::int64_t to_integer(const Value& value, std::int64_t least, std::uint64_t most) {
    auto number = whole_number(value);
    if (!number) throw ConversionError("Enter a whole number.");
    if (*number < least) {
        throw ConversionError("Ensure this value is greater than or equal to " + std::to_string(least) + ".", "min_value");
    }
    if (*number > 0 && static_cast<std::uint64_t>(*number) > most) {
        throw ConversionError("Ensure this value is less than or equal to " + std::to_string(most) + ".", "max_value");
    }
    return *number;
}

double to_number(const Value& value) {
    if (auto* number = value.as_number()) return *number;
    if (auto* integer = value.as_integer()) return static_cast<double>(*integer);
    if (auto* decimal = value.as_decimal()) return decimal->to_double();
    if (auto text = value.as_text()) {
        auto digits = text::trim(*text);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        double parsed = 0;
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
        if (error == std::errc() && end == digits.data() + digits.size() && std::isfinite(parsed)) return parsed;
    }
    throw ConversionError("Enter a number.");
}

std::string to_text(const Value& value) {
    if (auto text = value.as_text()) return std::string(*text);
    if (value.is_null()) throw ConversionError("This field cannot be null.", "null");
    return value.str();
}

Bytes to_bytes(const Value& value) {
    if (auto* bytes = value.as_bytes()) return *bytes;
    if (auto text = value.as_text()) return Bytes{std::string(*text)};
    throw ConversionError("Enter binary data.");
}

Decimal to_decimal(const Value& value) {
    if (auto* decimal = value.as_decimal()) return *decimal;
    if (auto* integer = value.as_integer()) return Decimal(*integer);
    if (auto* number = value.as_number(); number && std::isfinite(*number)) {
        if (auto parsed = Decimal::parse(value.str())) return *parsed;
    }
    if (auto text = value.as_text()) {
        if (auto parsed = Decimal::parse(text::trim(*text))) return *parsed;
    }
    throw ConversionError("Enter a number.");
}

Date to_date(const Value& value) {
    if (auto* date = value.as_date()) return *date;
    if (auto* moment = value.as_date_time()) return date_of(*moment);
    if (auto text = value.as_text()) {
        if (auto parsed = parse_date(text::trim(*text))) return *parsed;
    }
    throw ConversionError("Enter a valid date.");
}

Time to_time(const Value& value) {
    if (auto* time = value.as_time()) return *time;
    if (auto text = value.as_text()) {
        if (auto parsed = parse_time(text::trim(*text))) return *parsed;
    }
    throw ConversionError("Enter a valid time.");
}

DateTime to_date_time(const Value& value) {
    if (auto* moment = value.as_date_time()) return *moment;
    if (auto* date = value.as_date()) return at(*date);
    if (auto text = value.as_text()) {
        auto trimmed = text::trim(*text);
        if (auto parsed = parse_date_time(trimmed)) return *parsed;
        if (auto date = parse_date(trimmed)) return at(*date);
    }
    throw ConversionError("Enter a valid date/time.");
}

Duration to_duration(const Value& value) {
    if (auto* duration = value.as_duration()) return *duration;
    if (auto* seconds = value.as_integer()) return std::chrono::seconds(*seconds);
    if (auto text = value.as_text()) {
        auto trimmed = text::trim(*text);
        auto parsed = trimmed.empty() ? std::nullopt : parse_duration(trimmed);
        if (parsed) return *parsed;
    }
    throw ConversionError("Enter a valid duration.");
}

Uuid to_uuid(const Value& value) {
    if (auto* uuid = value.as_uuid()) return *uuid;
    if (auto text = value.as_text()) {
        if (auto parsed = Uuid::parse(text::trim(*text))) return *parsed;
    }
    throw ConversionError("Enter a valid UUID.");
}

std::int64_t to_enumerator(const Value& value, const FieldType& type) {
    if (auto text = value.as_text()) {
        for (const auto& enumerator : type.enumerators) {
            if (enumerator.name == *text) return enumerator.number;
        }
    }
    if (auto* integer = value.as_integer()) {
        for (const auto& enumerator : type.enumerators) {
            if (enumerator.number == *integer) return enumerator.number;
        }
    }
    throw ConversionError("Select a valid choice. " + value.str() + " is not one of the available choices.", "invalid_choice");
}

Value enumerator_value(std::int64_t number, const FieldType& type) {
    for (const auto& enumerator : type.enumerators) {
        if (enumerator.number == number) return Value(BorrowedText{enumerator.name});
    }
    return Value(number);
}

void set_struct(void* object, const TypeInfo& type, const Value& value) {
    if (auto* structure = value.as_struct(); structure && structure->type && *structure->type == &type) {
        return type.assign(object, structure->object);
    }
    const Map* map = value.as_map();
    if (!map) throw ConversionError("Enter an object.", "invalid");
    auto scratch = type.make();
    type.assign(scratch.get(), object);
    for (const auto& field : type.fields) {
        if (const Value* given = map->find(field.key())) field.set(scratch.get(), *given);
    }
    type.assign(object, scratch.get());
}

}  // namespace portico::detail
