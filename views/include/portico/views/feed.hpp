/// Syndication feeds: RSS 2.0, RSS 0.91 and Atom, as Django writes them.
///
///     views::Feed feed{.title = "News", .link = "https://example.org/", .description = "What is new"};
///     feed.items.push_back({.title = "Hello", .link = "https://example.org/hello/", .description = "<p>…</p>"});
///     return Response(feed.rss(), 200, "application/rss+xml; charset=utf-8");
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <portico/i18n/zoned_time.hpp>

namespace portico::views {

/// A file that belongs to an item: a podcast's sound.
struct Enclosure {
    std::string url{};
    std::string length{}; // bytes
    std::string type{};
};

struct FeedItem {
    std::string title{};
    std::string link{};
    std::optional<std::string> description{}; // HTML
    std::string author_name{}, author_email{}, author_link{};
    std::optional<i18n::ZonedTime> published{}, updated{};
    std::string comments{};
    std::string unique_id{};                  // empty: made of the link in Atom, none in RSS
    std::optional<bool> unique_id_is_permalink{};
    std::vector<Enclosure> enclosures{};      // RSS takes one: Error for more
    std::vector<std::string> categories{};
    std::string copyright{};
    std::string ttl{};                        // minutes
};

struct Feed {
    std::string title{};
    std::string link{};
    std::string description{};
    std::string language{};
    std::string author_name{}, author_email{}, author_link{};
    std::string subtitle{};
    std::vector<std::string> categories{};
    std::string feed_url{};
    std::string copyright{};
    std::string id{};                         // Atom; empty: the link
    std::string ttl{};
    std::vector<std::string> stylesheets{};   // RSS
    std::vector<FeedItem> items{};

    std::string rss() const;
    std::string rss_091() const;
    std::string atom() const;
    /// When the latest item was published or changed; now, where there is none.
    i18n::ZonedTime latest() const;
};

} // namespace portico::views
