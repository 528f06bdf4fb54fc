#pragma once

namespace portico {
class Project;
class CheckReport;
}  // namespace portico

namespace portico::orm {

/// What the models ask of a database that it can't do (orm.E003), and deletions by the database that would pass over rules and
/// hooks of the program (orm.E004).
void check_models(Project& project, CheckReport& report);

}  // namespace portico::orm
