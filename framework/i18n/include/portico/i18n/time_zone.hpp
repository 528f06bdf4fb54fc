/// Time zones: what the clock on the wall shows at a moment, and back.
///
///     auto paris = TimeZone::find("Europe/Paris");        // nothing when there is no such zone
///     LocalTime local = paris->local(portico::now());     // local.date, local.time, local.offset,
///     local.abbreviation DateTime moment = paris->moment(local.date, local.time);
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/date_time.hpp>

namespace portico::i18n {

/// A date and a time of day as a clock somewhere shows them.
struct LocalTime {
    Date date{};
    Time time{};
    std::chrono::seconds offset{}; // from UTC
    std::string abbreviation{};    // "CET"
    bool daylight_saving = false;
    bool doubtful = false; // the clocks skip this time, or show it twice
};

class TimeZone {
public:
    /// UTC.
    TimeZone() = default;
    /// A zone of the IANA database by its name.
    static std::optional<TimeZone> find(std::string_view name);
    /// A zone that is always that far from UTC; its default name is "UTC+05:30".
    static TimeZone fixed(std::chrono::seconds offset, std::string name = {});

    const std::string& name() const { return name_; }
    /// How far from UTC a zone without a history always is (UTC itself: 0); nothing for one of the database.
    std::optional<std::chrono::seconds> fixed_offset() const {
        return zone_ ? std::nullopt : std::optional(offset_);
    }
    LocalTime local(DateTime moment) const;
    /// The moment of a local time. Of two (clocks set back) the first unless `second`; a time that is skipped
    /// counts with the offset before the change, as Python does.
    DateTime moment(Date date, Time time, bool second = false) const;
    /// What a clock that shows this time has for offset, abbreviation and the like. A time that the clocks skip keeps its face, as in
    /// Python, and has the offset before the change (after it, where it is the `second`).
    LocalTime reading(Date date, Time time, bool second = false) const;
    /// Do the clocks skip this time, or show it twice?
    enum class Kind { unique, skipped, repeated };
    Kind kind(Date date, Time time) const;
    bool operator==(const TimeZone& other) const { return name_ == other.name_; }

private:
    const void* zone_ = nullptr; // of the database; null: fixed
    std::chrono::seconds offset_{};
    std::string name_ = "UTC";
};

/// "+05:30" as ISO 8601 writes an offset.
std::string offset_text(std::chrono::seconds offset);

} // namespace portico::i18n
