#include <portico/templates/app.hpp>

#include <portico/middleware/csrf.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>

#include "project_templates.hpp"

namespace portico::templates {

namespace {

struct Attach {
    void attach(Project& project) { project.provide(std::make_shared<ProjectTemplates>(project)); }
};

void add_standard_variables(Request& request, Context& context) {
    context.set("debug", Project::current().settings().debug);
    context.set("csrf_token", callable([&request] { return Value(csrf_token(request)); }));
}

} // namespace

App app() {
    return App("templates")
        .with(Attach{})
        .with(Check{check_templates})
        .with(context_processor(add_standard_variables));
}

const Engine& engine(Project& project) { return project.get<ProjectTemplates>().engine(); }

} // namespace portico::templates
