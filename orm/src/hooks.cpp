#include "hooks.hpp"

#include <portico/orm/receivers.hpp>
#include <portico/project/project.hpp>

namespace portico::orm::detail {

namespace {

template <class Visit> void each_receiver(const ModelInfo& model, const Visit& visit) {
    visit(model.hooks);
    Project* project = Project::current_or_null();
    if (!project) return;
    for (const auto& [app, receivers] : project->contributions<Receivers>()) {
        if (receivers.watches(*model.type)) visit(receivers.hooks());
    }
}

}  // namespace

bool has_hooks(const ModelInfo& model, Hooks::Moment moment) {
    bool any = false;
    each_receiver(model, [&](const Hooks& hooks) { any = any || !hooks.at(moment).empty(); });
    return any;
}

void call_hooks(const ModelInfo& model, Hooks::Moment moment, void* object, bool created) {
    each_receiver(model, [&](const Hooks& hooks) {
        for (const auto& hook : hooks.at(moment)) hook(object, created);
    });
}

}  // namespace portico::orm::detail
