/// Values as HTML for people.
#pragma once
#include <string>

#include "entry.hpp"

#include <portico/i18n/time_zone.hpp>

namespace portico::admin {

/// What showing a value depends on beside the value.
struct Shown {
    i18n::TimeZone zone{};
    std::string empty = "–";

    /// Of the current project.
    static Shown current(const Options& options);
};

/// In a list's cell, or a read-only field of a form.
std::string cell_html(const Value& value, Look look, const FieldInfo* field, const Shown& shown);
/// The same as bare text, for histories: "Draft", "4.5", "12 Nov 2026, 14:05".
std::string plain_text(const Value& value, Look look, const FieldInfo* field, const Shown& shown);
/// The class of a table's cell: "number", "when", "".
std::string_view cell_class(Look look);

/// "12 Nov 2026, 14:05", with `zone` "12 Nov 2026, 14:05 CET".
std::string moment_text(DateTime moment, const i18n::TimeZone& zone, bool with_zone = false);
/// "2 minutes ago"
std::string ago_text(DateTime moment, const i18n::TimeZone& zone);

}  // namespace portico::admin
