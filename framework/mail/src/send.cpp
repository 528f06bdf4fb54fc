#include <portico/mail/send.hpp>

#include <portico/base/log.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/mail/app.hpp>
#include <portico/project/project.hpp>

namespace portico::mail {

namespace {

/// Of the project: kept alive while a message is on its way.
Mailers::Entry prepared(Message& message, std::string_view mailer) {
    const Mailers::Entry& entry = Project::current().get<Mailers>().get(mailer);
    if (message.from.empty()) message.from = entry.from;
    return entry;
}

}  // namespace

void send(Message message, std::string_view mailer) {
    const Mailers::Entry entry = prepared(message, mailer);
    if (!message.recipients().empty()) entry.mailer->send(message);
}

void send_later(Message message, std::string_view mailer) {
    Mailers::Entry entry = prepared(message, mailer);
    if (message.recipients().empty()) return;
    auto work = [entry = std::move(entry), message = std::move(message)] {
        try {
            entry.mailer->send(message);
        } catch (const Error& error) {
            log::error("a mail to " + message.recipients().front() + " was not sent: " + error.what() + (error.hint().empty() ? "" : " (" + error.hint() + ")"));
        }
    };
    if (fibers::current()) fibers::spawn(std::move(work));
    else work();
}

void mail_admins(std::string subject, std::string body) {
    const auto& settings = Project::current().settings<MailSettings>();
    send({.subject = settings.subject_prefix + subject, .body = std::move(body), .to = settings.admins});
}

}  // namespace portico::mail
