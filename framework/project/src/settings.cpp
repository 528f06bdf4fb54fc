#include <portico/project/settings.hpp>

namespace portico {

void Settings::describe(Describe<Settings>& settings) {
    settings.field(&Settings::profile).help_text("development, test or production");
    settings.field(&Settings::root).help_text("the project's folder; given by --root or PORTICO_ROOT");
    settings.field(&Settings::debug).help_text("show errors in full in the browser; never on a public site");
    settings.field(&Settings::secret_key)
        .hidden()
        .help_text("a long random text that nobody else knows; FILE:path reads it from a file");
    settings.field(&Settings::secret_key_fallbacks)
        .hidden()
        .help_text("former secret keys, still good for what they signed");
    settings.field(&Settings::allowed_hosts)
        .help_text("host names this site answers to; \".example.org\" with subdomains, \"*\" any");
    settings.field(&Settings::time_zone).help_text("an IANA name like Europe/Berlin");
    settings.field(&Settings::language_code).help_text("the language of texts, like en-us or de");
    settings.field(&Settings::middleware)
        .help_text("names, outermost first; empty: all that apps bring, arranged by their constraints");
    settings.field(&Settings::append_slash).help_text("redirect /posts to /posts/ where only that exists");
    settings.field(&Settings::static_url).help_text("where static files are, ending in a slash");
    settings.field(&Settings::media_url).help_text("where uploaded files are, ending in a slash");
    settings.field(&Settings::media_root).help_text("the folder of uploaded files");
    settings.field(&Settings::host).help_text("the address that runserver listens on");
    settings.field(&Settings::port).help_text("the port that runserver listens on");
    settings.field(&Settings::workers)
        .min(0)
        .max(1024)
        .help_text("event loops, one thread each; 0 for one a core");
    settings.field(&Settings::log_level).help_text("the least that is logged: debug, info, warning or error");
}

void Settings::apply_profile(Profile which) {
    profile = which;
    debug = which == Profile::development;
    if (which != Profile::production) allowed_hosts = {".localhost", "127.0.0.1", "[::1]"};
    if (which == Profile::test) {
        allowed_hosts.push_back("testserver");
        log_level = LogLevel::warning;
    }
}

}  // namespace portico
