/// Which backends a project has, and those that it asks.
#pragma once
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include <portico/auth/backends.hpp>

namespace portico {
class Project;
class CheckReport;
}  // namespace portico

namespace portico::auth {

inline constexpr char remote_user_name[] = "remote_user";

/// A service of the project.
class BackendList {
public:
    const std::vector<std::shared_ptr<const Backend>>& active() const;
    /// The one that began a session, where it is still asked; else null.
    const Backend* begun_by(std::string_view name_in_sessions) const;
    static const BackendList& current();

private:
    mutable std::once_flag filled_{};
    mutable std::vector<std::shared_ptr<const Backend>> active_{};
};

/// Whom the proxy says; the password is not asked.
std::shared_ptr<const Backend> remote_user_backend();

void check_backends(Project& project, CheckReport& report);

}  // namespace portico::auth
