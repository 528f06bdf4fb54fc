/// Small contributions that the kernel itself knows.
#pragma once
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <portico/base/error.hpp>

namespace portico {

class Project;

/// Runs once when everything is installed and checked, before the first request or command; in order of
/// installation.
struct Ready {
    std::function<void(Project&)> run{};
};

/// Runs when the program has stopped serving, in the reverse order.
struct Stopped {
    std::function<void(Project&)> run{};
};

inline Ready on_ready(std::function<void(Project&)> run) { return {std::move(run)}; }
inline Stopped on_stopped(std::function<void(Project&)> run) { return {std::move(run)}; }

/// What an exception that ended a command comes from, for a person: nothing where that is not known.
struct Explanation {
    std::function<std::optional<Error>(Project& project, const std::exception& error)> of{};
};

/// Which status an exception of a room becomes, so that neither side includes the other.
///
///     App("orm").with(error_status<orm::NotFound>(404))
struct ErrorMapping {
    bool (*matches)(const std::exception& error) = nullptr;
    int status = 500;
};

template <class E> ErrorMapping error_status(int status) {
    return {[](const std::exception& error) { return dynamic_cast<const E*>(&error) != nullptr; }, status};
}

}  // namespace portico
