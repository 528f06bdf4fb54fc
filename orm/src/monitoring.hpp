/// What those who run a site see of its databases.
#pragma once
#include <portico/monitoring/debug_section.hpp>
#include <portico/monitoring/health.hpp>
#include <portico/monitoring/metrics.hpp>
#include <portico/project/hooks.hpp>

namespace portico::orm {

/// Each database answers; replicas may be away, then the primary is read.
HealthCheck database_health();
/// Statements are slow from the setting's time on.
Ready slow_threshold();
MetricSource database_metrics();
DebugSection slow_statements_section();

}  // namespace portico::orm
