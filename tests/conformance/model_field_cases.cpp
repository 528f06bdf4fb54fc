// Fields of models.
#include <map>

#include <portico/base/error.hpp>
#include <portico/base/ip_address.hpp>
#include <portico/base/json.hpp>
#include <portico/base/describe.hpp>
#include <portico/base/field_types.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/orm/clean_value.hpp>

#include "fault_json.hpp"
#include "form_parts.hpp"
#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

/// A member for each kind of column, and one that may be null.
struct Columns {
    bool truth{};
    std::optional<bool> truth_or_null{};
    std::int64_t whole{};
    std::optional<std::int64_t> whole_or_null{};
    double real{};
    std::optional<double> real_or_null{};
    std::string text{};
    std::optional<std::string> text_or_null{};
    Decimal decimal{};
    std::optional<Decimal> decimal_or_null{};
    Date date{};
    std::optional<Date> date_or_null{};
    Time time{};
    std::optional<Time> time_or_null{};
    DateTime moment{};
    std::optional<DateTime> moment_or_null{};
    Duration duration{};
    std::optional<Duration> duration_or_null{};
    Uuid uuid{};
    std::optional<Uuid> uuid_or_null{};
    portico::Json json{};
    std::optional<portico::Json> json_or_null{};
    IpAddress address{};
    std::optional<IpAddress> address_or_null{};
    static void describe(Describe<Columns>&) {}
};

namespace {

/// The member that stands for a kind of Django's; whole numbers are SQLite's, of 64 bits.
const char* member_for(const std::string& type) {
    static const std::map<std::string, const char*> members{
        {"BooleanField", "truth"},      {"FloatField", "real"},     {"DecimalField", "decimal"},
        {"DateField", "date"},          {"TimeField", "time"},      {"DateTimeField", "moment"},
        {"DurationField", "duration"},  {"UUIDField", "uuid"},      {"JSONField", "json"},
        {"GenericIPAddressField", "address"}, {"CharField", "text"}, {"TextField", "text"},
        {"EmailField", "text"},         {"SlugField", "text"},      {"URLField", "text"}};
    if (auto found = members.find(type); found != members.end()) return found->second;
    if (type.find("Integer") != std::string::npos || type.find("Auto") != std::string::npos) return "whole";
    throw NoSuchOperation("model field " + type);
}

std::string format_of(const std::string& type, const Json& field) {
    if (type == "EmailField") return "email";
    if (type == "SlugField") return field.value("allow_unicode", false) ? "unicode_slug" : "slug";
    if (type == "URLField") return "url";
    if (type != "GenericIPAddressField") return {};
    if (field.value("unpack_ipv4", false)) return "unpack_ipv4";
    std::string protocol = field.value("protocol", "both");
    return protocol == "both" ? "" : protocol == "IPv4" ? "ipv4" : "ipv6";
}

std::optional<std::size_t> length_of(const std::string& type, const Json& field) {
    if (type == "TextField") return std::nullopt;
    if (field.contains("max_length")) return field.at("max_length").get<std::size_t>();
    if (type == "EmailField") return 254;
    if (type == "URLField") return 200;
    return type == "SlugField" ? std::optional<std::size_t>(50) : std::nullopt;
}

FieldInfo field_of(const Json& field) {
    const std::string type = field.at("type");
    const bool is_key = field.value("primary_key", false);
    std::string member = member_for(type);
    if (is_key || field.value("null", false)) member += "_or_null";
    FieldInfo info = *install_type<Columns>().find(member);
    info.format = format_of(type, field);
    info.max_length = length_of(type, field);
    info.required = !is_key && !field.value("blank", false);
    info.editable = !field.value("auto_now", false) && !field.value("auto_now_add", false) && field.value("editable", true);
    if (type.starts_with("Positive")) info.minimum = Value(0);
    if (field.contains("max_digits")) info.digits = field.at("max_digits").get<int>();
    if (field.contains("decimal_places")) info.places = field.at("decimal_places").get<int>();
    if (field.contains("choices")) info.choices = choices_of(field.at("choices"));
    return info;
}

Json clean(const Arguments& args) {
    i18n::UseTimeZone here(zone_of(args.recorded()));
    orm::Cleaned cleaned = orm::clean_value(field_of(args.at("field")), args.value("value"));
    if (cleaned.errors.empty()) return {{"value", encode_clean(cleaned.value, args.recorded())}};
    Json errors = Json::array();
    for (const auto& error : cleaned.errors) errors.push_back({{"code", error.code}, {"message", error.message}});
    return {{"errors", errors}};
}

} // namespace

void add_model_field_operations(Operations& operations) { operations["model_field_clean"] = clean; }

} // namespace portico::conformance
