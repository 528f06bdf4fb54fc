#include "cells.hpp"

#include "words.hpp"

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/i18n/date_format.hpp>
#include <portico/i18n/number_format.hpp>
#include <portico/i18n/time_since.hpp>

namespace portico::admin {

namespace {

constexpr std::size_t longest_text = 160;
constexpr const char* pill_hues[] = {"plain", "hue-3", "hue-5", "hue-1", "hue-2", "hue-6", "hue-4", "hue-0"};

/// The colour of a choice is that of its place among the choices: the first is plain.
std::string_view pill_class(const FieldInfo& field, const Value& value) {
    std::size_t place = 0;
    if (!field.choices.empty()) {
        while (place < field.choices.size() && field.choices[place].value != value) ++place;
    } else {
        const FieldType& type = field.type->element ? *field.type->element : *field.type;
        while (place < type.enumerators.size() && Value(type.enumerators[place].name) != value) ++place;
    }
    return pill_hues[place % std::size(pill_hues)];
}

std::string number_text(const Value& value) {
    static const i18n::Formats formats;
    return i18n::format_number(value.str(), formats, {.places = {}, .grouping = true});
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string date_text(Date date) { return i18n::format_date(date, "j M Y"); }

std::string joined(const Value& many) {
    std::string all;
    many.each([&](const Value& one) {
        if (!all.empty()) all += ", ";
        all += one.str();
        return true;
    });
    return all;
}

std::string time_html(const std::string& iso, const std::string& title, const std::string& text) {
    return "<time datetime=\"" + iso + "\"" + (title.empty() ? "" : " title=\"" + escaped(title) + "\"") + ">" + escaped(text) +
           "</time>";
}

bool is_nothing(const Value& value, Look look) {
    if (value.is_null()) return true;
    if (look == Look::relations) return joined(value).empty();
    auto text = value.as_text();
    return text && text->empty();
}

}  // namespace

Shown Shown::current(const Options& options) {
    return {i18n::current_zone(), options.empty_value};
}

std::string_view cell_class(Look look) {
    switch (look) {
        case Look::number: return "number";
        case Look::date:
        case Look::time:
        case Look::moment: return "when";
        default: return "";
    }
}

std::string moment_text(DateTime moment, const i18n::TimeZone& zone, bool with_zone) {
    return i18n::format_moment(zone.local(moment), with_zone ? "j M Y, H:i T" : "j M Y, H:i");
}

std::string ago_text(DateTime moment, const i18n::TimeZone& zone) {
    const DateTime present = now();
    if (present - moment < std::chrono::minutes(1)) return "just now";
    auto wall = [&](DateTime at) {
        auto local = zone.local(at);
        return i18n::WallTime(local.date, local.time);
    };
    return i18n::time_since(wall(moment), wall(present), 1) + " ago";
}

std::string plain_text(const Value& value, Look look, const FieldInfo* field, const Shown& shown) {
    if (is_nothing(value, look)) return shown.empty;
    switch (look) {
        case Look::boolean: return value.truthy() ? "Yes" : "No";
        case Look::choice: return field ? field->display(value) : value.str();
        case Look::number: return number_text(value);
        case Look::date: return value.as_date() ? date_text(*value.as_date()) : value.str();
        case Look::moment: return value.as_date_time() ? moment_text(*value.as_date_time(), shown.zone) : value.str();
        case Look::relations: return joined(value);
        case Look::file: return file_name(value.str());
        case Look::json: return to_json(value);
        default: return value.str();
    }
}

std::string cell_html(const Value& value, Look look, const FieldInfo* field, const Shown& shown) {
    if (is_nothing(value, look)) return "<span class=\"none\">" + escaped(shown.empty) + "</span>";
    const std::string text = plain_text(value, look, field, shown);
    switch (look) {
        case Look::boolean: return value.truthy() ? "<span class=\"yes\">Yes</span>" : "<span class=\"no\">No</span>";
        case Look::choice:
            return "<span class=\"pill " + std::string(field ? pill_class(*field, value) : "plain") + "\">" + escaped(text) + "</span>";
        case Look::date:
            if (value.as_date()) return time_html(to_iso(*value.as_date()), {}, text);
            break;
        case Look::moment:
            if (auto* moment = value.as_date_time()) return time_html(to_iso(*moment), moment_text(*moment, shown.zone, true), text);
            break;
        case Look::text:
        case Look::json: {
            if (value.type() == Value::Type::html) return value.str();
            std::string brief = shortened(text, longest_text);
            return escaped(text::replace_all(brief, "\n", " "));
        }
        default: break;
    }
    return escaped(text);
}

}  // namespace portico::admin
