#pragma once
#include <portico/i18n/formats.hpp>
#include <portico/i18n/time_zone.hpp>

#include "case.hpp"

namespace portico::conformance {

/// SECRET_KEY of the recorded site.
inline constexpr const char* recorded_secret = "oracle-secret-key-0123456789abcdef";

/// How the case's settings write dates and numbers, and how its language does. A language's formats win over those of the settings;
/// without a language the settings count.
struct RecordedFormats {
    i18n::Formats active{};
    i18n::Formats unlocalized{};
};
RecordedFormats formats_of(const Case& recorded);

/// Its active time zone.
i18n::TimeZone zone_of(const Case& recorded);
/// The one of its settings.
i18n::TimeZone default_zone_of(const Case& recorded);

} // namespace portico::conformance
