#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portico::templates {

struct UrlizeStyle {
    std::optional<std::int64_t> trim{}; // letters of a link's text
    bool nofollow = false;
    bool escape = false;
    bool assume_https = false; // for "www.example.org"
};

/// Makes links of the URLs and mail addresses in a text.
std::string urlized(std::string_view text, const UrlizeStyle& style);

} // namespace portico::templates
