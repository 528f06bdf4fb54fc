#include "texts.hpp"

#include <cstdio>

#include <portico/base/text.hpp>

namespace portico::orm::sqlite {

std::string stored_time(Time time) {
    char buffer[32];
    int length = std::snprintf(buffer, sizeof buffer, "%02d:%02d:%02d", time.hour(), time.minute(), time.second());
    if (time.microsecond() != 0)
        length += std::snprintf(buffer + length, sizeof buffer - static_cast<std::size_t>(length), ".%06d",
                                time.microsecond());
    return std::string(buffer, static_cast<std::size_t>(length));
}

std::string stored_date_time(DateTime moment) {
    return to_iso(portico::date_of(moment)) + " " + stored_time(portico::time_of(moment));
}

std::string stored_uuid(const Uuid& uuid) {
    return text::hex({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
}

}  // namespace portico::orm::sqlite
