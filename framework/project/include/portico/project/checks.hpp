/// Checks of the whole program, run before the socket opens. All of them run; everything found is listed at
/// once.
///
///     App("shop").with(Check{[](Project& project, CheckReport& report) {
///         if (project.settings<ShopSettings>().currency.empty())
///             report.error("shop.E001", "shop", "no currency is set", "add currency = \"EUR\" to [shop]");
///     }});
///
/// `check` runs them, `check --deploy` those of a production site as well. An error keeps the program from
/// serving.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace portico {

class Project;

enum class CheckLevel { info, warning, error };

/// `id` is "<app>.E001" ("W" for warnings, "I" for information); `object` says what it is about: a setting, a
/// model, a route.
struct CheckMessage {
    CheckLevel level = CheckLevel::error;
    std::string id{};
    std::string object{};
    std::string message{};
    std::string hint{};

    /// "error settings.E001 database.url: …\n    hint: …"
    std::string str() const;
};

/// What a check writes its findings into.
class CheckReport {
public:
    void error(std::string id, std::string object, std::string message, std::string hint = {});
    void warning(std::string id, std::string object, std::string message, std::string hint = {});
    void info(std::string id, std::string object, std::string message, std::string hint = {});
    void add(CheckMessage message) { messages_.push_back(std::move(message)); }

    const std::vector<CheckMessage>& messages() const { return messages_; }
    bool has_errors() const;

private:
    std::vector<CheckMessage> messages_;
};

/// When a check runs: `always` needs nothing but the program; `database` opens connections (runserver, `check
/// --database`); `deploy` is for production sites (`check --deploy`).
enum class CheckStage { always, database, deploy };

/// A contribution: one check. It may run more than once.
struct Check {
    std::function<void(Project&, CheckReport&)> run{};
    CheckStage stage = CheckStage::always;
};

}  // namespace portico
