// The only file that knows toml++.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <toml++/toml.h>

#include "settings_layer.hpp"

namespace portico {

namespace {

using std::chrono::microseconds;

Date date_of_toml(const toml::date& date) {
    return {std::chrono::year(date.year), std::chrono::month(date.month), std::chrono::day(date.day)};
}

Time time_of_toml(const toml::time& time) {
    return Time::of(time.hour, time.minute, time.second, static_cast<int>(time.nanosecond / 1000));
}

Value date_time_of_toml(const toml::date_time& moment) {
    DateTime utc = at(date_of_toml(moment.date), time_of_toml(moment.time));
    if (moment.offset) utc -= std::chrono::minutes(moment.offset->minutes);
    return Value(utc);
}

Value value_of(const toml::node& node) {
    if (auto* text = node.as_string()) return Value(text->get());
    if (auto* integer = node.as_integer()) return Value(integer->get());
    if (auto* number = node.as_floating_point()) return Value(number->get());
    if (auto* boolean = node.as_boolean()) return Value(boolean->get());
    if (auto* date = node.as_date()) return Value(date_of_toml(date->get()));
    if (auto* time = node.as_time()) return Value(time_of_toml(time->get()));
    if (auto* moment = node.as_date_time()) return date_time_of_toml(moment->get());
    if (auto* array = node.as_array()) {
        List list;
        for (const toml::node& item : *array) list.push_back(value_of(item));
        return Value(std::move(list));
    }
    Map map;
    for (const auto& [name, item] : *node.as_table()) map.append(std::string(name.str()), value_of(item));
    return Value(std::move(map));
}

void flatten(SettingsLayer& layer, const toml::table& table, const std::string& prefix,
             const std::string& file) {
    for (const auto& [name, node] : table) {
        std::string key = prefix + std::string(name.str());
        if (prefix.empty() && profile_named(key) && node.is_table()) continue;
        layer.entries.push_back({key, value_of(node), file + ":" + std::to_string(name.source().begin.line)});
        if (const toml::table* inner = node.as_table()) flatten(layer, *inner, key + ".", file);
    }
}

}  // namespace

TomlFile read_toml(const std::filesystem::path& path, CheckReport& report) {
    std::string name = path.filename().string();
    TomlFile read{.all = {.name = name, .is_file = true}};
    for (Profile profile : {Profile::development, Profile::test, Profile::production})
        read.profiles.push_back(
            {.name = name + " [" + std::string(profile_name(profile)) + "]", .is_file = true});
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return read;
    errno = 0;
    std::ifstream file(path);
    std::ostringstream text;
    if (!file || std::filesystem::is_directory(path, error) || !(text << file.rdbuf())) {
        if (std::filesystem::is_regular_file(path, error) && std::filesystem::file_size(path, error) == 0)
            return read;
        report.error("settings.E001", path.string(),
                     "can't be read: " + std::string(std::strerror(errno ? errno : EISDIR)),
                     "make it readable for the user that runs this program");
        return read;
    }
    try {
        toml::table table = toml::parse(text.str(), name);
        flatten(read.all, table, "", name);
        for (std::size_t i = 0; i < read.profiles.size(); ++i)
            if (const toml::table* part = table[profile_name(static_cast<Profile>(i))].as_table())
                flatten(read.profiles[i], *part, "", name);
    } catch (const toml::parse_error& fault) {
        report.error("settings.E003",
                     name + ":" + std::to_string(fault.source().begin.line) + ":" +
                         std::to_string(fault.source().begin.column),
                     std::string(fault.description()), "see https://toml.io for how values are written");
    }
    return read;
}

}  // namespace portico
