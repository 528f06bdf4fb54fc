// From installed apps to a program that answers.
#include <algorithm>
#include <map>

#include <portico/base/log.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/log_settings.hpp>
#include <portico/project/project.hpp>

#include "core_checks.hpp"
#include "project_state.hpp"

namespace portico {

namespace {

bool is_wanted(CheckStage stage, const std::vector<CheckStage>& stages) {
    return stage == CheckStage::always || std::find(stages.begin(), stages.end(), stage) != stages.end();
}

log::Level log_level(LogLevel level) {
    switch (level) {
    case LogLevel::debug: return log::Level::debug;
    case LogLevel::warning: return log::Level::warning;
    case LogLevel::error: return log::Level::error;
    default: return log::Level::info;
    }
}

}  // namespace

std::vector<CheckMessage> Project::check(std::vector<CheckStage> stages) {
    complete();
    Scope current(*this);
    CheckReport report;
    for (CheckMessage& message : state_->settings->problems()) report.add(std::move(message));
    for (const CheckMessage& message : state_->report.messages()) report.add(message);
    check_settings(settings(), report);
    for (const CheckMessage& message : state_->routes(*this).report.messages()) report.add(message);
    if (is_wanted(CheckStage::deploy, stages)) check_deployment(settings(), report);
    // What follows may rely on what was checked so far.
    if (report.has_errors()) return report.messages();
    for (const auto& [app, check] : contributions<Check>())
        if (is_wanted(check.stage, stages)) check.run(*this, report);
    return report.messages();
}

void Project::start() {
    if (state_->started) return;
    log::set_level(log_level(settings().log_level));
    log::set_format(settings<LogSettings>().format);
    std::map<std::string, log::Level, std::less<>> levels;
    for (const auto& [name, logger] : named_settings<LoggerSettings>()) levels.emplace(name, log_level(logger->level));
    log::set_levels(std::move(levels));
    auto messages = check();
    if (std::any_of(messages.begin(), messages.end(), [](auto& m) { return m.level == CheckLevel::error; }))
        throw StartError(std::move(messages));
    state_->started = true;
    Scope current(*this);
    for (const auto& [app, ready] : contributions<Ready>()) ready.run(*this);
}

void Project::stop() {
    if (!state_->started) return;
    state_->started = false;
    Scope current(*this);
    auto hooks = contributions<Stopped>();
    for (auto hook = hooks.rbegin(); hook != hooks.rend(); ++hook) hook->value.run(*this);
}

}  // namespace portico
