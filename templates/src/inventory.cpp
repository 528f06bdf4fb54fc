#include <portico/templates/inventory.hpp>

#include "registry.hpp"

namespace portico::templates {

namespace {

template <class Visit> void each_library(const Engine& engine, Visit visit) {
    const auto& registry = engine.registry();
    visit(std::string(), registry.builtins());
    for (const auto& name : registry.library_names()) visit(name, *registry.find(name));
}

} // namespace

std::vector<RegisteredTag> tags_of(const Engine& engine) {
    std::vector<RegisteredTag> all;
    each_library(engine, [&all](const std::string& library, const TagLibrary& content) {
        for (const auto& [name, compiler] : content.tags) all.push_back({library, name});
    });
    return all;
}

std::vector<RegisteredFilter> filters_of(const Engine& engine) {
    std::vector<RegisteredFilter> all;
    each_library(engine, [&all](const std::string& library, const TagLibrary& content) {
        for (const auto& [name, filter] : content.filters) {
            all.push_back({library, name, filter->argument != TakesArgument::no,
                           filter->argument == TakesArgument::yes, filter->keeps_safe});
        }
    });
    return all;
}

} // namespace portico::templates
