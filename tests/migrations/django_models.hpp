/// The models that inspectdb wrote for Django's tables, on each database.
#pragma once
#include <portico/orm/models.hpp>

namespace portico::migrations {

/// For the database of this run.
orm::Models django_models();

}  // namespace portico::migrations
