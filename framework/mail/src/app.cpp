#include <portico/mail/app.hpp>

#include <utility>

#include <portico/base/text.hpp>
#include <portico/mail/send.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/commands.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>

#include "curl_library.hpp"
#include "mail_url.hpp"

namespace portico::mail {

namespace {

std::shared_ptr<Mailer> mailer_of(const Project& project, const MailSettings& settings) {
    return make_mailer(settings.url, {.timeout = settings.timeout, .ca_file = settings.ca_file, .root = project.settings().root.string(), .out = &project.out()});
}

struct MailersOfSettings {
    void attach(Project& project) const {
        project.provide(std::make_shared<Mailers>([&project] {
            const auto& usual = project.settings<MailSettings>();
            Mailers::Entries entries{{"default", {mailer_of(project, usual), usual.from}}};
            for (const auto& [name, settings] : project.named_settings<MailSettings>()) entries[name] = {mailer_of(project, *settings), settings->from};
            return entries;
        }));
    }
};

void check_urls(Project& project, CheckReport& report) {
    auto look = [&](const std::string& setting, const MailSettings& settings) {
        try {
            if (MailUrl::parse(settings.url).scheme.starts_with("smtp")) CurlLibrary::get();
        } catch (const Error& error) {
            report.error("mail.E001", setting, error.what(), error.hint());
        }
        try {
            bare_address(settings.from);
        } catch (const Error& error) {
            report.error("mail.E002", setting.substr(0, setting.size() - 3) + "from", error.what(), "\"The shop <shop@example.org>\"");
        }
    };
    look("mail.url", project.settings<MailSettings>());
    for (const auto& [name, settings] : project.named_settings<MailSettings>()) look("mailers." + name + ".url", *settings);
}

void check_deployed(Project& project, CheckReport& report) {
    const auto& settings = project.settings<MailSettings>();
    if (!settings.url.starts_with("smtp"))
        report.warning("mail.W001", "mail.url", "mail goes nowhere: the URL is \"" + settings.url + "\"", "name the mail server: smtp://user:password@mail.example.org");
    if (settings.from == MailSettings().from)
        report.warning("mail.W002", "mail.from", "mail comes from \"" + settings.from + "\", which many servers refuse", "an address of the site's own domain");
}

struct SendTestEmailArguments {
    Argument<std::vector<std::string>> to{};
    std::string mailer = "default";

    static void describe(Describe<SendTestEmailArguments>& arguments) {
        arguments.field(&SendTestEmailArguments::to).help_text("addresses; none: those of the admins");
        arguments.field(&SendTestEmailArguments::mailer).help_text("the mailer's name");
    }
};

int send_test_email(Project& project, const SendTestEmailArguments& arguments) {
    const std::vector<std::string> to = arguments.to->empty() ? project.settings<MailSettings>().admins : *arguments.to;
    if (to.empty()) throw Error("there is nobody to send it to", "name an address, or set mail.admins");
    Project::Scope current(project);
    send({.subject = "A test of " + project.program(), .body = "If you read this, mail of this site arrives.\n", .to = to}, arguments.mailer);
    project.out() << "Sent to " << text::join(to, ", ") << "\n";
    return 0;
}

}  // namespace

void MailSettings::describe(Describe<MailSettings>& mail) {
    mail.field(&MailSettings::url).help_text("where mail goes: smtp://user:password@host:587, smtps://…, console:, file:folder, memory: or dummy:");
    mail.field(&MailSettings::from).help_text("the sender of what does not say its own");
    mail.field(&MailSettings::timeout).help_text("how long the mail server may take for a message");
    mail.field(&MailSettings::ca_file).help_text("certificates of the authorities that vouch for the mail server; empty: the system's").blank();
    mail.field(&MailSettings::admins).help_text("the addresses of those who run the site");
    mail.field(&MailSettings::subject_prefix).help_text("in front of the subject of mail to the admins").blank();
}

void MailSettings::apply_profile(Profile profile) {
    if (url.empty()) url = profile == Profile::test ? "memory:" : "console:";
}

void Mailers::set(std::string name, std::shared_ptr<Mailer> mailer, std::string from) {
    std::lock_guard lock(guard_);
    entries_[std::move(name)] = {std::move(mailer), std::move(from)};
}

Mailers::Entry Mailers::get(std::string_view name) {
    std::lock_guard lock(guard_);
    if (make_) {
        entries_.merge(make_());  // what somebody has set stays
        make_ = nullptr;
    }
    const auto found = entries_.find(name);
    if (found != entries_.end()) return found->second;
    std::vector<std::string> known;
    for (const auto& [other, entry] : entries_) known.push_back(other);
    throw Error("there is no mailer \"" + std::string(name) + "\"", did_you_mean(name, known));
}

App app() {
    return App("mail")
        .title("Mail")
        .with(settings_section<MailSettings>("mail"))
        .with(settings_sections<MailSettings>("mailers"))
        .with(MailersOfSettings{})
        .with(command<send_test_email>("sendtestemail", "Sends a message, to see whether mail arrives."))
        .with(Check{&check_urls})
        .with(Check{&check_deployed, CheckStage::deploy});
}

}  // namespace portico::mail
