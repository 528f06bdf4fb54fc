#include "builtin_commands.hpp"
#include <portico/project/app.hpp>
namespace portico {
App builtin_app() {
    return App("portico")
        .title("Portico")
        .with(check_command())
        .with(diffsettings_command())
        .with(help_command())
        .with(settings_command())
        .with(version_command());
}
}  // namespace portico
