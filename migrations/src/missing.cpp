#include "missing.hpp"

#include <algorithm>
#include <ostream>

#include "rebase.hpp"

namespace portico::migrations {

void refuse_what_is_missing(const Executor& executor, const MigrationSet& set, const std::vector<Step>& plan, std::ostream& out, const std::string& program) {
    for (const MigrationKey& key : without_file(executor, set)) {
        const std::string told = "the database has applied \"" + key.first + "." + key.second + "\", and there is no such migration";
        const std::string name = renumbered_as(key, executor, set);
        const std::string hint = name.empty() ? "give its file back, or take the version of the program that has it; migrate --prune forgets what nobody will need again"
                                              : "it seems to be " + name + " now: run \"" + program + " migrate --rebase\", which notes that";
        if (std::any_of(plan.begin(), plan.end(), [&](const Step& step) { return step.migration->app == key.first; })) throw MigrationError(told, hint);
        out << "Note: " << told << " (" << hint << ")\n";
    }
}

}  // namespace portico::migrations
