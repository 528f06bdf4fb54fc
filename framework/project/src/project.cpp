#include <portico/project/project.hpp>

#include <algorithm>
#include <iostream>

#include <portico/base/log.hpp>
#include <portico/base/text.hpp>

#include "builtin_commands.hpp"
#include "project_state.hpp"
#include "readable_type_name.hpp"

namespace portico {

namespace {

fibers::Local<Project*>& current_project() {
    static fibers::Local<Project*> local;
    return local;
}

bool is_label(std::string_view label) {
    if (label.empty() || label[0] == '_' || (label[0] >= '0' && label[0] <= '9')) return false;
    return std::all_of(label.begin(), label.end(),
                       [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

const Site* linked_site() { return &portico_site; }

}  // namespace

Project::Project(int argc, char** argv) : state_(std::make_unique<State>()) {
    CheckReport report;
    state_->site = linked_site();
    state_->command_line = read_command_line(argc, argv, report);
    state_->settings = load_settings(state_->command_line, state_->site, std::move(report));
    state_->out = &std::cout;
    state_->err = &std::cerr;
    begin();
}

Project::Project(ProjectOptions options) : state_(std::make_unique<State>()) {
    state_->site = linked_site();
    state_->settings = load_settings(options, {});
    state_->out = options.out ? options.out : &std::cout;
    state_->err = options.err ? options.err : &std::cerr;
    begin();
}

void Project::begin() {
    if (state_->command_line.program.empty()) state_->command_line.program = "portico";
    state_->resources.set_root(settings().root);
    install(builtin_app());
    if (state_->site && state_->site->install_defaults) state_->site->install_defaults(*this);
}

void Project::complete() {
    if (state_->completed) return;
    state_->completed = true;
    if (state_->site && state_->site->complete) state_->site->complete(*this);
}

Project::~Project() { stop(); }

Project& Project::install(App app, std::string prefix) {
    if (state_->started)
        throw Error("the app \"" + app.label() + "\" comes too late: the project has started",
                    "install apps before start()");
    const std::string& label = app.label();
    if (!is_label(label))
        state_->report.error("project.E002", label,
                             "the app's label \"" + label + "\" is no identifier in lower case",
                             "use letters a-z, digits and _");
    if (!state_->labels.insert(label).second) {
        state_->report.error(
            "project.E001", label, "an app with the label \"" + label + "\" is installed already",
            "labels name tables and templates: install it once, or give the other one a label of its own");
        return *this;
    }
    if (!prefix.empty() && (prefix.front() == '/' || prefix.back() != '/'))
        state_->report.error("project.E003", label,
                             "the prefix \"" + prefix + "\" of the app \"" + label +
                                 "\" must end, and not begin, with a slash",
                             "write project.install(…, \"" + label + "/\")");
    std::string title =
        app.title().empty() ? text::capfirst(text::replace_all(label, "_", " ")) : app.title();
    State::App installed{{label, std::move(title), std::move(prefix)}, app.contributions()};
    if (state_->site)
        for (const AppResources& resources : state_->site->apps)
            if (resources.label == label) state_->resources.add(resources);
    // Apps that it requires come before it.
    for (const detail::Contribution& contribution : installed.contributions)
        if (contribution.attach) contribution.attach(contribution.value.get(), *this, installed.app);
    state_->apps.push_back(std::move(installed));
    state_->routing.reset();
    return *this;
}

void Project::require(App app) {
    if (!state_->labels.contains(app.label())) install(std::move(app));
}

bool Project::has_app(std::string_view label) const { return state_->labels.contains(label); }

std::vector<InstalledApp> Project::apps() const {
    std::vector<InstalledApp> apps;
    for (const State::App& app : state_->apps) apps.push_back(app.app);
    return apps;
}

void Project::visit(std::type_index type, Visitor visitor, void* out) const {
    for (const State::App& app : state_->apps)
        for (const detail::Contribution& contribution : app.contributions)
            if (contribution.type == type) visitor(out, app.app, contribution.value.get());
}

void Project::provide(std::type_index type, std::shared_ptr<void> service) {
    state_->services[type] = std::move(service);
}

void* Project::service(std::type_index type) const {
    auto found = state_->services.find(type);
    return found == state_->services.end() ? nullptr : found->second.get();
}

void* Project::required_service(std::type_index type) const {
    if (void* found = service(type)) return found;
    throw Error("the project has no service \"" + readable_type_name(type) + "\"",
                "install the app that provides it");
}

const Settings& Project::settings() const { return state_->settings->core(); }

const void* Project::section(std::type_index type) const {
    if (const void* found = state_->settings->find(type)) return found;
    throw Error("no app has contributed the settings \"" + readable_type_name(type) + "\"",
                "add .with(settings_section<…>(\"name\")) to the app, or install the app that has it");
}

std::vector<std::pair<std::string, const void*>> Project::named_sections(std::type_index type) const {
    return state_->settings->find_named(type);
}

void Project::add_section(const SettingsSection& section) { state_->settings->add(section); }
void SettingsSection::attach(Project& project) { project.add_section(*this); }

void Project::add_resources(const AppResources& resources, const std::string& label) {
    state_->resources.add(resources, label);
}
void AppResources::attach(Project& project, const InstalledApp& app) {
    project.add_resources(*this, app.label);
}

std::vector<SettingRow> Project::setting_rows() const { return state_->settings->rows(); }
const Resources& Project::resources() const { return state_->resources; }
std::ostream& Project::out() const { return *state_->out; }
std::ostream& Project::err() const { return *state_->err; }
const std::string& Project::program() const { return state_->command_line.program; }

Project* Project::current_or_null() noexcept {
    Project** project = current_project().get();
    return project ? *project : nullptr;
}

Project& Project::current() {
    if (Project* project = current_or_null()) return *project;
    throw Error("there is no current project here",
                "requests, commands and test cases have one; elsewhere make a Project::Scope");
}

Project::Scope::Scope(Project& project) : scope_(current_project(), &project) {}

}  // namespace portico
