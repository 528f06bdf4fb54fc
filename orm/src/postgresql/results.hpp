/// What the server answered, as the ORM's rows.
#pragma once
#include <libpq-fe.h>

#include <memory>

#include "../rows.hpp"

namespace portico::orm::postgresql {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// The rows refer to the result's memory and keep it.
Answer answer_of(Result result);

}  // namespace portico::orm::postgresql
