/// Work on HTML with Django's results (django.utils.html): what the filters of the same names do, for C++.
///
///     strip_tags("<b>Hello</b>")                                 // "Hello"
///     truncated_html_words("<p>one <b>two three</b></p>", 2)     // "<p>one <b>two…</b></p>"
///     urlized("see www.example.org")                             // "see <a href=\"http://www.example.org\">www.example.org</a>"
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>
#include <portico/templates/text.hpp>

namespace portico::templates {

/// The text without anything that looks like a tag. The result is not safe HTML. Throws RenderError where tags hide tags more than 50 deep.
std::string strip_tags(std::string_view html);
/// Without white space between one tag's end and the next one's begin.
std::string strip_spaces_between_tags(std::string_view html);

/// Cut after that many letters or words of text; open tags are closed. For `mark` see text.hpp.
std::string truncated_html_chars(std::string_view html, std::int64_t length, std::string_view mark = ellipsis);
std::string truncated_html_words(std::string_view html, std::int64_t count, std::string_view mark = ellipsis);

/// Paragraphs where lines are empty, `<br>` where lines end.
std::string line_breaks(std::string_view text, bool escape = false);

/// A text made fit for a string in JavaScript, also inside of HTML.
std::string escape_js(std::string_view text);
/// JSON in ASCII as Django's encoder writes it: a space behind each comma and colon, dates in ISO 8601 with milliseconds. ConversionError for
/// what JSON has no form for.
std::string ascii_json(const Value& value);
/// The value as JSON in a script element that scripts of the page may read by its id (none where it is empty).
std::string json_script(const Value& value, std::string_view id = {});

struct UrlizeStyle {
    std::optional<std::int64_t> trim{}; // letters of a link's text
    bool nofollow = false;
    bool escape = false;
    bool assume_https = false; // for "www.example.org"
};
/// Makes links of the URLs and mail addresses in a text.
std::string urlized(std::string_view text, const UrlizeStyle& style = {});

/// A URL as people write it, quoted: what is quoted already stays as it is.
std::string smart_quoted_url(std::string_view url);

} // namespace portico::templates
