#include <portico/templates/render.hpp>

#include <portico/http/http_error.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/project/project.hpp>

#include "project_templates.hpp"
#include "request_value.hpp"

namespace portico::templates {

namespace {

/// An exception that stands for an answer of its own leaves as it was; others keep the template's place.
void rethrow_answers(const RenderError& error, const Project& project) {
    auto* nested = dynamic_cast<const std::nested_exception*>(&error);
    if (!nested || !nested->nested_ptr()) return;
    try {
        nested->rethrow_nested();
    } catch (const HttpError&) {
        throw;
    } catch (const std::exception& inner) {
        if (project.status_of(inner)) throw;
    }
}

} // namespace

std::string render_to_text(Request& request, std::string_view name, const Context& context) {
    Project& project = Project::current();
    auto& templates = project.get<ProjectTemplates>();
    Context shared;
    for (const auto& processor : templates.processors()) processor.add(request, shared);
    RequestValue request_value(request, shared);
    shared.set("request", request_value);
    const Value* request_variable = shared.find("request");
    try {
        return templates.engine().render(
            name, context, {.time_zone = i18n::current_zone(), .shared = &shared, .request = request_variable});
    } catch (const RenderError& error) {
        rethrow_answers(error, project);
        throw;
    }
}

Response render(Request& request, std::string_view name, const Context& context, int status) {
    return Response::html(render_to_text(request, name, context), status);
}

Response render(Request& request, const Template& page, const Context& context, int status) {
    return render(request, page.name(), context, status);
}

} // namespace portico::templates
