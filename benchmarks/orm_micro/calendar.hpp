/// Moments as both databases write them, "2026-11-21 17:46:00.123456", by hand.
#pragma once
#include <portico/base/date_time.hpp>

namespace bench {

portico::DateTime read_moment(const char* text);
/// Writes 26 characters.
void write_moment(portico::DateTime moment, char* out);

}  // namespace bench
