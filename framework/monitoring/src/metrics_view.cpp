#include <portico/http/http_error.hpp>
#include <portico/project/project.hpp>

#include "views.hpp"

namespace portico::monitoring {

Response metrics_view(Request& request) {
    if (!is_allowed(request)) return Response::text("403 Forbidden\n", 403);
    Project& project = Project::current();
    MetricWriter out;
    for (const auto& [app, source] : project.contributions<MetricSource>()) source.write(project, out);
    Response answer(out.text(), 200, "text/plain; version=0.0.4; charset=utf-8");
    answer.set("Cache-Control", "no-store");
    return answer;
}

}  // namespace portico::monitoring
