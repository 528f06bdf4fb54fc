#include <cmath>

#include <portico/base/text.hpp>
#include <portico/forms/submission.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "values.hpp"

namespace portico::conformance {

namespace {

constexpr std::int64_t largest_plain = std::int64_t{1} << 53;

Json encode_integer(std::int64_t number) {
    if (number > largest_plain || number < -largest_plain) return {{"$int", std::to_string(number)}};
    return number;
}

Json encode_number(double number) {
    if (std::isnan(number)) return {{"$float", "nan"}};
    if (std::isinf(number)) return {{"$float", number < 0 ? "-inf" : "inf"}};
    return number;
}

Json encode_duration(Duration duration) {
    auto days = std::chrono::floor<std::chrono::days>(duration);
    auto seconds = std::chrono::floor<std::chrono::seconds>(duration - days);
    return {{"$timedelta", {days.count(), seconds.count(), (duration - days - seconds).count()}}};
}

Json encode_zoned(const i18n::ZonedTime& time) {
    Json out{{"$datetime", to_iso(time.date()) + "T" + to_iso(time.time())}};
    if (!time.zone()) return out;
    auto fixed = time.zone()->fixed_offset();
    bool is_utc = time.zone()->name() == "UTC";
    out["tz"] = fixed && !is_utc ? i18n::offset_text(*fixed) : time.zone()->name();
    if (time.second()) out["fold"] = 1;
    return out;
}

Json encode_list(const List& list) {
    Json out = Json::array();
    for (const auto& item : list) out.push_back(encode(item));
    return out;
}

Json encode_map(const Map& map) {
    Json out = Json::object();
    for (const auto& [name, item] : map) out[name] = encode(item);
    return out;
}

Json encode_dynamic(const Value& value) {
    if (auto* number = i18n::as_big_number(value)) return {{number->is_decimal() ? "$decimal" : "$int", number->str()}};
    if (auto* time = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic())) return encode_zoned(*time);
    if (auto* file = forms::uploaded_file(value)) return {{"file", file->name()}, {"size", file->size()}};
    return value.str();
}

} // namespace

Json mapping(const std::vector<std::pair<std::string, Json>>& entries) {
    bool reads_as_tag = !entries.empty() && entries.front().first.starts_with('$');
    Json object = Json::object(), pairs = Json::array();
    for (const auto& [name, value] : entries) {
        object[name] = value;
        pairs.push_back({name, value});
    }
    return reads_as_tag ? Json{{"$pairs", pairs}} : object;
}

Json encode(const Value& value) {
    switch (value.type()) {
    case Value::Type::null:
        return nullptr;
    case Value::Type::boolean:
        return *value.as_boolean();
    case Value::Type::integer:
        return encode_integer(*value.as_integer());
    case Value::Type::number:
        return encode_number(*value.as_number());
    case Value::Type::html:
        return {{"$safe", std::string(*value.as_text())}};
    case Value::Type::bytes:
        return {{"$bytes", text::base64(value.as_bytes()->data)}};
    case Value::Type::decimal:
        return {{"$decimal", value.str()}};
    case Value::Type::date:
        return {{"$date", to_iso(*value.as_date())}};
    case Value::Type::time:
        return {{"$time", to_iso(*value.as_time())}};
    case Value::Type::date_time:
        return encode_zoned(i18n::ZonedTime(*value.as_date_time(), i18n::TimeZone()));
    case Value::Type::duration:
        return encode_duration(*value.as_duration());
    case Value::Type::uuid:
        return {{"$uuid", value.str()}};
    case Value::Type::list:
        return encode_list(*value.as_list());
    case Value::Type::map:
        return encode_map(*value.as_map());
    case Value::Type::dynamic:
        return encode_dynamic(value);
    default:
        return value.str();
    }
}

} // namespace portico::conformance
