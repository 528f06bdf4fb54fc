#pragma once
#include <portico/project/app.hpp>

namespace bench {

/// What the SPEC asks of a server: plain answers, rows of a table, a page and an endpoint over posts.
portico::App app();

}  // namespace bench
