#include "core_checks.hpp"

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/log.hpp>
#include <portico/base/text.hpp>
#include <portico/project/log_settings.hpp>
#include <portico/project/project.hpp>

namespace portico {

namespace {

void check_url(const std::string& key, const std::string& url, CheckReport& report) {
    if (!url.ends_with('/'))
        report.error("urls.E006", key,
                     "setting \"" + key + "\" is \"" + url + "\", which doesn't end in a slash",
                     "write " + key + " = \"" + url + "/\"");
}

}  // namespace

void check_settings(const Settings& settings, CheckReport& report) {
    check_url("static_url", settings.static_url, report);
    check_url("media_url", settings.media_url, report);
    if (settings.static_url == settings.media_url)
        report.error("urls.E007", "media_url",
                     "static_url and media_url are the same, \"" + settings.media_url + "\"",
                     "give uploaded files a place of their own");
    if (settings.profile != Profile::production) return;
    if (settings.secret_key.empty() || settings.secret_key.starts_with("insecure-"))
        report.error(
            "security.E009", "secret_key", "the production profile needs a secret key of its own",
            "set PORTICO_SECRET_KEY to a long random text that is kept secret (openssl rand -base64 48), "
            "or start with --profile development");
    if (settings.allowed_hosts.empty())
        report.warning("security.W020", "allowed_hosts",
                       "allowed_hosts is empty: every request will be answered with 400",
                       "write allowed_hosts = [\"example.org\"]");
}

void check_loggers(Project& project, CheckReport& report) {
    std::vector<std::string> known;
    for (const auto& [app, logger] : project.contributions<log::Logger>()) known.emplace_back(logger.name());
    for (const auto& [name, settings] : project.named_settings<LoggerSettings>()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::string near = nearest(name, known);
        report.warning("log.W001", "loggers." + name, "nothing is logged by the name \"" + name + "\"",
                       near.empty() ? "there are " + text::join(known, ", ") : "did you mean \"" + near + "\"?");
    }
}

void check_deployment(const Settings& settings, CheckReport& report) {
    if (settings.profile != Profile::production)
        report.warning("security.W001", "profile", "the profile is not production",
                       "set PORTICO_PROFILE=production");
    if (settings.debug)
        report.warning("security.W018", "debug",
                       "debug is on: errors show source, settings and data to everyone", "set debug = false");
    const std::string& key = settings.secret_key;
    std::string letters = key;
    std::sort(letters.begin(), letters.end());
    auto different = std::unique(letters.begin(), letters.end()) - letters.begin();
    if (key.starts_with("insecure-") || key.size() < 50 || different < 5)
        report.warning(
            "security.W009", "secret_key",
            "secret_key is shorter than 50 characters, has few different ones, or was made for development",
            "make one with: openssl rand -base64 48");
    if (std::find(settings.allowed_hosts.begin(), settings.allowed_hosts.end(), "*") !=
        settings.allowed_hosts.end())
        report.warning("security.W020", "allowed_hosts",
                       "allowed_hosts has \"*\": any Host header is believed", "name the hosts of this site");
}

}  // namespace portico
