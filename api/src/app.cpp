#include <portico/api/app.hpp>

#include <embedded/api.hpp>
#include <portico/api/openapi.hpp>
#include <portico/api/router.hpp>
#include <portico/auth/session.hpp>
#include <portico/base/json.hpp>
#include <portico/project/project.hpp>
#include <portico/project/reverse.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/routing/urls.hpp>
#include <portico/templates/app.hpp>
#include <portico/templates/render.hpp>

#include "docs_page.hpp"

namespace portico::api {

namespace {

struct ApiSettings {
    std::string title = "API";
    std::string version = "0.1.0";
    std::string description{};
};

Value document_of(const Project& project) {
    std::vector<Operation> operations;
    for (const auto& [app, contributed] : project.contributions<Operations>()) {
        for (auto operation : contributed.operations) {
            operation.pattern = app.prefix + operation.pattern;
            operations.push_back(std::move(operation));
        }
    }
    const auto& settings = project.settings<ApiSettings>();
    OpenApiInfo info{settings.title, settings.version, settings.description};
    if (project.has_app("auth")) info.session_cookie = project.settings<auth::SessionSettings>().cookie_name;
    return openapi_document(info, operations);
}

Response openapi_json(Request&) { return Response::json(to_json(document_of(Project::current()))); }

Response docs_page(Request& request) {
    Map page = docs_context(document_of(Project::current()));
    page.append("document_url", reverse("openapi"));
    templates::Context context;
    for (auto& [name, value] : page) context.set(name, std::move(value));
    return render(request, "api/docs.html", context);
}

struct Installation {
    void attach(Project& project) { project.require(templates::app()); }
};

}  // namespace

App app() {
    return App("api")
        .with(embedded::api)
        .with(Installation{})
        .with(settings_section<ApiSettings>("api"))
        .with(urls({path<openapi_json>("openapi.json", "openapi"), path<docs_page>("docs", "docs")}));
}

}  // namespace portico::api
