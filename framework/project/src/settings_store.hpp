/// All settings of one project: where they come from, the structs they end in, and what was wrong with them.
#pragma once
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <typeindex>
#include <vector>

#include <portico/base/type_info.hpp>
#include <portico/project/setting_row.hpp>
#include <portico/project/settings.hpp>
#include <portico/project/settings_section.hpp>

#include "settings_layer.hpp"

namespace portico {

class SettingsStore {
public:
    /// Layers from the weakest to the strongest. Reads the core settings.
    SettingsStore(std::vector<SettingsLayer> layers, Profile profile, std::filesystem::path root,
                  CheckReport report);

    const Settings& core() const { return core_; }
    Settings& core() { return core_; }
    /// Reads a section; a second one of the same type and name is the first.
    void add(const SettingsSection& section);
    const void* find(std::type_index type) const;
    /// Of `settings_sections`: the part of the name behind the dot, and the struct.
    std::vector<std::pair<std::string, const void*>> find_named(std::type_index type) const;

    /// What was wrong when the sections were read, and the keys that nobody knows.
    std::vector<CheckMessage> problems() const;
    std::vector<SettingRow> rows() const;

private:
    struct Section {
        std::string name;
        const TypeInfo* type;
        void* object;
        std::shared_ptr<void> owner;
        std::shared_ptr<void> defaults;
        bool named = false;
    };
    /// One value that can be set: a leaf of a section's struct.
    struct Leaf {
        std::string key;
        const FieldInfo* field;
        const void* value;  // the struct that the field is in
        const void* default_value;
    };

    void add_one(const SettingsSection& section, const std::string& name);
    std::vector<std::string> names_below(const SettingsSection& section) const;
    void read(void* object, const TypeInfo& type, const std::string& prefix);
    void read_field(void* object, const FieldInfo& field, const std::string& key);
    void visit(const Section& section, const std::function<void(const Leaf&)>& visitor) const;
    std::vector<std::string> known_keys() const;
    void find_unknown(const SettingsLayer& layer, const std::vector<std::string>& known,
                      CheckReport& report) const;
    std::vector<SettingRow::Given> given(const std::string& key, bool secret) const;

    std::vector<SettingsLayer> layers_;
    CheckReport report_;
    Settings core_;
    Settings core_defaults_;
    std::vector<Section> sections_;
};

/// The value as the field's type takes it: text becomes what it says, paths absolute, FILE: the file's text.
/// Throws ConversionError.
Value setting_value(const Value& given, const FieldInfo& field, bool from_text,
                    const std::filesystem::path& root);

/// What such a field takes, for messages: "a whole number".
std::string wanted_setting(const FieldType& type);

/// Should a person be kept from reading it? Names with "secret", "password" or "token", and fields described
/// `.hidden()`.
bool is_secret_setting(std::string_view key, const FieldInfo& field);
/// The value for people: "********" for a secret; the password of a URL is masked in any case.
std::string shown_setting(const Value& value, bool secret);

}  // namespace portico
