/// HTML as text with tags in between, cut by the rules of Python's html.parser, which Django's results come
/// from.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace portico::templates {

/// The text without anything that looks like a tag. The result is not safe HTML.
std::string strip_tags(std::string_view html);
/// Cut after that many letters or words of text; open tags are closed.
std::string truncated_html_chars(std::string_view html, std::int64_t length);
std::string truncated_html_words(std::string_view html, std::int64_t count);

} // namespace portico::templates
