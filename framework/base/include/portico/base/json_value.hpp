#pragma once
#include <portico/base/value.hpp>

namespace portico {

/// The value as JSON holds it: null, flags, numbers, texts, lists and maps stay what they are, dates, decimals and the like are texts.
/// It owns its texts.
Value json_value(const Value& value);

}  // namespace portico
