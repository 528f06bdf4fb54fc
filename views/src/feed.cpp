#include <portico/views/feed.hpp>

#include <portico/base/error.hpp>
#include <portico/http/response.hpp>
#include <portico/http/url.hpp>
#include <portico/i18n/date_format.hpp>

#include "xml_writer.hpp"

namespace portico::views {

namespace {

/// "Sun, 15 Mar 2026 12:34:56 +0000"
std::string rfc_5322(const i18n::ZonedTime& moment) { return i18n::format_moment(moment, "r"); }
/// "2026-03-15T12:34:56+00:00"; a moment without a zone is one of UTC.
std::string rfc_3339(const i18n::ZonedTime& moment) {
    std::string text = i18n::format_moment(moment, "c");
    return moment.zone() ? text : text + "Z";
}

/// "a@example.com (Ann)"
std::string rss_author(const FeedItem& item) {
    if (item.author_name.empty() || item.author_email.empty()) return item.author_email;
    return item.author_email + " (" + item.author_name + ')';
}

void write_rss_item(XmlWriter& xml, const FeedItem& item) {
    if (!item.author_name.empty() && item.author_email.empty())
        xml.element("dc:creator", item.author_name, {{"xmlns:dc", "http://purl.org/dc/elements/1.1/"}});
    xml.element_if("author", rss_author(item));
    if (item.published) xml.element("pubDate", rfc_5322(*item.published));
    xml.element_if("comments", item.comments);
    if (!item.unique_id.empty()) {
        XmlWriter::Attributes attributes;
        if (item.unique_id_is_permalink) attributes.emplace_back("isPermaLink", *item.unique_id_is_permalink ? "true" : "false");
        xml.element("guid", item.unique_id, attributes);
    }
    xml.element_if("ttl", item.ttl);
    if (item.enclosures.size() > 1) throw Error("an item of an RSS feed has more than one enclosure", "RSS takes one; Atom any number");
    for (const auto& one : item.enclosures)
        xml.element("enclosure", "", {{"url", iri_to_uri(one.url)}, {"length", one.length}, {"type", one.type}});
    for (const auto& category : item.categories) xml.element("category", category);
}

std::string written_rss(const Feed& feed, bool is_091) {
    XmlWriter xml;
    for (const auto& sheet : feed.stylesheets) {
        std::string type(sheet.ends_with(".css") ? "text/css" : "text/xsl");
        xml.instruction("xml-stylesheet href=\"" + iri_to_uri(sheet) + "\" media=\"screen\" type=\"" + type + '"');
    }
    xml.start("rss", {{"version", is_091 ? "0.91" : "2.0"}, {"xmlns:atom", "http://www.w3.org/2005/Atom"}}).start("channel");
    xml.element("title", feed.title).element("link", iri_to_uri(feed.link)).element("description", feed.description);
    if (!feed.feed_url.empty()) xml.element("atom:link", "", {{"rel", "self"}, {"href", iri_to_uri(feed.feed_url)}});
    xml.element_if("language", feed.language);
    for (const auto& category : feed.categories) xml.element("category", category);
    xml.element_if("copyright", feed.copyright).element("lastBuildDate", rfc_5322(feed.latest())).element_if("ttl", feed.ttl);
    for (const auto& item : feed.items) {
        xml.start("item").element("title", item.title).element("link", iri_to_uri(item.link));
        if (item.description) xml.element("description", *item.description);
        if (!is_091) write_rss_item(xml, item);
        xml.end("item");
    }
    xml.end("channel").end("rss");
    return std::move(xml).text();
}

/// "tag:example.com,2026-01-02:/x/" (RFC 4151)
std::string tag_uri(const FeedItem& item) {
    std::string link = iri_to_uri(item.link);
    UrlParts parts = split_url(link);
    std::string out = "tag:" + std::string(parts.authority.value_or(""));
    if (item.published) out += ',' + i18n::format_moment(*item.published, "Y-m-d");
    return out + ':' + std::string(parts.path) + '/' + std::string(parts.fragment.value_or(""));
}

void write_author(XmlWriter& xml, const std::string& name, const std::string& email, const std::string& link) {
    if (name.empty()) return;
    xml.start("author").element("name", name).element_if("email", email).element_if("uri", iri_to_uri(link)).end("author");
}

void write_entry(XmlWriter& xml, const FeedItem& item) {
    xml.start("entry").element("title", item.title).element("link", "", {{"href", iri_to_uri(item.link)}, {"rel", "alternate"}});
    if (item.published) xml.element("published", rfc_3339(*item.published));
    if (item.updated) xml.element("updated", rfc_3339(*item.updated));
    write_author(xml, item.author_name, item.author_email, item.author_link);
    xml.element("id", item.unique_id.empty() ? tag_uri(item) : item.unique_id);
    if (item.description) xml.element("summary", *item.description, {{"type", "html"}});
    for (const auto& one : item.enclosures)
        xml.element("link", "", {{"rel", "enclosure"}, {"href", iri_to_uri(one.url)}, {"length", one.length}, {"type", one.type}});
    for (const auto& category : item.categories) xml.element("category", "", {{"term", category}});
    xml.element_if("rights", item.copyright).end("entry");
}

} // namespace

i18n::ZonedTime Feed::latest() const {
    std::optional<i18n::ZonedTime> found;
    for (const auto& item : items)
        for (const auto* moment : {&item.updated, &item.published})
            if (*moment && (!found || found->moment() < (*moment)->moment())) found = **moment;
    return found ? *found : i18n::ZonedTime(now(), i18n::TimeZone());
}

std::string Feed::rss() const { return written_rss(*this, false); }
std::string Feed::rss_091() const { return written_rss(*this, true); }

std::string Feed::atom() const {
    XmlWriter xml;
    XmlWriter::Attributes attributes{{"xmlns", "http://www.w3.org/2005/Atom"}};
    if (!language.empty()) attributes.emplace_back("xml:lang", language);
    xml.start("feed", attributes).element("title", title).element("link", "", {{"rel", "alternate"}, {"href", iri_to_uri(link)}});
    if (!feed_url.empty()) xml.element("link", "", {{"rel", "self"}, {"href", iri_to_uri(feed_url)}});
    xml.element("id", id.empty() ? iri_to_uri(link) : id).element("updated", rfc_3339(latest()));
    write_author(xml, author_name, author_email, author_link);
    xml.element_if("subtitle", subtitle);
    for (const auto& category : categories) xml.element("category", "", {{"term", category}});
    xml.element_if("rights", copyright);
    for (const auto& item : items) write_entry(xml, item);
    xml.end("feed");
    return std::move(xml).text();
}

} // namespace portico::views
