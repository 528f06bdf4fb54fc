/// What `portico_site` tells the program of its sources. The generated file defines `portico_site`; a program
/// made without it has none.
#pragma once
#include <span>
#include <string_view>

#include <portico/project/resources.hpp>

namespace portico {

class Project;

struct Site {
    std::string_view root{};               // the folder of settings.toml; empty in release builds
    std::span<const AppResources> apps{};  // matched with the installed apps by label
    bool release = false;  // files are embedded; the profile is production unless told otherwise
    void (*install_defaults)(Project&) = nullptr;  // the apps that every site has: middleware, static files
    void (*complete)(Project&) =
        nullptr;  // called when all others are installed: what they need in common (migrations)
};

}  // namespace portico

extern "C" {
/// Null where the program was not made by `portico_site`.
extern const portico::Site portico_site __attribute__((weak));
}
