/// One id for all that a request leaves behind, and one line for each request.
#pragma once
#include <string>

#include <portico/routing/middleware.hpp>

namespace portico {

/// Gives the request an id, the response the header X-Request-ID, and log lines a context. A client's own
/// X-Request-ID is kept when it is 8 to 64 letters, digits, "-" or "_".
Middleware request_id();

/// The id of the request that this fiber works on; empty outside of one.
std::string current_request_id();

/// `GET /posts/ 200 5.1 kB 3.2 ms 203.0.113.7`, at level info; 5xx at level error.
Middleware access_log();

} // namespace portico
