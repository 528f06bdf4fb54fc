/// Templates of a project: found in the apps' templates/ folders, checked at the start, rendered with what
/// every page needs.
///
///     App("blog")
///         .with(templates::library("blog").filter("shout", shout))
///         .with(templates::context_processor([](Request&, templates::Context& context) { context.set("site",
///         "My blog"); }))
#pragma once
#include <functional>
#include <utility>

#include <portico/http/request.hpp>
#include <portico/project/app.hpp>
#include <portico/templates/context.hpp>
#include <portico/templates/library.hpp>

namespace portico {
class Project;
}

namespace portico::templates {

class Engine;

/// Brings the engine, the check templates.E001 (every template of every app can be parsed) and the variables
/// `request`, `debug` and `csrf_token`. Every site has it.
App app();

/// A contribution: puts variables into the context of every page; a view's own win. Values that are costly
/// should be `callable(…)`: they are made when a template asks for them.
struct ContextProcessor {
    std::function<void(Request&, Context&)> add{};
};

inline ContextProcessor context_processor(std::function<void(Request&, Context&)> add) {
    return {std::move(add)};
}

/// The project's engine: for texts that are no answers to a request (mail).
const Engine& engine(Project& project);

} // namespace portico::templates
