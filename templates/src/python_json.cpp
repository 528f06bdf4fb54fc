#include <cmath>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/base/type_info.hpp>
#include <portico/i18n/date_format.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "conversion.hpp"

namespace portico::templates {

namespace {

/// As Python writes text into JSON: ASCII only.
void append_ascii_string(std::string& out, std::string_view text) {
    constexpr char hex[] = "0123456789abcdef";
    auto unit = [&](unsigned number) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += hex[(number >> shift) & 15];
    };
    out += '"';
    while (!text.empty()) {
        char32_t letter = text::next_code_point(text);
        switch (letter) {
        case U'"':
            out += "\\\"";
            break;
        case U'\\':
            out += "\\\\";
            break;
        case U'\n':
            out += "\\n";
            break;
        case U'\r':
            out += "\\r";
            break;
        case U'\t':
            out += "\\t";
            break;
        case U'\b':
            out += "\\b";
            break;
        case U'\f':
            out += "\\f";
            break;
        default:
            if (letter >= 0x20 && letter < 0x7f)
                out += static_cast<char>(letter);
            else if (letter < 0x10000)
                unit(static_cast<unsigned>(letter));
            else {
                auto rest = static_cast<unsigned>(letter) - 0x10000;
                unit(0xd800 + (rest >> 10));
                unit(0xdc00 + (rest & 0x3ff));
            }
        }
    }
    out += '"';
}

/// Django's encoder keeps milliseconds only.
std::string moment_text(const i18n::LocalTime& local, bool naive) {
    std::string text = i18n::iso_moment(local, naive);
    if (local.time.microsecond() != 0) text.erase(text.find('.') + 4, 3);
    if (text.ends_with("+00:00")) text.replace(text.size() - 6, 6, "Z");
    return text;
}

std::string zoned_text(const i18n::ZonedTime& zoned) {
    if (!zoned.zone()) return moment_text({zoned.date(), zoned.time(), {}, {}, false}, true);
    return moment_text(zoned.zone()->local(zoned.moment()), false);
}

std::string time_text(Time time) {
    std::string text = to_iso(time);
    if (time.microsecond() != 0) text.erase(text.find('.') + 4);
    return text;
}

void append_number(std::string& out, double number) {
    if (std::isnan(number))
        out += "NaN";
    else if (std::isinf(number))
        out += number < 0 ? "-Infinity" : "Infinity";
    else
        out += Value(number).str();
}

void append_struct(std::string& out, const StructRef& structure) {
    const TypeInfo& type = **structure.type;
    out += '{';
    bool first = true;
    for (const auto& field : type.fields) {
        if (field.hidden) continue;
        if (!first) out += ", ";
        first = false;
        append_ascii_string(out, field.name);
        out += ": ";
        append_python_json(out, field.get(structure.object));
    }
    out += '}';
}

void append_dynamic(std::string& out, const Value& value) {
    const Dynamic& dynamic = *value.as_dynamic();
    if (auto* zoned = dynamic_cast<const i18n::ZonedTime*>(&dynamic))
        return append_ascii_string(out, zoned_text(*zoned));
    List items;
    bool iterable = dynamic.each([&items](const Value& item) {
        items.push_back(item);
        return true;
    });
    if (iterable) return append_python_json(out, Value(std::move(items)));
    throw ConversionError("\"" + dynamic.str() + "\" has no form in JSON");
}

void append_list(std::string& out, const List& list) {
    out += '[';
    for (const auto& item : list) {
        if (&item != &list.front()) out += ", ";
        append_python_json(out, item);
    }
    out += ']';
}

void append_map(std::string& out, const Map& map) {
    out += '{';
    bool first = true;
    for (const auto& [name, value] : map) {
        if (!first) out += ", ";
        first = false;
        append_ascii_string(out, name);
        out += ": ";
        append_python_json(out, value);
    }
    out += '}';
}

} // namespace

void append_python_json(std::string& out, const Value& value) {
    switch (value.type()) {
    case Value::Type::null:
        out += "null";
        return;
    case Value::Type::boolean:
        out += *value.as_boolean() ? "true" : "false";
        return;
    case Value::Type::integer:
        return value.append_to(out);
    case Value::Type::number:
        return append_number(out, *value.as_number());
    case Value::Type::list:
        return append_list(out, *value.as_list());
    case Value::Type::map:
        return append_map(out, *value.as_map());
    case Value::Type::structure:
        return append_struct(out, *value.as_struct());
    case Value::Type::dynamic:
        return append_dynamic(out, value);
    case Value::Type::date_time:
        return append_ascii_string(out, moment_text(i18n::TimeZone().local(*value.as_date_time()), false));
    case Value::Type::time:
        return append_ascii_string(out, time_text(*value.as_time()));
    case Value::Type::duration:
        return append_ascii_string(out, to_iso(*value.as_duration()));
    case Value::Type::bytes:
        throw ConversionError("bytes have no form in JSON");
    default:
        return append_ascii_string(out, value.str());
    }
}

} // namespace portico::templates
