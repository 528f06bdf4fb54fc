// Work on plain text.
#include <portico/base/text.hpp>
#include <portico/storage/storage.hpp>
#include <portico/templates/text.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

Json split(const Arguments& args) {
    std::string text = args.text("text");
    Json out = Json::array();
    for (auto part : templates::smart_split(text)) out.push_back(std::string(part));
    return out;
}

Json wrap(const Arguments& args) {
    return templates::word_wrapped(args.text("text"), static_cast<std::size_t>(args.integer("width")));
}

Json list(const Arguments& args) { return templates::text_list(args.texts("list_"), args.text("last_word", "or")); }

Json slug(const Arguments& args) {
    return text::slugify(args.value("value").str(), args.flag("allow_unicode"));
}

} // namespace

void add_text_operations(Operations& operations) {
    operations["smart_split"] = split;
    operations["wrap"] = wrap;
    operations["get_text_list"] = list;
    operations["slugify"] = slug;
    operations["get_valid_filename"] = [](const Arguments& args) { return Json(valid_file_name(args.text("name"))); };
    operations["normalize_newlines"] = [](const Arguments& args) { return Json(templates::plain_newlines(args.text("text"))); };
    operations["unescape_string_literal"] = [](const Arguments& args) {
        return Json(templates::unquoted_literal(args.text("s")));
    };
    operations["phone2numeric"] = [](const Arguments& args) { return Json(templates::phone_digits(args.text("phone"))); };
    operations["camel_case_to_spaces"] = [](const Arguments& args) {
        return Json(text::camel_case_to_spaces(args.text("value")));
    };
    operations["capfirst"] = [](const Arguments& args) { return Json(text::capfirst(args.text("x"))); };
    operations["capitalized_label"] = [](const Arguments& args) { return Json(templates::capitalized_label(args.text("name"))); };
}

} // namespace portico::conformance
