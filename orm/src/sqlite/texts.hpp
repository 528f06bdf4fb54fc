/// Dates, times and UUIDs as the texts that Django keeps in SQLite.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/date_time.hpp>
#include <portico/base/uuid.hpp>

namespace portico::orm::sqlite {

/// "03:04:05", "03:04:05.000600".
std::string stored_time(Time time);
/// "2026-01-02 03:04:05" in UTC, with ".000600" where there is a fraction.
std::string stored_date_time(DateTime moment);
/// What `stored_date_time` writes; nothing for other forms of the same.
std::optional<DateTime> read_date_time(std::string_view text);
/// 32 hexadecimal digits.
std::string stored_uuid(const Uuid& uuid);

}  // namespace portico::orm::sqlite
