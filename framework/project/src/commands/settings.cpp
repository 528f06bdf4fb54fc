#include <algorithm>
#include <ostream>

#include <portico/project/project.hpp>

#include "../builtin_commands.hpp"

namespace portico {

namespace {

struct SettingsArguments {
    Argument<std::optional<std::string>> section{};
    std::optional<std::string> explain{};

    static void describe(Describe<SettingsArguments>& arguments) {
        arguments.field(&SettingsArguments::section).help_text("only this section");
        arguments.field(&SettingsArguments::explain).help_text("say where the value of this key comes from");
    }
};

struct DiffsettingsArguments {
    bool all = false;

    static void describe(Describe<DiffsettingsArguments>& arguments) {
        arguments.field(&DiffsettingsArguments::all)
            .help_text("show unchanged settings too, changed ones marked with ###");
    }
};

void explain(const SettingRow& row, std::ostream& out) {
    out << row.key << " = " << row.value << "\n";
    if (!row.help.empty()) out << "  " << row.help << "\n";
    out << "  default: " << row.default_value << "\n";
    for (const auto& given : row.given)
        out << "  " << given.place << ": " << given.value << (&given == &row.given.back() ? "  (wins)" : "")
            << "\n";
}

int show_settings(Project& project, const SettingsArguments& arguments) {
    auto rows = project.setting_rows();
    if (arguments.explain) {
        std::vector<std::string> keys;
        for (const SettingRow& row : rows) {
            if (row.key == *arguments.explain) return explain(row, project.out()), 0;
            keys.push_back(row.key);
        }
        throw Error("there is no setting \"" + *arguments.explain + "\"",
                    did_you_mean(*arguments.explain, keys));
    }
    bool found = !arguments.section.value;
    for (const SettingRow& row : rows) {
        if (arguments.section.value && !row.key.starts_with(*arguments.section.value + ".")) continue;
        found = true;
        project.out() << row.key << " = " << row.value << "\n";
    }
    if (!found)
        throw Error("there is no section \"" + *arguments.section.value + "\"",
                    "see settings without arguments");
    return 0;
}

int diff_settings(Project& project, const DiffsettingsArguments& arguments) {
    for (const SettingRow& row : project.setting_rows()) {
        if (!row.changed && !arguments.all) continue;
        project.out() << row.key << " = " << row.value;
        if (row.changed)
            project.out() << (arguments.all ? "  ###" : "") << "  # " << row.given.back().place
                          << ", default " << row.default_value;
        project.out() << "\n";
    }
    return 0;
}

}  // namespace

Command settings_command() {
    return command<show_settings>("settings", "Shows all settings, or where one comes from.")
        .without_checks();
}

Command diffsettings_command() {
    return command<diff_settings>("diffsettings", "Shows the settings that differ from their defaults.")
        .without_checks();
}

}  // namespace portico
