#pragma once
#include <portico/project/commands.hpp>

namespace portico {

// The commands that every program has, each in its file below commands/.
Command check_command();
Command diffsettings_command();
Command help_command();
Command routes_command();
Command runserver_command();
Command settings_command();
Command version_command();

/// The app that brings them.
class App builtin_app();

}  // namespace portico
