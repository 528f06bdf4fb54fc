#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include <portico/project/project.hpp>
#include <portico/templates/app.hpp>
#include <portico/templates/engine.hpp>

namespace portico::templates {

/// The service of a project that renders: its engine, made when all apps are installed, and what every page's
/// context has.
class ProjectTemplates {
public:
    explicit ProjectTemplates(Project& project) : project_(project) {}

    const Engine& engine();
    const std::vector<ContextProcessor>& processors();

private:
    void prepare();
    EngineOptions options() const;
    std::vector<std::shared_ptr<const Loader>> loaders() const;

    Project& project_;
    std::once_flag prepared_;
    std::unique_ptr<Engine> engine_;
    std::vector<ContextProcessor> processors_;
};

/// Every template can be parsed, every template that the program names is there.
void check_templates(Project& project, CheckReport& report);

} // namespace portico::templates
