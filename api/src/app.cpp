#include <portico/api/app.hpp>

#include <portico/api/openapi.hpp>
#include <portico/api/router.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/routing/urls.hpp>

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
    return openapi_document({settings.title, settings.version, settings.description}, operations);
}

Response openapi_json(Request&) { return Response::json(to_json(document_of(Project::current()))); }

void append_operation(std::string& page, std::string_view path, std::string_view method, const Map& operation) {
    page += "<section><h2><code>" + text::upper(method) + " " + text::html_escape(path) + "</code></h2><p>" +
            text::html_escape(operation.find("summary")->str()) + "</p>";
    if (const Value* description = operation.find("description")) {
        page += "<p>" + text::html_escape(description->str()) + "</p>";
    }
    page += "<details><summary>Parameters, body and answers</summary><pre>" + text::html_escape(to_json(Value(operation), 2)) +
            "</pre></details></section>";
}

/// A plain page of the document: it needs no script and nothing from elsewhere.
Response docs_page(Request&) {
    Value document = document_of(Project::current());
    std::string title = text::html_escape(document.attribute("info")->attribute("title")->str());
    std::string page = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\"><title>" +
                       title + "</title></head><body><main><h1>" + title + "</h1><p><a href=\"/openapi.json\">openapi.json</a></p>";
    const Value paths = *document.attribute("paths");
    for (const auto& [path, methods] : *paths.as_map()) {
        for (const auto& [method, operation] : *methods.as_map()) append_operation(page, path, method, *operation.as_map());
    }
    return Response::html(page + "</main></body></html>");
}

}  // namespace

App app() {
    return App("api")
        .with(settings_section<ApiSettings>("api"))
        .with(urls({path<openapi_json>("openapi.json", "openapi"), path<docs_page>("docs", "docs")}));
}

}  // namespace portico::api
