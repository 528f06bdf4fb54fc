/// The settings every project has. Apps add sections of their own: see settings_section.hpp.
///
///     # settings.toml
///     time_zone = "Europe/Berlin"
///     allowed_hosts = ["example.org"]
///     [database]
///     url = "sqlite:db.sqlite3"
///     [production]                          # what differs in that profile; its sections:
///     [production.database] static_url = "https://cdn.example.org/static/"
///
/// Where a value comes from, the later winning: the struct's initialiser, the profile's default,
/// settings.toml, its part for the profile, .env, the environment (PORTICO_TIME_ZONE, PORTICO_DATABASE_URL),
/// the command line
/// (--set database.url=…). A text "FILE:/run/secrets/key" is replaced by what that file holds.
///
/// Unknown keys and wrong types are errors that name the place and the nearest key; all are told at once.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <portico/base/describe.hpp>

namespace portico {

/// What the program is run for. Release builds of `portico_site` are `production` unless told otherwise,
/// others `development`.
enum class Profile { development, test, production };

enum class LogLevel { debug, info, warning, error };

struct Settings {
    Profile profile = Profile::development;  // --profile, PORTICO_PROFILE, or `profile` in settings.toml
    std::filesystem::path
        root{};  // the folder of settings.toml; relative paths start here. --root, PORTICO_ROOT

    bool debug = false;        // pages that show errors in full; on in development
    std::string secret_key{};  // signs cookies and links; in development made from the root's path
    std::vector<std::string> secret_key_fallbacks{};  // former keys, still good for what they signed
    std::vector<std::string> allowed_hosts{};         // "example.org", ".example.org" with subdomains, "*"
    std::string time_zone = "UTC";
    std::string language_code = "en-us";
    std::vector<std::string>
        middleware{};          // the whole list, outermost first; empty: all that apps bring, arranged
    bool append_slash = true;  // redirect "/posts" to "/posts/" where only that is a route

    std::string static_url = "/static/";
    std::string media_url = "/media/";
    std::filesystem::path media_root = "media";

    std::string host = "127.0.0.1";
    std::uint16_t port = 8000;
    int workers = 0;  // event loops, one thread each; 0: one for each core
    LogLevel log_level = LogLevel::info;

    static void describe(Describe<Settings>& settings);
    void apply_profile(Profile profile);
};

}  // namespace portico
