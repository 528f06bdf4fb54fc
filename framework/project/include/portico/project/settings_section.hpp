/// A section of settings.toml that an app brings along: a struct described by reflection.
///
///     struct DatabaseSettings {
///         std::string url = "sqlite:db.sqlite3";
///         std::filesystem::path folder = "data";          // relative to the project's root
///         std::chrono::microseconds timeout = 5s;         // "5s", "500ms", "2m", "1h"
///         void apply_profile(Profile profile);            // optional: defaults that depend on it
///     };
///     App("orm").with(settings_section<DatabaseSettings>("database"));
///     project.settings<DatabaseSettings>().url
///
/// As many as somebody names, each a table of its own ("[databases.replica]", PORTICO_DATABASES_REPLICA_URL):
///
///     App("orm").with(settings_sections<DatabaseSettings>("databases"));
///     for (auto& [name, settings] : project.named_settings<DatabaseSettings>()) …       // "replica", …
///
/// Costly to compile: included where an app is put together.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <typeindex>

#include <portico/base/field_types.hpp>
#include <portico/project/settings.hpp>

namespace portico {

class Project;

/// A contribution. `name` is the table's name in settings.toml and part of the variables' names.
struct SettingsSection {
    std::string name{};
    const TypeInfo* type = nullptr;
    void (*apply_profile)(void* section, Profile profile) = nullptr;
    bool named = false;  // any number of them, below that name

    void attach(Project& project);
};

/// Marks fields that hold a path, which is made absolute with the project's root.
struct PathField : Extension {};

template <> struct FieldTraits<std::filesystem::path> {
    static void fill(FieldType& type) {
        type.kind = Kind::text;
        type.extension = std::make_unique<PathField>();
        type.get = [](const void* field) {
            return Value(static_cast<const std::filesystem::path*>(field)->string());
        };
        type.set = [](void* field, const Value& value) {
            *static_cast<std::filesystem::path*>(field) = detail::to_text(value);
        };
    }
};

template <class S> SettingsSection settings_section(std::string name) {
    SettingsSection section{std::move(name), &install_type<S>()};
    if constexpr (requires(S& s, Profile profile) { s.apply_profile(profile); }) {
        section.apply_profile = [](void* s, Profile profile) { static_cast<S*>(s)->apply_profile(profile); };
    }
    return section;
}

template <class S> SettingsSection settings_sections(std::string name) {
    SettingsSection section = settings_section<S>(std::move(name));
    section.named = true;
    return section;
}

}  // namespace portico
