/// An e-mail as it is sent.
///
///     mail::Message message{.subject = "Welcome", .body = "Hello Ann", .from = "shop@example.org", .to = {"Ann <ann@example.org>"}};
///     message.alternatives.push_back({"<h1>Hello Ann</h1>", "text/html"});
///     message.attachments.push_back({"bill.pdf", pdf, "application/pdf"});
///     message.str()                // headers and parts as RFC 5322 and MIME want them
///     message.recipients()         // whom to hand it to: To, Cc and Bcc
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace portico::mail {

/// The same text in another form: HTML beside plain text.
struct Alternative {
    std::string content{};
    std::string content_type{};
};

struct Attachment {
    std::string filename{};
    std::string content{};
    std::string content_type{}; // empty: by the name's extension
};

/// What makes one message unlike any other; by default made at random.
struct MessageIdentity {
    std::string id{};                          // "<…@example.org>"
    std::function<std::string()> boundary{};   // between parts
};

struct Message {
    std::string subject{};
    std::string body{};
    std::string from{};      // empty: the settings' ([mail] from), webmaster@localhost without any
    std::vector<std::string> to{}, cc{}, bcc{}, reply_to{};
    /// Others, and those above under their names (they win).
    std::vector<std::pair<std::string, std::string>> headers{};
    std::vector<Alternative> alternatives{};
    std::vector<Attachment> attachments{};
    /// Of body and text parts: "utf-8" or "iso-8859-1". Error for another.
    std::string charset = "utf-8";

    /// Lines end in "\n". Throws Error where a header has a line break in it: whoever could set one could write the rest of the mail.
    std::string str(const MessageIdentity& identity = {}) const;
    std::vector<std::string> recipients() const;
};

} // namespace portico::mail
