/// Mailers by their settings; those that send nothing.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <stdlib.h>

#include <portico/base/log.hpp>
#include <portico/mail/app.hpp>
#include <portico/mail/send.hpp>
#include <portico/project/project.hpp>
#include <portico/testing/test_hook.hpp>

namespace mail_tests {

using namespace portico;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Mail : public testing::Test {
protected:
    Mail() {
        std::string pattern = (std::filesystem::temp_directory_path() / "portico-mail-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        mail::clear_outbox();
    }
    ~Mail() override { std::filesystem::remove_all(folder); }
    std::unique_ptr<Project> project_with(Map settings) {
        auto project = std::make_unique<Project>(ProjectOptions{.settings = std::move(settings), .root = folder, .out = &out, .err = &out});
        project->install(mail::app());
        return project;
    }
    std::filesystem::path folder;
    std::ostringstream out;
};

TEST_F(Mail, IsKeptInTests) {
    auto project = project_with({{"mail.from", Value("The shop <shop@example.org>")}});
    Project::Scope current(*project);
    mail::send({.subject = "Welcome", .body = "Hello Ann", .to = {"ann@example.org"}});
    mail::send({.subject = "To nobody"});
    mail::send_later({.subject = "Later", .from = "ann@example.org", .to = {"bob@example.org"}});
    const auto sent = mail::outbox();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(sent[0].subject, "Welcome");
    EXPECT_EQ(sent[0].from, "The shop <shop@example.org>");
    EXPECT_EQ(sent[1].from, "ann@example.org");
    TestScope next_test(*project);
    EXPECT_TRUE(mail::outbox().empty());
}

TEST_F(Mail, NoHeaderCanBeAdded) {
    auto project = project_with({});
    Project::Scope current(*project);
    EXPECT_THROW(mail::send({.subject = "Hi\r\nBcc: all@example.org", .to = {"ann@example.org"}}), Error);
    EXPECT_TRUE(mail::outbox().empty());
}

TEST_F(Mail, GoesToTheConsoleOrIntoAFolder) {
    auto project = project_with({{"mail.url", Value("console:")}, {"mailers.kept.url", Value("file:sent")}, {"mailers.kept.from", Value("kept@example.org")}});
    Project::Scope current(*project);
    mail::send({.subject = "Seen", .body = "Hello", .to = {"ann@example.org"}});
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Subject: Seen\n"), HasSubstr("\n\nHello\n----")));
    mail::send({.subject = "One", .to = {"ann@example.org"}}, "kept");
    mail::send({.subject = "Two", .to = {"ann@example.org"}}, "kept");
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(folder / "sent")) files.push_back(file.path());
    std::sort(files.begin(), files.end());
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].extension(), ".eml");
    std::stringstream text;
    text << std::ifstream(files[0]).rdbuf();
    EXPECT_THAT(text.str(), AllOf(HasSubstr("Subject: One\n"), HasSubstr("From: kept@example.org\n")));
    EXPECT_THROW(mail::send({.to = {"ann@example.org"}}, "keep"), Error);
}

TEST_F(Mail, AnyoneMayWriteAMailer) {
    struct Counting final : mail::Mailer {
        int count = 0;
        void send(const mail::Message&) override { ++count; }
    };
    auto project = project_with({});
    Project::Scope current(*project);
    auto mine = std::make_shared<Counting>();
    project->get<mail::Mailers>().set("mine", mine);
    mail::send({.to = {"ann@example.org"}}, "mine");
    EXPECT_EQ(mine->count, 1);
}

TEST_F(Mail, AFailureOfWhatIsSentLaterIsInTheLog) {
    auto project = project_with({{"mail.url", Value("smtp://127.0.0.1:1")}});
    Project::Scope current(*project);
    log::Capture lines;
    mail::send_later({.subject = "Lost", .to = {"ann@example.org"}});
    EXPECT_THAT(lines.text(), AllOf(HasSubstr("a mail to ann@example.org was not sent: the mail server smtp://127.0.0.1:1 did not take"), HasSubstr("does it run")));
}

TEST_F(Mail, AdminsAreWrittenTo) {
    auto project = project_with({{"mail.admins", Value::list({Value("ann@example.org"), Value("bob@example.org")})}, {"mail.subject_prefix", Value("[shop] ")}});
    Project::Scope current(*project);
    mail::mail_admins("Out of stock", "No lamps.");
    ASSERT_EQ(mail::outbox().size(), 1u);
    EXPECT_EQ(mail::outbox()[0].subject, "[shop] Out of stock");
    EXPECT_EQ(mail::outbox()[0].to.size(), 2u);
    EXPECT_EQ(project->run({"sendtestemail"}), 0);
    EXPECT_EQ(mail::outbox().size(), 2u);
    EXPECT_THAT(out.str(), HasSubstr("Sent to ann@example.org, bob@example.org"));
}

TEST_F(Mail, UrlsThatMakeNoSenseAreFoundBeforeTheServerStarts) {
    auto told = [&](const std::string& url) {
        std::string all;
        for (const CheckMessage& one : project_with({{"mail.url", Value(url)}, {"mail.from", Value("shop@example.org")}})->check()) all += one.str() + "\n";
        return all;
    };
    EXPECT_THAT(told("http://mail.example.org"), AllOf(HasSubstr("mail.E001 mail.url: a mailer's URL begins with \"http\""), HasSubstr("smtp://user:password@host:587")));
    EXPECT_THAT(told("smtp://:587"), HasSubstr("names no server"));
    EXPECT_THAT(told("smtp://host:99999"), HasSubstr("\"99999\" is no port"));
    EXPECT_THAT(told("smtp://host?tls=maybe"), HasSubstr("\"tls\" is \"maybe\""));
    EXPECT_THAT(told("smtp://host?ssl=1"), HasSubstr("no option \"ssl\""));
    EXPECT_EQ(told("smtp://ann:secret@host"), "");
}

TEST_F(Mail, ADeployedSiteIsToldThatMailGoesNowhere) {
    auto project = project_with({{"mail.url", Value("console:")}});
    std::string all;
    for (const CheckMessage& one : project->check({CheckStage::deploy})) all += one.str() + "\n";
    EXPECT_THAT(all, AllOf(HasSubstr("mail.W001 mail.url: mail goes nowhere"), HasSubstr("mail.W002 mail.from")));
}

}  // namespace mail_tests
