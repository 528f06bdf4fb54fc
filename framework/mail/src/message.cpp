#include <portico/mail/message.hpp>

#include <algorithm>

#include <portico/base/date_time.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_date.hpp>
#include <portico/http/response.hpp>

#include "header_text.hpp"
#include "mime_part.hpp"

namespace portico::mail {

namespace {

/// "Sun, 15 Mar 2026 12:34:56 +0000"
std::string date_now() {
    std::string date = http_date(std::chrono::floor<std::chrono::seconds>(now()));
    return date.substr(0, date.size() - 3) + "+0000";
}

MimePart part_of(const std::string& content, const std::string& type, const std::string& charset) {
    return type.starts_with("text/") ? text_part(content, std::string_view(type).substr(5), charset) : binary_part(content, type);
}

MimePart attached(const Attachment& attachment, const std::string& charset) {
    std::string type = attachment.content_type;
    if (type.empty()) type = content_type_of(attachment.filename);
    MimePart part = part_of(attachment.content, type.substr(0, type.find(';')), charset);
    std::string how = "attachment";
    if (!attachment.filename.empty()) how += "; filename=\"" + attachment.filename + '"';
    part.headers += header_line("Content-Disposition", how) + "MIME-Version: 1.0\n";
    return part;
}

/// Headers that a message has by itself, unless `headers` says otherwise.
class HeaderList {
public:
    explicit HeaderList(const Message& message) : message_(message) {}

    void add(std::string_view name, const std::string& value, bool addresses = false) {
        auto given = std::find_if(message_.headers.begin(), message_.headers.end(),
                                  [&](const auto& one) { return text::ascii_iequals(one.first, name); });
        const std::string& text = given == message_.headers.end() ? value : given->second;
        taken_.emplace_back(name);
        if (!text.empty() || name == "Subject") out_ += addresses ? address_line(name, text) : header_line(name, text);
    }

    std::string with_others() {
        for (const auto& [name, value] : message_.headers) {
            bool taken = std::any_of(taken_.begin(), taken_.end(), [&](const auto& one) { return text::ascii_iequals(one, name); });
            if (!taken) out_ += header_line(name, value);
        }
        return std::move(out_);
    }

private:
    const Message& message_;
    std::vector<std::string> taken_{};
    std::string out_{};
};

} // namespace

std::vector<std::string> Message::recipients() const {
    std::vector<std::string> all;
    for (const auto* list : {&to, &cc, &bcc})
        std::copy_if(list->begin(), list->end(), std::back_inserter(all), [](const auto& one) { return !one.empty(); });
    return all;
}

std::string Message::str(const MessageIdentity& identity) const {
    auto boundary = [&] { return identity.boundary ? identity.boundary() : "===============" + random_string(19, "0123456789") + "=="; };
    MimePart content = text_part(body, "plain", charset);
    bool alone = alternatives.empty() && attachments.empty();
    if (!alternatives.empty()) {
        std::vector<MimePart> parts{content};
        for (const auto& other : alternatives) {
            parts.push_back(part_of(other.content, other.content_type, charset));
            parts.back().headers += "MIME-Version: 1.0\n";
        }
        content = multipart("alternative", parts, boundary());
    }
    if (!attachments.empty()) {
        std::vector<MimePart> parts{content};
        for (const auto& one : attachments) parts.push_back(attached(one, charset));
        content = multipart("mixed", parts, boundary());
    }
    HeaderList list(*this);
    list.add("Subject", subject);
    list.add("From", from.empty() ? "webmaster@localhost" : from, true);
    list.add("To", text::join(to, ", "), true);
    list.add("Cc", text::join(cc, ", "), true);
    list.add("Reply-To", text::join(reply_to, ", "), true);
    list.add("Date", date_now());
    list.add("Message-ID", identity.id.empty() ? '<' + random_string(32) + "@localhost>" : identity.id);
    std::string kind = alone ? content.headers + "MIME-Version: 1.0\n" : "MIME-Version: 1.0\n" + content.headers;
    return kind + list.with_others() + '\n' + content.body;
}

} // namespace portico::mail
