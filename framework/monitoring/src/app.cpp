#include <portico/monitoring/app.hpp>

#include <memory>

#include <portico/fibers/census.hpp>
#include <portico/http/address_list.hpp>
#include <portico/middleware/app.hpp>
#include <portico/middleware/security_settings.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/routing/router.hpp>
#include <portico/routing/urls.hpp>

#include "health_views.hpp"
#include "request_metrics.hpp"
#include "views.hpp"

namespace portico::monitoring {
namespace {

/// What the page of live fibers says of one.
struct RequestWork : fibers::Work {
    explicit RequestWork(const Request& of) : request(of) {}
    std::string text() const override {
        const Route* route = matched_route(request);
        return std::string(request.method()) + " " + std::string(request.path()) + (route ? "  (/" + route->pattern() + ")" : "");
    }
    const Request& request;
};

/// What stands for the length of `start` to `stop`: made anew at each start, since routes are.
struct Running {
    std::unique_ptr<RequestMetrics> metrics{};
    AddressList allowed{};
};

Response monitor(Running& running, Request& request, Next next) {
    if (!running.metrics) return next(request);
    const Route* route = matched_route(request);
    const auto place = running.metrics->place_of(route);
    if (place.probe) return (*route)(request);
    RequestMetrics::Counted counted(*running.metrics, place, request);
    RequestWork work(request);
    fibers::WorkScope told(work);
    Response response = next(request);
    counted.answered(response.status());
    return response;
}

void begin(Project& project) {
    Running& running = project.get<Running>();
    running.metrics = std::make_unique<RequestMetrics>(project.router().routes());
    running.allowed = AddressList(project.settings<MonitoringSettings>().allowed);
}

void check_addresses(Project& project, CheckReport& report) {
    try {
        AddressList list(project.settings<MonitoringSettings>().allowed);
    } catch (const Error& error) {
        report.error("monitoring.E001", "monitoring.allowed", error.what(), error.hint());
    }
}

void write_own_metrics(Project& project, MetricWriter& out) {
    if (const auto& metrics = project.get<Running>().metrics) metrics->write(out);
    write_server_metrics(out);
    write_process_metrics(out);
}

struct Services {
    std::shared_ptr<Running> running = std::make_shared<Running>();
    void attach(Project& project) const {
        project.require(standard_middleware());
        project.provide(running);
        project.provide(std::make_shared<LastReadiness>());
    }
};

/// A proxy on this machine has an allowed address, and whoever it speaks for need not have.
bool came_through_untrusted_proxy(const Request& request, const Project& project) {
    if (request.header("Forwarded").empty() && request.header("X-Forwarded-For").empty()) return false;
    const auto& security = project.settings<SecuritySettings>();
    return security.trusted_proxies.empty();
}

}  // namespace

void MonitoringSettings::describe(Describe<MonitoringSettings>& monitoring) {
    monitoring.field(&MonitoringSettings::allowed).help_text("addresses and networks that may see metrics, and what it is that fails");
    monitoring.field(&MonitoringSettings::ready_for).help_text("for so long an answer of /readyz is given again");
}

bool is_allowed(const Request& request) {
    Project& project = Project::current();
    return project.get<Running>().allowed.contains(request.remote_address()) && !came_through_untrusted_proxy(request, project);
}

App app() {
    Services services;
    auto running = services.running;
    return App("monitoring")
        .with(settings_section<MonitoringSettings>("monitoring"))
        .with(services)
        .with(Check{check_addresses})
        .with(on_ready(begin))
        .with(MetricSource{write_own_metrics})
        .with(Middleware{.name = "monitoring",
                         .handle = [running](Request& request, Next next) { return monitor(*running, request, next); },
                         .after = {"proxies"},
                         .before = {"request-id", "access-log", "security-headers", "cors", "compression", "errors", "hosts", "common", "csrf"}})
        .with(urls({path<live_view>("healthz", "health-live").methods({"GET"}).with(Probe{}),
                    path<ready_view>("readyz", "health-ready").methods({"GET"}).with(Probe{}),
                    path<metrics_view>("metrics", "metrics").methods({"GET"}).with(Probe{}),
                    path<debug_view>("__debug/", "debug-page").methods({"GET"})}));
}

}  // namespace portico::monitoring
