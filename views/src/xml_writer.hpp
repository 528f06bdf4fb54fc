#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico::views {

/// Writes XML from the front to the end.
///
///     XmlWriter xml;
///     xml.start("feed", {{"xmlns", "…"}}).element("title", "News").end("feed").text()
class XmlWriter {
public:
    using Attributes = std::vector<std::pair<std::string_view, std::string>>;

    XmlWriter& instruction(std::string_view text);
    /// Attributes stand in the order of their names.
    XmlWriter& start(std::string_view name, Attributes attributes = {});
    XmlWriter& end(std::string_view name);
    /// An element with text, or without: `<link href="…"/>`.
    XmlWriter& element(std::string_view name, std::string_view text, Attributes attributes = {});
    /// The same where there is a text.
    XmlWriter& element_if(std::string_view name, std::string_view text) { return text.empty() ? *this : element(name, text); }
    std::string text() && { return std::move(out_); }

private:
    void open(std::string_view name, Attributes attributes);
    std::string out_ = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
};

} // namespace portico::views
