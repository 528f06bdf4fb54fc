#include "xml_writer.hpp"

#include <algorithm>

namespace portico::views {

namespace {

void append_escaped(std::string& out, std::string_view text, bool quotes) {
    for (char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"' && quotes) out += "&quot;";
        else out += c;
    }
}

} // namespace

void XmlWriter::open(std::string_view name, Attributes attributes) {
    std::sort(attributes.begin(), attributes.end());
    (out_ += '<') += name;
    for (const auto& [key, value] : attributes) {
        ((out_ += ' ') += key) += "=\"";
        append_escaped(out_, value, true);
        out_ += '"';
    }
}

XmlWriter& XmlWriter::instruction(std::string_view text) {
    ((out_ += "<?") += text) += "?>";
    return *this;
}

XmlWriter& XmlWriter::start(std::string_view name, Attributes attributes) {
    open(name, std::move(attributes));
    out_ += '>';
    return *this;
}

XmlWriter& XmlWriter::end(std::string_view name) {
    ((out_ += "</") += name) += '>';
    return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view text, Attributes attributes) {
    open(name, std::move(attributes));
    if (text.empty()) return out_ += "/>", *this;
    out_ += '>';
    append_escaped(out_, text, false);
    return end(name);
}

} // namespace portico::views
