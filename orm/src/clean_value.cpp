#include <portico/orm/clean_value.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <portico/base/error.hpp>
#include <portico/base/ip_address.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/i18n/number_text.hpp>
#include <portico/i18n/zoned_time.hpp>
#include <portico/orm/types.hpp>

namespace portico::orm {

namespace {

[[noreturn]] void refuse(const Value& value, std::string_view what, const char* code = "invalid") {
    throw ConversionError("“" + value.str() + "” " + std::string(what), code);
}

/// A value that is neither the field's kind nor a text has no form that could be read.
[[noreturn]] void refuse_kind(const Value& value, std::string_view kind) {
    throw Error("\"" + value.str() + "\" is no text that a " + std::string(kind) + " could be read from");
}

std::optional<Value> integer_of(std::string_view text) {
    auto plain = i18n::without_underscores(text::trim(text));
    if (!plain || plain->empty()) return std::nullopt;
    std::string_view digits = *plain;
    bool minus = digits.front() == '-';
    if (minus || digits.front() == '+') digits.remove_prefix(1);
    if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
    std::string whole = (minus ? "-" : "") + std::string(digits);
    std::int64_t number = 0;
    if (std::from_chars(whole.data(), whole.data() + whole.size(), number).ec == std::errc()) return Value(number);
    return Value(i18n::BigNumber(whole));
}

Value to_integer(const Value& value) {
    constexpr const char* problem = "value must be an integer.";
    if (value.as_integer()) return value;
    if (auto* truth = value.as_boolean()) return Value(*truth ? 1 : 0);
    if (auto* big = i18n::as_big_number(value); big && !big->is_decimal()) return value;
    if (auto* real = value.as_number()) {
        if (!std::isfinite(*real)) refuse(value, problem);
        return Value(static_cast<std::int64_t>(*real));
    }
    if (value.as_decimal() || i18n::as_big_number(value)) {
        auto exact = i18n::ExactNumber::parse(value.str());
        auto number = exact && exact->is_finite() ? integer_of(exact->truncated().plain()) : std::nullopt;
        if (!number) refuse(value, problem);
        return *number;
    }
    auto number = value.is_text() ? integer_of(*value.as_text()) : std::nullopt;
    if (!number) refuse(value, problem);
    return *number;
}

Value to_float(const Value& value) {
    constexpr const char* problem = "value must be a float.";
    if (value.as_number()) return value;
    if (auto* truth = value.as_boolean()) return Value(*truth ? 1.0 : 0.0);
    bool is_number = value.as_integer() || value.as_decimal() || i18n::as_big_number(value);
    if (!is_number && !value.is_text()) refuse(value, problem);
    auto plain = i18n::without_underscores(text::trim(value.str()));
    if (!plain || plain->empty()) refuse(value, problem);
    std::string lower = text::ascii_lower(*plain);
    std::string_view digits = lower;
    if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
    double number = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (end != digits.data() + digits.size() || error == std::errc::invalid_argument) refuse(value, problem);
    return Value(number);
}

Value to_decimal(const Value& value, const FieldInfo& field) {
    constexpr const char* problem = "value must be a decimal number.";
    if (value.as_decimal()) return value;
    bool readable = value.as_integer() || value.as_number() || value.as_boolean() || value.is_text() || i18n::as_big_number(value);
    if (!readable) refuse(value, problem);
    std::string text = value.as_boolean() ? (*value.as_boolean() ? "1" : "0") : value.str();
    auto exact = i18n::ExactNumber::parse(text);
    if (!exact || !exact->is_finite()) refuse(value, problem);
    // A float is taken with as many digits as the column has.
    if (value.as_number() && field.digits) {
        auto all = static_cast<int>(exact->digits().size()), behind = static_cast<int>(std::max<std::int64_t>(-exact->exponent(), 0));
        if (all > *field.digits) exact = exact->rounded(std::max(behind - (all - *field.digits), 0));
    }
    auto decimal = Decimal::parse(exact->plain());
    return decimal ? Value(*decimal) : Value(i18n::BigNumber(exact->str(), true));
}

Value to_boolean(const Value& value, bool nullable) {
    bool empty = value.is_null() || (value.is_text() && value.as_text()->empty());
    if (nullable && empty) return {};
    if (value.as_boolean()) return value;
    if (value == Value(1)) return Value(true);
    if (value == Value(0)) return Value(false);
    if (value.is_text()) {
        auto text = *value.as_text();
        if (text == "t" || text == "True" || text == "1") return Value(true);
        if (text == "f" || text == "False" || text == "0") return Value(false);
    }
    refuse(value, nullable ? "value must be either True, False, or None." : "value must be either True or False.");
}

/// A moment on the wall of the current zone.
i18n::LocalTime local(DateTime moment) { return i18n::current_zone().local(moment); }

Value to_date(const Value& value) {
    if (value.as_date()) return value;
    if (auto* moment = value.as_date_time()) return Value(local(*moment).date);
    if (auto* zoned = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic())) {
        return Value(zoned->zone() ? local(zoned->moment()).date : zoned->date());
    }
    if (!value.is_text()) refuse_kind(value, "date");
    try {
        if (auto date = parse_date(*value.as_text())) return Value(*date);
    } catch (const ConversionError&) {
        refuse(value, "value has the correct format (YYYY-MM-DD) but it is an invalid date.", "invalid_date");
    }
    refuse(value, "value has an invalid date format. It must be in YYYY-MM-DD format.");
}

Value to_time(const Value& value) {
    if (value.as_time()) return value;
    if (auto* moment = value.as_date_time()) return Value(local(*moment).time);
    if (auto* zoned = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic())) return Value(zoned->time());
    if (!value.is_text()) refuse_kind(value, "time of day");
    try {
        if (auto time = parse_time(*value.as_text())) return Value(*time);
    } catch (const ConversionError&) {
        refuse(value, "value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time.", "invalid_time");
    }
    refuse(value, "value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format.");
}

/// Without a zone of its own a moment is one of the current zone.
Value to_moment(const Value& value) {
    const auto& zone = i18n::current_zone();
    if (value.as_date_time()) return value;
    if (auto* date = value.as_date()) return Value(zone.moment(*date, Time{}));
    if (auto* zoned = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic())) return Value(zoned->moment(zone));
    if (!value.is_text()) refuse_kind(value, "moment");
    try {
        if (auto zoned = i18n::parse_zoned_time(*value.as_text())) return Value(zoned->moment(zone));
    } catch (const ConversionError&) {
        refuse(value, "value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.", "invalid_datetime");
    }
    try {
        if (auto date = parse_date(*value.as_text())) return Value(zone.moment(*date, Time{}));
    } catch (const ConversionError&) {
        refuse(value, "value has the correct format (YYYY-MM-DD) but it is an invalid date.", "invalid_date");
    }
    refuse(value, "value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.");
}

Value to_duration(const Value& value) {
    if (value.as_duration()) return value;
    if (!value.is_text()) refuse_kind(value, "duration");
    if (auto duration = parse_duration(*value.as_text())) return Value(*duration);
    refuse(value, "value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.");
}

Value to_uuid(const Value& value) {
    if (value.as_uuid()) return value;
    std::int64_t number = 0;
    if (auto* integer = value.as_integer()) number = *integer;
    else if (auto* truth = value.as_boolean()) number = *truth ? 1 : 0;
    else number = -1;
    if (value.as_date() || value.as_time() || value.as_date_time()) refuse_kind(value, "UUID");
    if (number >= 0) {
        Uuid uuid;
        for (std::size_t i = 0; i < 8; ++i) uuid.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
        return Value(uuid);
    }
    auto uuid = Uuid::parse(value.str());
    if (!uuid) refuse(value, "is not a valid UUID.");
    return Value(*uuid);
}

/// In its shortest form.
Value to_address(const Value& value, const FieldInfo& field) {
    std::string text(text::trim(value.str()));
    if (text.empty()) return Value(text);
    auto address = IpAddress::parse(text);
    // As in Django: what has a colon is an IPv6 address that is none, whatever the protocol.
    if (!address && text.find(':') != text.npos) throw ConversionError("Enter a valid IPv6 address.");
    bool fits = address && (field.format == "ipv4" ? address->is_v4() : field.format != "ipv6" || address->is_v6());
    if (!fits) {
        const char* kind = field.format == "ipv4" ? "IPv4" : field.format == "ipv6" ? "IPv6" : "IPv4 or IPv6";
        throw ConversionError(std::string("Enter a valid ") + kind + " address.");
    }
    return Value(field.format == "unpack_ipv4" ? address->unpacked().str() : address->str());
}

/// A document that reads back as what it was: a date would come back as a text.
bool is_json(const Value& value) {
    switch (value.type()) {
    case Value::Type::null:
    case Value::Type::boolean:
    case Value::Type::integer:
    case Value::Type::number: return true;
    case Value::Type::list: return std::ranges::all_of(*value.as_list(), is_json);
    case Value::Type::map: return std::ranges::all_of(*value.as_map(), [](const auto& entry) { return is_json(entry.second); });
    default: break;
    }
    auto* big = i18n::as_big_number(value);
    return value.is_text() || (big && !big->is_decimal());
}

Value to_json_value(const Value& value) {
    if (!is_json(value)) throw ConversionError("Value must be valid JSON.");
    return value;
}

bool is_address(const FieldInfo& field) { return is_ip_address(*field.type) || field.format.starts_with("ip") || field.format == "unpack_ipv4"; }

Value converted(const FieldInfo& field, const Value& value) {
    if (field.type->kind == Kind::boolean) return to_boolean(value, field.nullable());
    if (value.is_null()) return value;
    if (is_address(field)) return to_address(value, field);
    switch (field.type->kind) {
    case Kind::integer: return to_integer(value);
    case Kind::floating: return to_float(value);
    case Kind::text: return value.is_text() ? value : Value(value.str());
    case Kind::decimal: return to_decimal(value, field);
    case Kind::date: return to_date(value);
    case Kind::time: return to_time(value);
    case Kind::date_time: return to_moment(value);
    case Kind::duration: return to_duration(value);
    case Kind::uuid: return to_uuid(value);
    case Kind::json: return to_json_value(value);
    default: return is_key(field) ? to_integer(value) : value;
    }
}

/// What no column holds: the smaller ranges of narrower types are the field's own limits.
void check_width(const FieldInfo& field, const Value& value, std::vector<FieldError>& errors) {
    auto* big = i18n::as_big_number(value);
    if (!big || !field.choices.empty()) return;
    if (big->is_decimal()) {
        if (!field.digits) return;
        const char* s = *field.digits == 1 ? "" : "s";
        errors.push_back({field.name, "Ensure that there are no more than " + std::to_string(*field.digits) + " digit" + s + " in total.", "max_digits"});
        return;
    }
    bool below = big->exact().is_negative();
    if (below && field.minimum) {
        errors.push_back({field.name, "Ensure this value is greater than or equal to " + field.minimum->str() + ".", "min_value"});
    } else if (below) {
        errors.push_back({field.name, "Ensure this value is greater than or equal to " + std::to_string(INT64_MIN) + ".", "min_value"});
    } else {
        errors.push_back({field.name, "Ensure this value is less than or equal to " + std::to_string(INT64_MAX) + ".", "max_value"});
    }
}

}  // namespace

Cleaned clean_value(const FieldInfo& field, const Value& value) {
    Cleaned cleaned;
    try {
        cleaned.value = converted(field, value);
    } catch (const ConversionError& error) {
        cleaned.errors.push_back({field.name, error.what(), error.code()});
        return cleaned;
    }
    check_width(field, cleaned.value, cleaned.errors);
    if (cleaned.errors.empty() && field.editable) cleaned.errors = validate_field(field, cleaned.value);
    return cleaned;
}

}  // namespace portico::orm
