#pragma once
#include <portico/auth/passwords.hpp>

namespace portico::auth {

/// What [auth] password_cost says; normal without a project.
PasswordCost configured_cost();

}  // namespace portico::auth
