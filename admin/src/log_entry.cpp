#include <portico/admin/log_entry.hpp>

namespace portico::admin {

void LogEntry::describe(orm::Describe<LogEntry>& entry) {
    entry.table("django_admin_log");
    entry.verbose_name("log entry");
    entry.verbose_name_plural("log entries");
    entry.field(&LogEntry::user).db_column("user_id").index();
    entry.field(&LogEntry::content_type).db_column("content_type_id").index();
    entry.field(&LogEntry::object_repr).max_length(200);
    entry.field(&LogEntry::action_flag).min(0);
    entry.field(&LogEntry::change_message).blank();
    entry.personal();
    entry.ordering(-F(&LogEntry::action_time));
}

}  // namespace portico::admin
