#include <algorithm>

#include <portico/orm/app.hpp>
#include <portico/orm/history.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/project.hpp>

#include "installed.hpp"

namespace portico::orm {

void Models::attach(Project& project, const InstalledApp& app) {
    project.require(orm::app());
    install(app.label);
    if (std::ranges::any_of(models(), &ModelInfo::history)) project.require(history());
}

namespace detail {

bool is_installed(const ModelInfo& model) {
    Project* project = Project::current_or_null();
    if (!project) return true;
    auto all = project->contributions<Models>();
    if (all.empty()) return true;
    return std::ranges::any_of(all, [&](const auto& contributed) {
        auto models = contributed.value.models();
        return std::ranges::find(models, &model) != models.end();
    });
}

}  // namespace detail

}  // namespace portico::orm
