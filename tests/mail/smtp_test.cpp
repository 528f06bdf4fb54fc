/// Mail through a real server: TLS, passwords, refusals, kept connections.
#include <gmock/gmock.h>

#include <portico/fibers/concurrently.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/fibers/sleep.hpp>
#include <portico/mail/mailer.hpp>

#include "smtp_server.hpp"

namespace mail_tests {

using namespace portico;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

mail::Message hello(std::vector<std::string> to = {"Ann Berg <ann@example.org>"}) {
    return {.subject = "Grüße", .body = "Hello Ann\n.a line with a dot\nbye", .from = "The shop <shop@example.org>", .to = std::move(to)};
}

std::string url_of(const SmtpServer& server, const std::string& scheme = "smtp", const std::string& login = "", const std::string& query = "") {
    return scheme + "://" + login + "localhost:" + std::to_string(server.port()) + query;
}

std::string error_of(mail::Mailer& mailer, const mail::Message& message) {
    try {
        mailer.send(message);
    } catch (const mail::MailError& error) {
        return std::string(error.what()) + "|" + error.hint();
    }
    return "no error";
}

TEST(Smtp, AMessageArrivesAsItIs) {
    SmtpServer server;
    mail::Message message = hello({"Ann Berg <ann@example.org>", "bob@münchen.de"});
    message.bcc = {"hidden@example.org"};
    mail::make_mailer(url_of(server))->send(message);
    const Map taken = server.next();
    EXPECT_EQ(taken.find("from")->str(), "shop@example.org");
    EXPECT_EQ(to_json(*taken.find("to")), R"(["ann@example.org","bob@xn--mnchen-3ya.de","hidden@example.org"])");
    EXPECT_THAT(taken.find("text")->str(), AllOf(HasSubstr("Subject: =?utf-8?"), HasSubstr("From: The shop <shop@example.org>\r\n"), HasSubstr("\r\n.a line with a dot\r\nbye"),
                                                 Not(HasSubstr("hidden"))));
    EXPECT_FALSE(taken.find("tls")->truthy());
}

TEST(Smtp, AConnectionServesManyMessages) {
    SmtpServer server;
    const auto mailer = mail::make_mailer(url_of(server));
    for (int i = 0; i < 3; ++i) mailer->send(hello());
    const std::string peer = server.next().find("peer")->str();
    EXPECT_EQ(server.next().find("peer")->str(), peer);
    EXPECT_EQ(server.next().find("peer")->str(), peer);
}

TEST(Smtp, ThePasswordGoesThroughTls) {
    SmtpServer server({"starttls", "ann:p@ss word"});
    mail::make_mailer(url_of(server, "smtp", "ann:p%40ss%20word@"), {.ca_file = server.certificate()})->send(hello());
    const Map taken = server.next();
    EXPECT_TRUE(taken.find("tls")->truthy());
    EXPECT_EQ(taken.find("login")->str(), "ann");
    EXPECT_THAT(error_of(*mail::make_mailer(url_of(server, "smtp", "ann:wrong@"), {.ca_file = server.certificate()}), hello()),
                AllOf(HasSubstr("did not take a message: "), HasSubstr("look at the user and the password"), Not(HasSubstr("wrong"))));
    EXPECT_THAT(error_of(*mail::make_mailer(url_of(server, "smtp", "ann:p%40ss%20word@")), hello()), HasSubstr("its certificate is not for that name, or of an authority"));
}

TEST(Smtp, TlsMayBeThereFromTheFirstByte) {
    SmtpServer server({"smtps"});
    mail::make_mailer(url_of(server, "smtps"), {.ca_file = server.certificate()})->send(hello());
    EXPECT_TRUE(server.next().find("tls")->truthy());
}

TEST(Smtp, APasswordIsNotSaidInTheOpen) {
    SmtpServer server({"ann:secret"});
    EXPECT_THAT(error_of(*mail::make_mailer(url_of(server, "smtp", "ann:secret@")), hello()), HasSubstr("the server offers no TLS"));
    mail::make_mailer(url_of(server, "smtp", "ann:secret@", "?tls=no"))->send(hello());
    EXPECT_EQ(server.next().find("login")->str(), "ann");
}

TEST(Smtp, ARefusalIsToldInTheServersWords) {
    SmtpServer server;
    const auto mailer = mail::make_mailer(url_of(server));
    EXPECT_THAT(error_of(*mailer, hello({"nobody@example.org"})), AllOf(HasSubstr("the mail server smtp://localhost:"), HasSubstr("550 5.1.1 nobody is called that")));
    EXPECT_THAT(error_of(*mailer, hello({"no address"})), HasSubstr("\"no address\" is no e-mail address"));
    mailer->send(hello());
    EXPECT_EQ(server.next().find("from")->str(), "shop@example.org") << "and the next one is taken";
}

TEST(Smtp, AServerThatIsNotThereIsToldOf) {
    EXPECT_THAT(error_of(*mail::make_mailer("smtp://127.0.0.1:1"), hello()), AllOf(HasSubstr("the mail server smtp://127.0.0.1:1 did not take"), HasSubstr("does it run")));
}

TEST(Smtp, WhileOneFiberSendsOthersGoOn) {
    SmtpServer server;
    const auto mailer = mail::make_mailer(url_of(server));
    int turns = 0, turns_meanwhile = 0;
    bool sent = false;
    fibers::spawn([&] {
        fibers::concurrently([&] { mailer->send(hello({"slow@example.org"})), sent = true, turns_meanwhile = turns; },
                             [&] {
                                 for (; !sent; ++turns) fibers::sleep_for(1ms);
                             });
    });
    fibers::Loop::current().run();
    EXPECT_GT(turns_meanwhile, 5) << "the server takes three seconds for that one";
}

TEST(Smtp, OneThatTakesTooLongIsGivenUp) {
    SmtpServer server;
    EXPECT_THAT(error_of(*mail::make_mailer(url_of(server), {.timeout = 300ms}), hello({"slow@example.org"})), AllOf(HasSubstr("did not take a message"), HasSubstr("does it run")));
}

}  // namespace mail_tests
