// The little HTML that error pages are built from. Templates are a room above.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico::middleware {

/// A page with the shared style sheet; `body` is HTML. The nonce lets the style through the
/// Content-Security-Policy.
std::string html_page(std::string_view title, std::string_view nonce, std::string_view body);

/// `<h1>…</h1>` and the like, the text escaped.
std::string element(std::string_view tag, std::string_view text, std::string_view css_class = {});

using Rows = std::vector<std::pair<std::string, std::string>>;
/// A headed table of names and values, nothing when there are none.
std::string name_value_table(std::string_view heading, const Rows& rows);

/// The value, or dots where its name says that it is a secret.
std::string masked(std::string_view name, std::string_view value);

} // namespace portico::middleware
