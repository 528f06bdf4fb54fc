/// Query strings of values (django.utils.http.urlencode).
///
///     urlencode({{"q", "a b"}, {"tag", List{"x", "y"}}}, true)        // "q=a+b&tag=x&tag=y"
///     with_query("/posts/", "page=2", "top")                          // "/posts/?page=2#top"
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>

namespace portico {

using QueryPairs = std::vector<std::pair<std::string, Value>>;

/// `repeat_lists`: a list's items one by one under the same name; else as the list prints. Throws ConversionError for null, which would
/// read as "None".
std::string urlencode(const QueryPairs& query, bool repeat_lists = false);

/// The URL with these behind it: a query that is not empty, a fragment where there is one ("/#" leads to the top).
std::string with_query(std::string_view url, std::string_view query, std::optional<std::string_view> fragment = {});

} // namespace portico
