#include "scalar.hpp"

#include <charconv>
#include <cmath>

#include <portico/api/detail/constraints.hpp>
#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

/// pydantic's lax conversions and its messages (pydantic_core 2.50, recorded in the FastAPI cases).
namespace portico::api::detail {

namespace {

using Kind = Scalar::Kind;

Mismatch mismatch(std::string type, std::string msg, Map ctx = {}) { return {std::move(type), std::move(msg), std::move(ctx)}; }

Mismatch set(const FieldType& type, void* target, const Value& value, Mismatch otherwise) {
    try {
        type.set(target, value);
        return {};
    } catch (const ConversionError&) {
        return otherwise;
    }
}

Mismatch too_large() {
    return mismatch("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");
}

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789_") == std::string_view::npos;
}

/// "12", " +12 ", "1_000", "12.0": what Python's int takes, and whole floats.
Mismatch integer_from_text(std::string_view sent, const FieldType& type, void* target) {
    auto failed = mismatch("int_parsing", "Input should be a valid integer, unable to parse string as an integer");
    auto digits = text::trim(sent);
    bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    if (auto point = digits.find('.'); point != std::string_view::npos) {
        if (digits.find_first_not_of('0', point + 1) != std::string_view::npos) return failed;
        digits = digits.substr(0, point);
    }
    bool well_formed = all_digits(digits) && digits.front() != '_' && digits.back() != '_' &&
                       digits.find("__") == std::string_view::npos;
    if (!well_formed) return failed;
    auto plain = (negative ? "-" : "") + text::replace_all(digits, "_", "");
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    return error == std::errc() ? set(type, target, Value(number), too_large()) : too_large();
}

Mismatch store_integer(const Scalar& scalar, const FieldType& type, void* target) {
    switch (scalar.kind) {
        case Kind::boolean: return set(type, target, Value(scalar.boolean ? 1 : 0), too_large());
        case Kind::integer: return scalar.too_large ? too_large() : set(type, target, Value(scalar.integer), too_large());
        case Kind::number:
            if (!std::isfinite(scalar.number)) return mismatch("finite_number", "Input should be a finite number");
            if (std::floor(scalar.number) != scalar.number) {
                return mismatch("int_from_float", "Input should be a valid integer, got a number with a fractional part");
            }
            return set(type, target, Value(scalar.number), too_large());
        case Kind::text: return integer_from_text(scalar.text, type, target);
        default: return mismatch("int_type", "Input should be a valid integer");
    }
}

Mismatch store_number(const Scalar& scalar, const FieldType& type, void* target) {
    auto failed = mismatch("float_parsing", "Input should be a valid number, unable to parse string as a number");
    switch (scalar.kind) {
        case Kind::boolean: return set(type, target, Value(scalar.boolean ? 1.0 : 0.0), failed);
        case Kind::integer: return set(type, target, Value(scalar.integer), failed);
        case Kind::number: return set(type, target, Value(scalar.number), failed);
        case Kind::text: return set(type, target, Value(BorrowedText{scalar.text}), failed);
        default: return mismatch("float_type", "Input should be a valid number");
    }
}

Mismatch store_boolean(const Scalar& scalar, const FieldType& type, void* target) {
    auto failed = mismatch("bool_parsing", "Input should be a valid boolean, unable to interpret input");
    switch (scalar.kind) {
        case Kind::boolean: return set(type, target, Value(scalar.boolean), failed);
        case Kind::integer: return set(type, target, Value(scalar.integer), failed);
        case Kind::number: {
            bool whole = scalar.number == 0 || scalar.number == 1;
            if (!whole) return mismatch("bool_type", "Input should be a valid boolean");
            return set(type, target, Value(scalar.number == 1), failed);
        }
        case Kind::text: {
            auto word = text::ascii_lower(scalar.text);
            if (word == "y" || word == "n") return set(type, target, Value(word == "y"), failed);
            return word == text::trim(word) ? set(type, target, Value(word), failed) : failed;
        }
        default: return mismatch("bool_type", "Input should be a valid boolean");
    }
}

Mismatch store_text(const Scalar& scalar, const FieldType& type, void* target) {
    auto failed = mismatch("string_type", "Input should be a valid string");
    return scalar.kind == Kind::text ? set(type, target, Value(BorrowedText{scalar.text}), failed) : failed;
}

Mismatch store_decimal(const Scalar& scalar, const FieldType& type, void* target) {
    auto failed = mismatch("decimal_parsing", "Input should be a valid decimal");
    switch (scalar.kind) {
        case Kind::integer: return set(type, target, Value(scalar.integer), failed);
        case Kind::number: return set(type, target, Value(scalar.number), failed);
        case Kind::text: return set(type, target, Value(BorrowedText{scalar.text}), failed);
        default:
            return mismatch("decimal_type", "Decimal input should be an integer, float, string or Decimal object");
    }
}

/// ISO text, or a number of seconds since 1970 (milliseconds when it is large, as pydantic guesses).
Mismatch store_moment(const Scalar& scalar, const FieldType& type, void* target) {
    auto failed = mismatch("datetime_from_date_parsing", "Input should be a valid datetime or date");
    constexpr double largest_seconds = 2e10;
    switch (scalar.kind) {
        case Kind::text: return set(type, target, Value(BorrowedText{scalar.text}), failed);
        case Kind::integer:
        case Kind::number: {
            double seconds = scalar.kind == Kind::integer ? static_cast<double>(scalar.integer) : scalar.number;
            if (std::abs(seconds) > largest_seconds) seconds /= 1000;
            if (!(std::abs(seconds) <= largest_seconds)) return failed;
            auto micros = static_cast<std::int64_t>(std::llround(seconds * 1e6));
            return set(type, target, Value(DateTime(std::chrono::microseconds(micros))), failed);
        }
        default: return mismatch("datetime_type", "Input should be a valid datetime");
    }
}

Mismatch store_by_text(const Scalar& scalar, const FieldType& type, void* target, Mismatch wrong_type, Mismatch wrong_text) {
    if (scalar.kind != Kind::text) return wrong_type;
    return set(type, target, Value(BorrowedText{scalar.text}), std::move(wrong_text));
}

Mismatch store_enumerator(const Scalar& scalar, const FieldType& type, void* target) {
    std::vector<std::string> names;
    for (const auto& enumerator : type.enumerators) names.push_back(enumerator.name);
    auto expected = alternatives(names);
    auto failed = mismatch("enum", "Input should be " + expected, Map{{"expected", expected}});
    return scalar.kind == Kind::text ? set(type, target, Value(BorrowedText{scalar.text}), failed) : failed;
}

Mismatch store_duration(const Scalar& scalar, const FieldType& type, void* target) {
    auto failed = mismatch("time_delta_parsing", "Input should be a valid timedelta");
    switch (scalar.kind) {
        case Kind::integer: return set(type, target, Value(scalar.integer), failed);
        case Kind::number:
            return set(type, target, Value(Duration(static_cast<std::int64_t>(scalar.number * 1e6))), failed);
        case Kind::text: return set(type, target, Value(BorrowedText{scalar.text}), failed);
        default: return mismatch("time_delta_type", "Input should be a valid timedelta");
    }
}

Mismatch store_by_kind(const Scalar& scalar, const FieldType& type, void* target) {
    switch (type.kind) {
        case portico::Kind::boolean: return store_boolean(scalar, type, target);
        case portico::Kind::integer: return store_integer(scalar, type, target);
        case portico::Kind::floating: return store_number(scalar, type, target);
        case portico::Kind::decimal: return store_decimal(scalar, type, target);
        case portico::Kind::date_time: return store_moment(scalar, type, target);
        case portico::Kind::duration: return store_duration(scalar, type, target);
        case portico::Kind::enumeration: return store_enumerator(scalar, type, target);
        case portico::Kind::date:
            return store_by_text(scalar, type, target, mismatch("date_type", "Input should be a valid date"),
                                 mismatch("date_from_datetime_parsing", "Input should be a valid date or datetime"));
        case portico::Kind::time:
            return store_by_text(scalar, type, target, mismatch("time_type", "Input should be a valid time"),
                                 mismatch("time_parsing", "Input should be in a valid time format"));
        case portico::Kind::uuid:
            return store_by_text(scalar, type, target,
                                 mismatch("uuid_type", "UUID input should be a string, bytes or UUID object"),
                                 mismatch("uuid_parsing", "Input should be a valid UUID"));
        default: return store_text(scalar, type, target);
    }
}

}  // namespace

Mismatch store_scalar(const Scalar& scalar, const FieldType& type, void* target) {
    if (!type.optional) return store_by_kind(scalar, type, target);
    if (scalar.kind == Kind::null) {
        type.reset(target);
        return {};
    }
    auto failed = store_by_kind(scalar, *type.element, type.emplace(target));
    if (failed) type.reset(target);
    return failed;
}

}  // namespace portico::api::detail
