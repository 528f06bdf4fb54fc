#pragma once
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/stack.hpp>
#include <portico/http/request.hpp>

namespace portico {
class HttpError;
class Project;
} // namespace portico

namespace portico::middleware {

/// One link of a chain of nested exceptions, the outermost first.
struct Cause {
    std::string type{}; // "std::out_of_range"
    std::string message{};
    std::string hint{};
};
std::vector<Cause> causes_of(const std::exception& error);

/// What went wrong and where it was thrown, what apps tell of it (see DebugPanel), the request and the settings: for the
/// developer's eyes.
std::string debug_page(Request& request, const Project& project, int status,
                       const std::vector<Cause>& causes, const Stack& stack);
/// The routes that there are, and the one that was perhaps meant.
std::string not_found_page(Request& request, const Project& project, const HttpError& error);

} // namespace portico::middleware
