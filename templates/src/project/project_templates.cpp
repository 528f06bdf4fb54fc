#include "project_templates.hpp"

#include <algorithm>

#include <portico/cache/app.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/resources.hpp>
#include <portico/routing/router.hpp>
#include <portico/staticfiles/static_files.hpp>
#include <portico/templates/template.hpp>

#include "app_loader.hpp"

namespace portico::templates {

namespace {

std::string reversed(const Project& project, const UrlQuery& query) {
    if (query.named_arguments.empty()) {
        std::vector<UrlArgument> arguments;
        for (const Value& value : query.arguments) arguments.emplace_back(value.str());
        return project.router().reverse_list(query.name, arguments);
    }
    if (!query.arguments.empty()) {
        throw Error("{% url %} takes arguments by place or by name, not both");
    }
    std::vector<Router::NamedArgument> arguments;
    for (const auto& [name, value] : query.named_arguments)
        arguments.emplace_back(name, UrlArgument(value.str()));
    return project.router().reverse_named(query.name, arguments);
}

/// What {% cache %} keeps: in the cache "template_fragments" where there is one of that name (Django's), else in the usual one.
FragmentCache fragments_in(cache::Caches& caches) {
    const auto named = [&caches](const std::string& store) {
        return caches.get(!store.empty() ? store : caches.has("template_fragments") ? "template_fragments" : "default");
    };
    FragmentCache fragments;
    fragments.has = [&caches](const std::string& store) { return caches.has(store); };
    fragments.get = [named](const std::string& store, const std::string& key) { return named(store).get<std::string>(key); };
    fragments.set = [named](const std::string& store, const std::string& key, const std::string& text, std::optional<std::chrono::seconds> lasts) {
        named(store).set(key, text, lasts ? cache::Lifetime(*lasts) : cache::Lifetime::forever());
    };
    return fragments;
}

} // namespace

void ProjectTemplates::prepare() {
    std::call_once(prepared_, [this] {
        engine_ = std::make_unique<Engine>(loaders(), options());
        for (const auto& [app, processor] : project_.contributions<ContextProcessor>())
            processors_.push_back(processor);
    });
}

const Engine& ProjectTemplates::engine() {
    prepare();
    return *engine_;
}

const std::vector<ContextProcessor>& ProjectTemplates::processors() {
    prepare();
    return processors_;
}

/// The project's own folder first, then the apps, the last installed first: each may override those behind
/// it.
std::vector<std::shared_ptr<const Loader>> ProjectTemplates::loaders() const {
    std::vector<std::shared_ptr<const Loader>> loaders;
    const auto& root = project_.settings().root;
    // Tests run in a build tree, where the folder templates/ is CMake's.
    if (!std::filesystem::exists(root / "CMakeCache.txt"))
        loaders.push_back(std::make_shared<FolderLoader>(root / "templates"));
    auto apps = project_.apps();
    for (auto app = apps.rbegin(); app != apps.rend(); ++app) {
        loaders.push_back(std::make_shared<AppLoader>(project_.resources(), app->label));
    }
    return loaders;
}

EngineOptions ProjectTemplates::options() const {
    const Settings& settings = project_.settings();
    EngineOptions options;
    options.reload = settings.debug || settings.profile == Profile::development;
    options.time_zone = i18n::TimeZone::find(settings.time_zone).value_or(i18n::TimeZone());
    options.language = settings.language_code;
    options.static_prefix = settings.static_url;
    options.media_prefix = settings.media_url;
    options.url = [this](const UrlQuery& query) { return reversed(project_, query); };
    options.check_route = [this](std::string_view name) {
        try {
            project_.router().reverse_list(name, {});
        } catch (const NoRouteNamed&) {
            throw;
        } catch (const NoReverseMatch&) {
            // there is one, which takes arguments
        }
    };
    if (project_.find<StaticFiles>()) {
        options.static_url = [this](std::string_view path) { return project_.get<StaticFiles>().url(path); };
    }
    if (auto* caches = project_.find<cache::Caches>()) options.fragment_cache = fragments_in(*caches);
    for (const auto& [app, library] : project_.contributions<Library>()) options.libraries.push_back(library);
    return options;
}

namespace {

void check_declared(Project& project, const Engine& engine, CheckReport& report) {
    for (const Template* page : Template::declared()) {
        auto name = page->name();
        bool concerns = project.has_app(name.substr(0, name.find('/')));
        if (!concerns || engine.has(name)) continue;
        TemplateNotFound missing{std::string(name), did_you_mean(name, engine.names())};
        report.error("templates.E002", std::string(name),
                     "the program names the template \"" + std::string(name) + "\", which is in no app",
                     missing.hint().empty() ? "make the file or correct the name" : missing.hint());
    }
}

} // namespace

void check_templates(Project& project, CheckReport& report) {
    const Engine& engine = project.get<ProjectTemplates>().engine();
    for (const TemplateError& error : engine.check()) {
        std::string hint = error.hint();
        if (!error.excerpt().empty()) hint += (hint.empty() ? "" : "\n") + error.excerpt();
        report.error("templates.E001", error.place().file + ":" + std::to_string(error.place().line),
                     std::string(error.message()), std::move(hint));
    }
    check_declared(project, engine, report);
    if (!i18n::TimeZone::find(project.settings().time_zone)) {
        report.error("templates.E003", "time_zone",
                     "there is no time zone \"" + project.settings().time_zone + "\"",
                     "names are like \"Europe/Paris\"");
    }
}

} // namespace portico::templates
