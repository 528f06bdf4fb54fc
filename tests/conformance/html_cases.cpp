// Work on HTML: escaping, stripping, cutting, links.
#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/forms/attributes.hpp>
#include <portico/templates/html.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

Json truncate_chars(const Arguments& args) {
    std::string mark = args.text("truncate", std::string(templates::ellipsis));
    return args.flag("html") ? templates::truncated_html_chars(args.text("value"), args.integer("num"), mark)
                             : templates::truncated_chars(args.text("value"), args.integer("num"), mark);
}

Json truncate_words(const Arguments& args) {
    std::string mark = args.text("truncate", std::string(templates::ellipsis));
    return args.flag("html") ? templates::truncated_html_words(args.text("value"), args.integer("num"), mark)
                             : templates::truncated_words(args.text("value"), args.integer("num"), mark);
}

Json urlize(const Arguments& args) {
    templates::UrlizeStyle style{.trim = args.optional_integer("trim_url_limit"),
                                 .nofollow = args.flag("nofollow"),
                                 .escape = args.flag("autoescape")};
    if (auto* setting = args.setting("URLIZE_ASSUME_HTTPS")) style.assume_https = setting->get<bool>();
    return templates::urlized(args.text("text"), style);
}

/// A dict's order is none: what is the same by name is the same.
Json attributes(const Arguments& args) {
    forms::Attributes out;
    for (const auto& [name, value] : args.at("attrs").items()) {
        if (value.is_boolean() && value.get<bool>()) out.set_bare(name);
        else if (value.is_object() && value.contains("$safe")) out.set(name, Html{decode(value).str()});
        else if (!value.is_boolean() && !value.is_null()) out.set(name, decode(value).str());
    }
    return out.sorted().html();
}

/// JSON's keys are texts: of a mapping with other keys, what they read as.
Json keys_as_texts(const Json& json) {
    if (!json.is_array() && !json.is_object()) return json;
    Json out = json.is_array() ? Json::array() : Json::object();
    const bool has_pairs = json.is_object() && json.contains("$pairs");
    for (const auto& [name, value] : (has_pairs ? json.at("$pairs") : json).items()) {
        if (json.is_array()) out.push_back(keys_as_texts(value));
        else if (!has_pairs) out[name] = keys_as_texts(value);
        else if (value.at(0).is_structured()) throw Error("no key of JSON: " + value.at(0).dump());
        else out[value.at(0).is_string() ? value.at(0).get<std::string>() : value.at(0).dump()] = keys_as_texts(value.at(1));
    }
    return out;
}

Json from_text(const Arguments& args, std::string (*function)(std::string_view)) { return function(args.text("value")); }

} // namespace

void add_html_operations(Operations& operations) {
    operations["escape"] = [](const Arguments& args) { return Json(text::html_escape(args.value("text").str())); };
    operations["escapejs"] = [](const Arguments& args) { return from_text(args, templates::escape_js); };
    operations["strip_tags"] = [](const Arguments& args) { return from_text(args, templates::strip_tags); };
    operations["strip_spaces_between_tags"] = [](const Arguments& args) {
        return from_text(args, templates::strip_spaces_between_tags);
    };
    operations["linebreaks"] = [](const Arguments& args) {
        return Json(templates::line_breaks(args.text("value"), args.flag("autoescape")));
    };
    operations["json_encode"] = [](const Arguments& args) { return Json(templates::ascii_json(decode(keys_as_texts(args.at("value"))))); };
    operations["json_script"] = [](const Arguments& args) {
        return Json(templates::json_script(decode(keys_as_texts(args.at("value"))), args.text("element_id", "")));
    };
    operations["smart_urlquote"] = [](const Arguments& args) { return Json(templates::smart_quoted_url(args.text("url"))); };
    operations["urlize"] = urlize;
    operations["flatatt"] = attributes;
    operations["truncate_chars"] = truncate_chars;
    operations["truncate_words"] = truncate_words;
}

} // namespace portico::conformance
