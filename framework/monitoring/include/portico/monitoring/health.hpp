/// What an app knows of whether the program can serve.
///
///     App("search").with(HealthCheck{"search", [](Project& project) { project.get<Search>().ping(); }})
#pragma once
#include <functional>
#include <string>

namespace portico {

class Project;

struct HealthCheck {
    std::string name{};
    /// Throws what is wrong (`Error`'s message and hint are shown to whom the setting allows). On a fiber; should be quick.
    std::function<void(Project&)> check{};
};

}  // namespace portico
