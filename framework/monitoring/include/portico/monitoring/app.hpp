/// What those who run a site ask it: does it live, can it serve, how much does it do. Sites made by `portico_site` have it.
///
///     project.install(monitoring::app());
///
///     GET /healthz      200 "ok": the process answers
///     GET /readyz       200 "ready", or 503: the apps' health checks (health.hpp), and no drain under way
///     GET /metrics      what apps count (metrics.hpp), in Prometheus' text format
///     GET /__debug/     in debug: live fibers, slow statements, what else apps show (debug_section.hpp)
///
/// Probes may send any Host header and leave no line in the access log. Metrics, and what it is that fails, are for the
/// addresses of the setting alone.
#pragma once
#include <portico/monitoring/settings.hpp>
#include <portico/project/app.hpp>

namespace portico::monitoring {

App app();

}  // namespace portico::monitoring
