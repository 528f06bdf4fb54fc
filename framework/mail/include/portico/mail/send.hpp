/// Sending mail as the site's settings say.
///
///     mail::send({.subject = "Welcome", .body = "Hello Ann", .to = {"ann@example.org"}});
///     mail::send(newsletter, "news");                       // by [mailers.news]
///     mail::send_later(message);                            // the request does not wait for the mail server
///     mail::mail_admins("Out of stock", "There are no lamps left.");
///
///     EXPECT_EQ(mail::outbox().at(0).subject, "Welcome");   // in tests nothing leaves the program
///
/// A message without `from` gets the settings'. While a fiber sends, its loop serves others.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/mail/mailer.hpp>

namespace portico::mail {

/// Throws MailError where it was not taken; returns at once where it has no recipients. Error for an unknown mailer.
void send(Message message, std::string_view mailer = "default");
/// Sends it meanwhile; a failure is in the log. Outside of a fiber it is sent before the call returns.
void send_later(Message message, std::string_view mailer = "default");
/// To `[mail] admins`, the subject behind `subject_prefix`.
void mail_admins(std::string subject, std::string body);

/// What `memory:` mailers took, oldest first; emptied before each test.
std::vector<Message> outbox();
void clear_outbox();

}  // namespace portico::mail
