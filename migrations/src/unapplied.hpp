/// The page for a site whose tables are behind its models.
#pragma once
#include <exception>
#include <optional>

#include <portico/base/error.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {
class Project;
}

namespace portico::migrations {

/// A request needed a table or a column that a migration makes which is not applied. Answered with 503.
class Unapplied : public Error {
public:
    using Error::Error;
};

/// Looks, where a request fails for a missing table or column, whether a migration is missing, and says so. Costs nothing else.
Middleware explain_missing_tables();
/// The same of an exception, for commands; nothing where it is another's.
std::optional<Error> explained(Project& project, const std::exception& error);

}  // namespace portico::migrations
