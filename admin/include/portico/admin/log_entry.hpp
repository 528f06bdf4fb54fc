/// What was added, changed and deleted in the admin: one row for each, in Django's table `django_admin_log`.
///
///     auto latest = admin::LogEntry::objects.order_by(-F(&admin::LogEntry::action_time)).limit(20);
///     for (const auto& entry : latest) entry.object_repr, entry.change_message
///
/// `change_message` is Django's JSON; "values" in it hold old and new: [{"changed": {"fields": ["Rating"], "values": {"Rating":
/// ["3.0", "4.5"]}}}]. Users and content types are kept by their keys alone, so that the history outlives them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <portico/orm/model.hpp>

namespace portico::admin {

struct LogEntry : orm::Model<LogEntry> {
    static constexpr std::int16_t addition = 1, change = 2, deletion = 3;

    orm::Id<> id{};
    DateTime action_time{};
    std::int64_t user = 0;
    std::optional<std::int64_t> content_type{};
    std::optional<std::string> object_id{};      // the row's key as text
    std::string object_repr{};                   // what a person saw of it then
    std::int16_t action_flag = change;
    std::string change_message{};

    static void describe(orm::Describe<LogEntry>& entry);
};

}  // namespace portico::admin
