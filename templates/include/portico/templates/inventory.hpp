/// What templates may use, as it is registered: for references, editors and tests.
///
///     for (const auto& filter : templates::filters_of(engine)) std::cout << filter.name << '\n';      // add, addslashes, …
///
/// Sorted by library and name; those that need no {% load %} come first.
#pragma once
#include <string>
#include <vector>

namespace portico::templates {

class Engine;

struct RegisteredTag {
    std::string library{}; // what {% load %} has to name; empty: nothing
    std::string name{};
    bool operator==(const RegisteredTag&) const = default;
};

struct RegisteredFilter {
    std::string library{};
    std::string name{};
    bool takes_argument = false;
    bool needs_argument = false;
    bool keeps_safe = false; // safe HTML in, safe HTML out
    bool operator==(const RegisteredFilter&) const = default;
};

std::vector<RegisteredTag> tags_of(const Engine& engine);
std::vector<RegisteredFilter> filters_of(const Engine& engine);

} // namespace portico::templates
