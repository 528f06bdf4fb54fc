#pragma once
#include <string>
#include <string_view>

namespace portico::templates {

/// Python's urllib.parse.quote: letters, digits, "_.-~" and what is in `safe` stay, other bytes become %XX.
std::string url_quote(std::string_view text, std::string_view safe = "/");
/// For forms' data: a space becomes "+".
std::string quote_plus(std::string_view text);
/// %XX to bytes; what is no such thing stays.
std::string url_unquote(std::string_view text);
/// Django's iri_to_uri: what a URL may hold stays, also "%".
std::string iri_to_uri(std::string_view text);

} // namespace portico::templates
