#include "journal.hpp"

#include "cells.hpp"
#include "words.hpp"

#include <portico/admin/log_entry.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/history.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

constexpr std::size_t longest_name = 200;
constexpr std::uint64_t entries_per_page = 50;

void write(const Visit& visit, const Entry& entry, const void* object, std::int16_t flag, std::string message) {
    LogEntry line;
    line.action_time = now();
    if (auto* key = visit.person.key.as_integer()) line.user = *key;
    line.content_type = content_type_of(*entry.model);
    line.object_id = entry.model->key_text(object);
    line.object_repr = shortened(entry.type->str(object), longest_name);
    line.action_flag = flag;
    line.change_message = std::move(message);
    line.save();
}

std::string verb_of(const LogEntry& line) {
    if (line.action_flag == LogEntry::addition) return "added";
    return line.action_flag == LogEntry::deletion ? "deleted" : "changed";
}

/// "Rating: 3.0 → 4.5, Body changed": one line of all parts.
std::string in_one_line(const std::vector<ChangedPart>& parts) {
    std::string all;
    for (const ChangedPart& part : parts) {
        if (!all.empty()) all += ", ";
        all += part.field;
        if (part.has_values) all += ": " + part.old_value + " → " + part.new_value;
        else if (!part.text.empty()) all += " " + part.text;
    }
    return all;
}

List part_values(const std::vector<ChangedPart>& parts) {
    List all;
    for (const ChangedPart& part : parts) {
        all.push_back(Value::map({{"field", part.field},
                                  {"has_values", part.has_values},
                                  {"old", part.old_value},
                                  {"new", part.new_value},
                                  {"text", part.text}}));
    }
    return all;
}

std::string name_of(const Names& names, std::int64_t user) {
    auto known = names.find(user);
    return known == names.end() ? "Someone" : known->second;
}

Names names_for(const std::vector<LogEntry>& lines) {
    std::vector<std::int64_t> users;
    for (const LogEntry& line : lines) {
        if (std::find(users.begin(), users.end(), line.user) == users.end()) users.push_back(line.user);
    }
    return names_of_users(users);
}

Map line_value(const LogEntry& line, const Names& names, const Shown& shown) {
    const std::string who = name_of(names, line.user);
    return {{"who", who},
            {"initials", initials_of(who)},
            {"verb", verb_of(line)},
            {"removed", line.action_flag == LogEntry::deletion},
            {"iso", to_iso(line.action_time)},
            {"at", moment_text(line.action_time, shown.zone, true)},
            {"ago", ago_text(line.action_time, shown.zone)}};
}

orm::QuerySet<LogEntry> lines_of(const Entry& entry, const std::string& key) {
    return LogEntry::objects
        .filter(F(&LogEntry::content_type) == content_type_of(*entry.model), F(&LogEntry::object_id) == key)
        .order_by(-F(&LogEntry::action_time), -F(&LogEntry::id));
}

ModelsByType models_for(const std::vector<LogEntry>& lines) {
    std::vector<std::int64_t> ids;
    for (const LogEntry& line : lines) {
        if (line.content_type && std::find(ids.begin(), ids.end(), *line.content_type) == ids.end()) ids.push_back(*line.content_type);
    }
    return models_of_content_types(ids);
}

const Entry* entry_of(const Visit& visit, const ModelsByType& models, const LogEntry& line) {
    auto model = line.content_type ? models.find(*line.content_type) : models.end();
    return model == models.end() ? nullptr : visit.site.find(*model->second);
}

}  // namespace

void Journal::added(const Entry& entry, const void* object, const std::vector<ChangedPart>& parts) const {
    write(visit_, entry, object, LogEntry::addition, to_message(parts, true));
}

void Journal::changed(const Entry& entry, const void* object, const std::vector<ChangedPart>& parts) const {
    write(visit_, entry, object, LogEntry::change, to_message(parts, false));
}

void Journal::deleted(const Entry& entry, const void* object) const { write(visit_, entry, object, LogEntry::deletion, ""); }

namespace {

/// The model's policy lets people see some of its rows, and this is none of them; of what was deleted it can't be asked.
bool is_hidden(const Visit& visit, const Entry& entry, const std::optional<std::string>& key, bool deleted) {
    if (visit.person.superuser || !has_policy(*entry.model)) return false;
    try {
        return deleted || !key || !entry.rows(visit.request).find(entry.model->parse_key(*key));
    } catch (const ConversionError&) {
        return true;
    }
}

}  // namespace

List last_changes(const Visit& visit, std::uint64_t most) {
    const std::vector<LogEntry> lines = LogEntry::objects.order_by(-F(&LogEntry::action_time), -F(&LogEntry::id)).limit(most).to_vector();
    const Names names = names_for(lines);
    const ModelsByType models = models_for(lines);
    const Shown shown = Shown::current({});
    List all;
    for (const LogEntry& line : lines) {
        const Entry* entry = entry_of(visit, models, line);
        if (entry && (!entry->may_see(visit.request) || is_hidden(visit, *entry, line.object_id, line.action_flag == LogEntry::deletion))) continue;
        Map made = line_value(line, names, shown);
        made.append("kind", entry ? entry->singular : std::string());
        made.append("object", line.object_repr);
        made.append("message", in_one_line(from_message(line.change_message)));
        const bool gone = line.action_flag == LogEntry::deletion;
        if (entry && line.object_id) made.append("url", entry->key_url(*line.object_id, gone ? "history" : "change"));
        all.push_back(Value::map(std::move(made)));
    }
    return all;
}

std::string last_change_of(const Visit& visit, const orm::Object& object) {
    const Entry& entry = visit.model();
    const std::string kind = text::capfirst(entry.singular);
    auto line = lines_of(entry, entry.model->key_text(object.object.get())).first();
    if (!line) return kind;
    const Shown shown = Shown::current({});
    const std::string who = name_of(names_of_users({line->user}), line->user);
    return kind + ", last changed by " + who + " " + ago_text(line->action_time, shown.zone);
}

namespace {

List values_of(const std::vector<LogEntry>& lines) {
    const Names names = names_for(lines);
    const Shown shown = Shown::current({});
    List changes;
    for (const LogEntry& line : lines) {
        Map made = line_value(line, names, shown);
        made.append("parts", Value::list(part_values(from_message(line.change_message))));
        changes.push_back(Value::map(std::move(made)));
    }
    return changes;
}

/// Of a model that keeps a history by itself: all changes, also those that were not made in the admin.
List values_of(const Entry& entry, const orm::QuerySet<orm::Change>& kept) {
    const Shown shown = Shown::current({});
    List changes;
    for (const orm::Change& change : kept) {
        const bool changed = change.kind == orm::ChangeKind::changed;
        std::vector<ChangedPart> parts;
        for (const orm::FieldChange& field : changed ? change.fields() : std::vector<orm::FieldChange>{}) {
            const orm::Column* column = entry.model->column(field.name);
            parts.push_back({.field = text::capfirst(column && column->field ? column->field->label : field.name),
                             .has_values = true,
                             .old_value = shortened(field.before.is_null() ? "" : field.before.str(), longest_name),
                             .new_value = shortened(field.after.is_null() ? "" : field.after.str(), longest_name)});
        }
        const std::string who = change.who.empty() ? "Someone" : change.who;
        changes.push_back(Value::map({{"who", who},
                                      {"initials", initials_of(who)},
                                      {"verb", std::string(changed ? "changed" : change.kind == orm::ChangeKind::created ? "added" : "deleted")},
                                      {"removed", change.kind == orm::ChangeKind::deleted},
                                      {"iso", to_iso(change.at)},
                                      {"at", moment_text(change.at, shown.zone, true)},
                                      {"ago", ago_text(change.at, shown.zone)},
                                      {"parts", Value::list(part_values(parts))}}));
    }
    return changes;
}

Response history_page(const Visit& visit, List changes, const std::string& name, const std::string& url) {
    templates::Context context;
    context.set("heading", "History of " + in_quotes(name));
    context.set("object_url", url);
    context.set("changes", Value::list(std::move(changes)));
    return show(visit, "admin/object_history.html", "History of " + name, crumbs_below(visit, {{name, url}, {"History", ""}}),
                std::move(context));
}

}  // namespace

Response history(const Visit& visit, const orm::Object& object) {
    const Entry& entry = visit.model();
    const void* row = object.object.get();
    if (!entry.may_see(visit.request, row)) return forbidden(visit, Permission::view);
    if (entry.model->history)
        return history_page(visit, values_of(entry, orm::history_of(*entry.type, row).limit(entries_per_page)), entry.type->str(row), entry.object_url(row));
    const auto lines = lines_of(entry, entry.model->key_text(row)).limit(entries_per_page).to_vector();
    return history_page(visit, values_of(lines), entry.type->str(row), entry.object_url(row));
}

std::optional<Response> history_of_deleted(const Visit& visit, const std::string& key) {
    const Entry& entry = visit.model();
    if (!entry.may_see(visit.request) || is_hidden(visit, entry, key, true)) return std::nullopt;
    const auto lines = lines_of(entry, key).limit(entries_per_page).to_vector();
    // A row that is there but not this person's is not told of.
    if (lines.empty() || lines.front().action_flag != LogEntry::deletion) return std::nullopt;
    return history_page(visit, values_of(lines), lines.front().object_repr, "");
}

}  // namespace portico::admin
