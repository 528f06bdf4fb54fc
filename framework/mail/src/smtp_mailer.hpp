#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <portico/mail/mailer.hpp>

#include "mail_url.hpp"

namespace portico::mail {

/// By libcurl, on a worker thread. Connections stay open for the next message.
class SmtpMailer final : public Mailer {
public:
    SmtpMailer(MailUrl url, const MailerOptions& options) : url_(std::move(url)), options_(options) {}
    ~SmtpMailer() override;
    void send(const Message& message) override;

private:
    class Lease;
    void hand_over(const Message& message);

    MailUrl url_;
    MailerOptions options_;
    std::mutex guard_;
    std::vector<void*> idle_;  // handles of libcurl, each with its connection
};

}  // namespace portico::mail
