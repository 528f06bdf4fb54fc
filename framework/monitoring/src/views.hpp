#pragma once
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/monitoring/metrics.hpp>

namespace portico::monitoring {

/// Whether the setting names the client's address.
bool is_allowed(const Request& request);

Response live_view(Request& request);
Response ready_view(Request& request);
Response metrics_view(Request& request);
Response debug_view(Request& request);

void write_process_metrics(MetricWriter& out);
void write_server_metrics(MetricWriter& out);

}  // namespace portico::monitoring
