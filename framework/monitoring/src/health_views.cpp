#include "health_views.hpp"

#include <portico/base/error.hpp>
#include <portico/http/server_statistics.hpp>
#include <portico/monitoring/health.hpp>
#include <portico/monitoring/settings.hpp>
#include <portico/project/project.hpp>

#include "views.hpp"

namespace portico::monitoring {
namespace {

using Clock = std::chrono::steady_clock;

Response plain(std::string text, int status) {
    Response answer = Response::text(std::move(text), status);
    answer.set("Cache-Control", "no-store");
    return answer;
}

/// One line: where the message has several, the first.
std::string line_of(const HealthCheck& check, Project& project, bool& ready) {
    std::string said = "ok";
    try {
        check.check(project);
    } catch (const Error& error) {
        ready = false;
        said = error.what() + (error.hint().empty() ? std::string() : " (" + error.hint() + ")");
    } catch (const std::exception& error) {
        ready = false;
        said = error.what();
    }
    return check.name + ": " + said.substr(0, said.find('\n')) + "\n";
}

Readiness look(Project& project) {
    Readiness found;
    for (const auto& [app, check] : project.contributions<HealthCheck>()) found.lines += line_of(check, project, found.ready);
    found.until = Clock::now() + project.settings<MonitoringSettings>().ready_for;
    return found;
}

}  // namespace

Readiness LastReadiness::get(Project& project) {
    {
        std::lock_guard lock{guard_};
        if (Clock::now() < last_.until) return last_;
    }
    Readiness found = look(project);
    std::lock_guard lock{guard_};
    return last_ = std::move(found);
}

Response live_view(Request&) { return plain("ok\n", 200); }

Response ready_view(Request& request) {
    Project& project = Project::current();
    const bool draining = server_statistics().draining;
    const Readiness found = draining ? Readiness{false, "server: stops\n", {}} : project.get<LastReadiness>().get(project);
    std::string text = found.ready ? "ready\n" : "not ready\n";
    if (is_allowed(request)) text += found.lines;
    return plain(std::move(text), found.ready ? 200 : 503);
}

}  // namespace portico::monitoring
