/// Who changed what: a line in django_admin_log for each row that was added, changed or deleted.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "page.hpp"

namespace portico::admin {

/// One part of a change, as it is kept and shown.
struct ChangedPart {
    std::string field{};          // "Rating", "Comment “Jonas”"
    bool has_values = false;
    std::string old_value{}, new_value{};
    std::string text{};           // instead of values: "added", "120 characters longer"
};

class Journal {
public:
    explicit Journal(const Visit& visit) : visit_(visit) {}

    void added(const Entry& entry, const void* object, const std::vector<ChangedPart>& parts = {}) const;
    void changed(const Entry& entry, const void* object, const std::vector<ChangedPart>& parts) const;
    void deleted(const Entry& entry, const void* object) const;

private:
    const Visit& visit_;
};

/// The parts as Django's JSON with the values put to it, and back.
std::string to_message(const std::vector<ChangedPart>& parts, bool addition);
std::vector<ChangedPart> from_message(std::string_view message);

/// The newest changes that this person may know of, for the index.
List last_changes(const Visit& visit, std::uint64_t most);
/// The page of one row's changes.
Response history(const Visit& visit, const orm::Object& object);
/// The same of a row that is gone; nothing where nothing was kept of it.
std::optional<Response> history_of_deleted(const Visit& visit, const std::string& key);
/// "Changed by ann 2 hours ago", or empty.
std::string last_change_of(const Visit& visit, const orm::Object& object);

}  // namespace portico::admin
