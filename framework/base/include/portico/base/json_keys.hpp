/// Keys that stand twice in one object of JSON: `parse_json` takes the last one, as most parsers do. Files that people edit should say so instead.
///
///     if (auto twice = repeated_key(text)) throw Error("\"" + twice->name + "\" stands twice in one object");
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace portico {

struct RepeatedKey {
    std::string name{};
    std::size_t position = 0;  // of the second one, in bytes from the start
};

/// The first of them. The text is known to be JSON.
std::optional<RepeatedKey> repeated_key(std::string_view json);

}  // namespace portico
