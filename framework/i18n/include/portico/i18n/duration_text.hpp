#pragma once
#include <string>

#include <portico/base/date_time.hpp>

namespace portico::i18n {

/// "1 02:03:04.500000": days where there are any, then the clock (Django's duration_string); what a form's field shows and reads again.
std::string duration_text(Duration duration);

} // namespace portico::i18n
