/// How mail leaves the program. The site's own are named by `[mail]` and `[mailers.…]` (app.hpp); this is for others, and for those that one writes.
///
///     class Provider final : public mail::Mailer {                // over somebody's HTTP interface, say
///         void send(const mail::Message& message) override { … }
///     };
///     mailers.set("news", std::make_shared<Provider>());
#pragma once
#include <chrono>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/mail/message.hpp>

namespace portico::mail {

/// A message was not taken: no server, no right to send, a recipient that is refused. `what()` has the server's own words.
class MailError : public Error {
public:
    using Error::Error;
};

class Mailer {
public:
    virtual ~Mailer() = default;
    /// Returns when the message was handed over. From several threads at once. Throws MailError.
    virtual void send(const Message& message) = 0;
};

/// Where mail goes:
///
///     smtp://user:password@mail.example.org:587      TLS by STARTTLS: required where there is a password, else taken where it's offered;
///                                                    "?tls=required", "?tls=no" say otherwise. Port 587, without a user 25.
///     smtps://user:password@mail.example.org         TLS from the first byte, port 465
///     console:                                       to the standard output
///     file:sent-mail                                 a folder, a file for each message; relative to `root`
///     memory:                                        to `outbox()`, for tests
///     dummy:                                         nowhere
///
/// A user or password with signs of a URL in it is percent-encoded. Error for a URL that is none of these. Connections are kept, and used again.
struct MailerOptions {
    std::chrono::microseconds timeout = std::chrono::seconds(10);  // for the whole of a message
    std::string ca_file{};                                         // empty: the system's authorities
    std::string root{};
    std::ostream* out = nullptr;                                   // of console:; default: std::cout
};
std::shared_ptr<Mailer> make_mailer(std::string_view url, const MailerOptions& options = {});

/// The bare address: "ann@example.org" of "Ann <ann@example.org>", a domain beyond ASCII as xn--…. MailError where it can't be one.
std::string bare_address(std::string_view address);

}  // namespace portico::mail
