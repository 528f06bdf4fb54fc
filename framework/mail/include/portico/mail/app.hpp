/// Mail as an app: its settings, the mailers, a check, `sendtestemail`.
///
///     [mail]
///     url = "smtp://shop:secret@mail.example.org"       # see mailer.hpp
///     from = "The shop <shop@example.org>"
///     admins = ["ann@example.org"]
///     [mailers.news]
///     url = "smtps://news:secret@bulk.example.org"
///
/// auth::app() brings it along. In development mail is shown on the console, in tests it is kept (`outbox`).
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/describe.hpp>
#include <portico/mail/mailer.hpp>
#include <portico/project/app.hpp>

namespace portico {
enum class Profile;
}

namespace portico::mail {

struct MailSettings {
    std::string url{};  // default: console: in development, memory: in tests
    std::string from = "webmaster@localhost";
    std::chrono::microseconds timeout = std::chrono::seconds(10);
    std::string ca_file{};
    std::vector<std::string> admins{};
    std::string subject_prefix = "[Portico] ";

    static void describe(Describe<MailSettings>& mail);
    void apply_profile(Profile profile);
};

/// The project's mailers by their names: a service.
class Mailers {
public:
    struct Entry {
        std::shared_ptr<Mailer> mailer{};
        std::string from{};
    };
    using Entries = std::map<std::string, Entry, std::less<>>;
    /// `make` gives those of the settings when one is first asked for.
    explicit Mailers(std::function<Entries()> make = {}) : make_(std::move(make)) {}
    /// In place of the one that has that name.
    void set(std::string name, std::shared_ptr<Mailer> mailer, std::string from = {});
    /// Error where there is none.
    Entry get(std::string_view name);

private:
    std::mutex guard_{};
    std::function<Entries()> make_;
    Entries entries_{};
};

App app();

}  // namespace portico::mail
