#pragma once
#include <optional>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

#include "head_parser.hpp"

namespace portico::http {

class Connection;

/// Whether the request asks for a WebSocket that may be given: nothing, or the status that says why not.
std::optional<Refusal> judge_web_socket(const Request& request, const ServerOptions& options);

/// Shakes hands and runs the body's function until the connection ends. On the connection's fiber.
void run_web_socket(Connection& connection, const Request& request, const Response& response, const WebSocketBody& body);

}  // namespace portico::http
