// E-mail messages.
#include <portico/base/text.hpp>
#include <portico/mail/message.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

/// Bytes that are no UTF-8 are written "\xe9".
std::string readable(std::string_view bytes) {
    std::string out;
    while (!bytes.empty()) {
        auto rest = bytes;
        text::next_code_point(rest);
        auto piece = bytes.substr(0, bytes.size() - rest.size());
        out += text::is_utf8(piece) ? std::string(piece) : "\\x" + text::hex(piece);
        bytes = rest;
    }
    return out;
}

mail::Message message_of(const Arguments& args) {
    mail::Message message{.subject = args.text("subject"), .body = args.text("body")};
    message.from = args.text("from_email", "");
    message.to = args.texts("to");
    message.cc = args.texts("cc");
    message.bcc = args.texts("bcc");
    message.reply_to = args.texts("reply_to");
    message.charset = args.text("encoding", message.charset);
    if (const Json* headers = args.find("headers"))
        for (const auto& [name, value] : headers->items()) message.headers.emplace_back(name, text_of(value));
    if (const Json* alternatives = args.find("alternatives"))
        for (const auto& row : *alternatives) message.alternatives.push_back({text_of(row[0]), text_of(row[1])});
    if (const Json* attachments = args.find("attachments"))
        for (const auto& row : *attachments)
            message.attachments.push_back({text_of(row[0]), text_of(row[1]), row.size() > 2 && row[2].is_string() ? text_of(row[2]) : ""});
    return message;
}

Json mime(const Arguments& args) {
    mail::Message message = message_of(args);
    int count = 0;
    auto boundary = [&count] {
        std::string number = std::to_string(++count);
        return "===============" + std::string(19 - number.size(), '0') + number + "==";
    };
    std::string text = message.str({.id = "<1@oracle.example>", .boundary = boundary});
    return {{"message", readable(text)}, {"recipients", message.recipients()}};
}

} // namespace

void add_mail_operations(Operations& operations) { operations["email_mime"] = mime; }

} // namespace portico::conformance
