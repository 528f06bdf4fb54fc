#include <portico/testing/test_hook.hpp>

#include <memory>

#include <portico/cache/app.hpp>
#include <portico/cache/memory.hpp>
#include <portico/mail/send.hpp>
#include <portico/project/project.hpp>

namespace portico {

namespace {

/// In the project's services: the hooks' `prepare` has run.
struct Prepared {};

/// What one test has kept the next must not find. Tables are rolled back by themselves.
void clear_memory_caches(Project& project) {
    auto* caches = project.find<cache::Caches>();
    if (!caches) return;
    for (const auto& [name, cache] : caches->all())
        if (dynamic_cast<cache::Memory*>(&cache.backend())) cache.clear();
}

}  // namespace

TestScope::TestScope(Project& project) : project_(project) {
    mail::clear_outbox();
    clear_memory_caches(project);
    auto hooks = project.contributions<TestHook>();
    if (!project.find<Prepared>()) {
        for (const auto& [app, hook] : hooks)
            if (hook.prepare) hook.prepare(project);
        project.provide(std::make_shared<Prepared>());
    }
    try {
        for (const auto& [app, hook] : hooks) {
            if (hook.set_up) hook.set_up(project);
            ++entered_;
        }
    } catch (...) {
        while (entered_ > 0)
            if (const TestHook& hook = hooks[--entered_].value; hook.tear_down) hook.tear_down(project);
        throw;
    }
}

TestScope::~TestScope() {
    auto hooks = project_.contributions<TestHook>();
    while (entered_ > 0)
        if (const TestHook& hook = hooks[--entered_].value; hook.tear_down) hook.tear_down(project_);
}

}  // namespace portico
