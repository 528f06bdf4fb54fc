// Syndication feeds.
#include <portico/views/feed.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

std::string text_in(const Json& json, const char* name) {
    if (!json.contains(name) || json.at(name).is_null()) return {};
    return json.at(name).is_string() ? json.at(name).get<std::string>() : json.at(name).dump();
}

std::vector<std::string> texts_in(const Json& json, const char* name) { return json.value(name, std::vector<std::string>()); }

std::optional<i18n::ZonedTime> moment_in(const Json& json, const char* name) {
    if (!json.contains(name)) return std::nullopt;
    Value value = decode(json.at(name));
    auto* moment = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic());
    return moment ? std::optional(*moment) : std::nullopt;
}

template <class T> void set_author(T& of, const Json& json) {
    of.author_name = text_in(json, "author_name");
    of.author_email = text_in(json, "author_email");
    of.author_link = text_in(json, "author_link");
}

views::FeedItem item_of(const Json& json) {
    views::FeedItem item{.title = text_in(json, "title"), .link = text_in(json, "link")};
    if (json.contains("description") && json["description"].is_string()) item.description = json["description"].get<std::string>();
    set_author(item, json);
    item.published = moment_in(json, "pubdate");
    item.updated = moment_in(json, "updateddate");
    item.comments = text_in(json, "comments");
    item.unique_id = text_in(json, "unique_id");
    if (json.contains("unique_id_is_permalink")) item.unique_id_is_permalink = json["unique_id_is_permalink"].get<bool>();
    for (const auto& row : json.value("enclosures", Json::array())) item.enclosures.push_back({row[0], row[1], row[2]});
    item.categories = texts_in(json, "categories");
    item.copyright = text_in(json, "item_copyright");
    item.ttl = text_in(json, "ttl");
    return item;
}

Json feed(const Arguments& args) {
    const Json& channel = args.at("channel");
    views::Feed feed{.title = text_in(channel, "title"), .link = text_in(channel, "link"), .description = text_in(channel, "description"),
                     .language = text_in(channel, "language")};
    set_author(feed, channel);
    feed.subtitle = text_in(channel, "subtitle");
    feed.categories = texts_in(channel, "categories");
    feed.feed_url = text_in(channel, "feed_url");
    feed.copyright = text_in(channel, "feed_copyright");
    feed.id = text_in(channel, "feed_guid");
    feed.ttl = text_in(channel, "ttl");
    feed.stylesheets = texts_in(channel, "stylesheets");
    for (const auto& item : args.at("items")) feed.items.push_back(item_of(item));
    std::string kind = args.text("kind");
    return kind == "atom1" ? feed.atom() : kind == "rss091" ? feed.rss_091() : feed.rss();
}

} // namespace

void add_feed_operations(Operations& operations) { operations["feed"] = feed; }

} // namespace portico::conformance
