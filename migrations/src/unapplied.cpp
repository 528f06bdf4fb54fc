#include "unapplied.hpp"

#include <exception>

#include <portico/base/text.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/errors.hpp>
#include <portico/project/project.hpp>

namespace portico::migrations {

namespace {

std::vector<std::string> unapplied_or_nothing(Project& project) {
    try {
        return unapplied_migrations(project);
    } catch (const Error&) {
        return {};  // then the first error is the one to tell
    }
}

/// What the database missed, looked for in the exception and in those that caused it (a template's error, say).
std::string missing_table(const std::exception& error) {
    if (auto* missing = dynamic_cast<const orm::NoSuchTable*>(&error)) return missing->what();
    try {
        std::rethrow_if_nested(error);
    } catch (const std::exception& cause) {
        return missing_table(cause);
    } catch (...) {
    }
    return {};
}

Response explain(Request& request, Next next) {
    try {
        return next(request);
    } catch (const std::exception& error) {
        if (auto told = explained(Project::current(), error)) throw Unapplied(told->what(), told->hint() + "; the server may go on running");
        throw;
    }
}

}  // namespace

std::optional<Error> explained(Project& project, const std::exception& error) {
    const std::string missing = missing_table(error);
    if (missing.empty()) return std::nullopt;
    const auto left = unapplied_or_nothing(project);
    if (left.empty()) return std::nullopt;
    return Error("the database is behind the program, migrations are not applied: " + text::join(left, ", ") + " (" + missing + ")",
                 "run \"" + project.program() + " migrate\"");
}

Middleware explain_missing_tables() { return {.name = "migrations", .handle = &explain, .after = {"errors"}}; }

}  // namespace portico::migrations
