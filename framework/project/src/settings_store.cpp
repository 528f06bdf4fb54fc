#include "settings_store.hpp"

#include <algorithm>
#include <set>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

#include "limits.hpp"

namespace portico {

namespace {

bool is_table(const FieldInfo& field) { return field.type->kind == Kind::structure && !field.type->optional; }

bool is_below(std::string_view key, std::string_view parent) {
    return key.size() > parent.size() && key.starts_with(parent) && key[parent.size()] == '.';
}

bool is_section(const SettingEntry& entry, const std::vector<std::string>& keys) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const std::string& key) { return is_below(key, entry.key); });
}

/// The environment has more in it than settings: only what looks like a mistyped one is an error.
void unknown_variable(const SettingEntry& entry, const std::vector<std::string>& names, CheckReport& report) {
    constexpr std::string_view prefix = "PORTICO_";
    std::vector<std::string> bare;
    for (const std::string& name : names) bare.push_back(name.substr(prefix.size()));
    std::string message = "setting \"" + entry.key + "\" (" + entry.place + ") is unknown";
    std::string near = nearest(entry.key.substr(prefix.size()), bare);
    if (near.empty())
        report.warning("settings.W005", entry.key, message, "no installed app has such a setting");
    else
        report.error("settings.E005", entry.key, message,
                     "did you mean \"" + std::string(prefix) + near + "\"?");
}

}  // namespace

SettingsStore::SettingsStore(std::vector<SettingsLayer> layers, Profile profile, std::filesystem::path root,
                             CheckReport report)
    : layers_(std::move(layers)), report_(std::move(report)) {
    const TypeInfo& type = install_type<Settings>();
    core_.root = std::move(root);
    core_.apply_profile(profile);
    core_.media_root = core_.root / core_.media_root;
    core_defaults_ = core_;
    sections_.push_back(
        {"", &type, &core_, nullptr, std::shared_ptr<void>(std::shared_ptr<void>(), &core_defaults_)});
    read(&core_, type, "");
    core_.profile = profile;
    core_.root = core_defaults_.root;
}

void SettingsStore::add(const SettingsSection& section) {
    if (!section.named) return add_one(section, section.name);
    for (const std::string& name : names_below(section)) add_one(section, section.name + "." + name);
}

namespace {

/// What a variable "PORTICO_DATABASES_REPLICA_URL" names: "replica"; empty where it is no field's.
std::string name_in_variable(std::string_view variable, const SettingsSection& section) {
    const std::string start = variable_name(section.name) + "_";
    if (!variable.starts_with(start)) return {};
    variable.remove_prefix(start.size());
    std::string_view longest;
    std::string end_of_longest;
    for (const FieldInfo& field : section.type->fields) {
        const std::string end = variable_name(field.key()).substr(std::string_view("PORTICO").size());
        if (variable.size() > end.size() && variable.ends_with(end) && end.size() > end_of_longest.size()) {
            longest = variable.substr(0, variable.size() - end.size());
            end_of_longest = end;
        }
    }
    return text::ascii_lower(longest);
}

}  // namespace

std::vector<std::string> SettingsStore::names_below(const SettingsSection& section) const {
    std::set<std::string> names;
    for (const SettingsLayer& layer : layers_) {
        for (const SettingEntry& entry : layer.entries) {
            if (layer.variables) {
                names.insert(name_in_variable(entry.key, section));
            } else if (is_below(entry.key, section.name)) {
                const std::string rest = entry.key.substr(section.name.size() + 1);
                const auto dot = rest.find('.');
                if (dot != rest.npos || entry.value.as_map()) names.insert(rest.substr(0, dot));
            }
        }
    }
    names.erase("");
    return {names.begin(), names.end()};
}

void SettingsStore::add_one(const SettingsSection& section, const std::string& name) {
    for (const Section& known : sections_) {
        if (known.name != name) continue;
        if (known.type != section.type)
            report_.error("settings.E007", name, "two apps bring a settings section \"" + name + "\"",
                          "give one of them another name in settings_section<…>(…)");
        return;
    }
    auto object = section.type->make();
    auto defaults = section.type->make();
    for (const auto& made : {object, defaults})
        if (section.apply_profile) section.apply_profile(made.get(), core_.profile);
    sections_.push_back({name, section.type, object.get(), object, defaults, section.named});
    read(object.get(), *section.type, name + ".");
}

const void* SettingsStore::find(std::type_index type) const {
    for (const Section& section : sections_)
        if (!section.named && section.type->cpp == type) return section.object;
    return nullptr;
}

std::vector<std::pair<std::string, const void*>> SettingsStore::find_named(std::type_index type) const {
    std::vector<std::pair<std::string, const void*>> found;
    for (const Section& section : sections_)
        if (section.named && section.type->cpp == type) found.emplace_back(section.name.substr(section.name.find('.') + 1), section.object);
    return found;
}

void SettingsStore::read(void* object, const TypeInfo& type, const std::string& prefix) {
    for (const FieldInfo& field : type.fields) {
        if (is_table(field))
            read(field.in(object), field.type->structure(), prefix + field.key() + ".");
        else
            read_field(object, field, prefix + field.key());
    }
}

void SettingsStore::read_field(void* object, const FieldInfo& field, const std::string& key) {
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
        const SettingEntry* entry = layer->find(key);
        if (!entry) continue;
        std::string where = "setting \"" + key + "\" (" + entry->place + ") ";
        try {
            Value value = setting_value(entry->value, field, layer->text, core_.root);
            check_limits(field, value);
            field.set(object, value);
        } catch (const ConversionError& error) {
            std::string fault = error.what();
            if (!fault.starts_with("must be ") && !fault.starts_with("names the file "))
                fault = "must be " + wanted_setting(*field.type) + ", not " +
                        (is_secret_setting(key, field) ? "what is given" : to_json(entry->value)) + " (" +
                        fault + ")";
            report_.error("settings.E006", key, where + fault, field.help_text);
        }
        return;
    }
    if (field.type->extension && dynamic_cast<const PathField*>(field.type->extension.get())) {
        std::filesystem::path path(field.get(object).str());  // a default is relative to the root too
        if (path.is_relative() && !path.empty()) field.set(object, Value((core_.root / path).string()));
    }
}

void SettingsStore::visit(const Section& section, const std::function<void(const Leaf&)>& visitor) const {
    struct Walk {
        const std::function<void(const Leaf&)>& visitor;
        void operator()(const TypeInfo& type, const std::string& prefix, const void* object,
                        const void* defaults) const {
            for (const FieldInfo& field : type.fields) {
                if (is_table(field))
                    (*this)(field.type->structure(), prefix + field.key() + ".", field.in(object),
                            field.in(defaults));
                else
                    visitor({prefix + field.key(), &field, object, defaults});
            }
        }
    };
    Walk{visitor}(*section.type, section.name.empty() ? "" : section.name + ".", section.object,
                  section.defaults.get());
}

std::vector<std::string> SettingsStore::known_keys() const {
    std::vector<std::string> keys;
    for (const Section& section : sections_)
        visit(section, [&](const Leaf& leaf) { keys.push_back(leaf.key); });
    return keys;
}

void SettingsStore::find_unknown(const SettingsLayer& layer, const std::vector<std::string>& known,
                                 CheckReport& report) const {
    std::vector<std::string> names;
    for (const std::string& key : known) names.push_back(layer.variables ? variable_name(key) : key);
    std::vector<std::string> sections;
    for (const Section& section : sections_)
        if (!section.name.empty()) sections.push_back(section.name);
    std::string reported;
    for (const SettingEntry& entry : layer.entries) {
        if (layer.variables && !entry.key.starts_with("PORTICO_")) continue;
        if (layer.is_file && (entry.key == "root" || entry.key == "PORTICO_ROOT"))
            report.error("settings.E005", "root", "setting \"root\" can't be given in " + entry.place,
                         "use --root or the environment variable PORTICO_ROOT");
        if (is_section(entry, names)) {
            if (!entry.value.as_map())
                report.error("settings.E006", entry.key,
                             "setting \"" + entry.key + "\" (" + entry.place + ") must be a table, not " +
                                 to_json(entry.value),
                             "write [" + entry.key + "] and its settings below");
            continue;
        }
        bool is_known = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return name == entry.key || is_below(entry.key, name);
        });
        if (is_known || (!reported.empty() && is_below(entry.key, reported))) continue;
        if (layer.variables) {
            unknown_variable(entry, names, report);
            continue;
        }
        bool table = entry.value.as_map() != nullptr;
        if (table && std::find(sections.begin(), sections.end(), entry.key) != sections.end()) continue;
        reported = entry.key;
        report.error("settings.E005", entry.key,
                     (table ? "section \"" : "setting \"") + entry.key + "\" (" + entry.place +
                         ") is unknown",
                     did_you_mean(entry.key, table ? sections : names));
    }
}

std::vector<CheckMessage> SettingsStore::problems() const {
    CheckReport report = report_;
    auto known = known_keys();
    for (const SettingsLayer& layer : layers_) find_unknown(layer, known, report);
    return report.messages();
}

std::vector<SettingRow::Given> SettingsStore::given(const std::string& key, bool secret) const {
    std::vector<SettingRow::Given> all;
    for (const SettingsLayer& layer : layers_)
        if (const SettingEntry* entry = layer.find(key))
            all.push_back({entry->place, shown_setting(entry->value, secret)});
    return all;
}

std::vector<SettingRow> SettingsStore::rows() const {
    std::vector<SettingRow> rows;
    for (const Section& section : sections_)
        visit(section, [&](const Leaf& leaf) {
            bool secret = is_secret_setting(leaf.key, *leaf.field);
            Value now = leaf.field->get(leaf.value), before = leaf.field->get(leaf.default_value);
            rows.push_back({leaf.key, shown_setting(now, secret), shown_setting(before, secret),
                            leaf.field->help_text, false, given(leaf.key, secret)});
            rows.back().changed = !rows.back().given.empty() && to_json(now) != to_json(before);
        });
    return rows;
}

}  // namespace portico
