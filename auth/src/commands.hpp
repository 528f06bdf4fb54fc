#pragma once
#include <portico/project/commands.hpp>

namespace portico::auth {

Command createsuperuser_command();
Command changepassword_command();
Command clearsessions_command();
Command forgetsecondfactor_command();

}  // namespace portico::auth
