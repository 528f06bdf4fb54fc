#include "registry.hpp"

#include "builtins.hpp"
#include "node.hpp"

namespace portico::templates {

Engine::Registry::Registry(const EngineOptions& options) {
    add(builtins_, default_tags(), default_filters());
    add(builtins_, logic_tags(), {});
    for (const auto& group :
         {text_filters(), html_filters(), list_filters(), number_filters(), date_filters()}) {
        add(builtins_, {}, group);
    }
    add(libraries_["static"], static_tags(), {});
    add(libraries_["tz"], time_zone_tags(), time_zone_filters());
    add(libraries_["l10n"], localization_tags(), localization_filters());
    add(libraries_["i18n"], translation_tags(), translation_filters());
    add(libraries_["cache"], cache_tags(), {});
    add(libraries_["humanize"], {}, humanize_filters());
    for (const auto& custom : options.builtins) add(builtins_, custom);
    for (const auto& custom : options.libraries) add(libraries_[custom.name()], custom);
}

void Engine::Registry::add(TagLibrary& library, std::span<const Tag> tags, std::span<const Filter> filters) {
    for (const Tag& tag : tags) library.tags[std::string(tag.name)] = {&tag, nullptr};
    for (const Filter& filter : filters) library.filters[std::string(filter.name)] = &filter;
}

void Engine::Registry::add(TagLibrary& library, const Library& custom) {
    for (const auto& tag : custom.tags()) library.tags[tag.name] = {nullptr, &tag};
    for (const auto& definition : custom.filters()) {
        auto filter = std::make_unique<Filter>();
        filter->name = definition.name;
        filter->argument = !definition.takes_argument  ? TakesArgument::no
                           : definition.needs_argument ? TakesArgument::yes
                                                       : TakesArgument::optional;
        filter->keeps_safe = definition.keeps_safe;
        filter->custom = &definition;
        library.filters[definition.name] = filter.get();
        custom_filters_.push_back(std::move(filter));
    }
}

const TagLibrary* Engine::Registry::find(std::string_view library) const {
    auto found = libraries_.find(library);
    return found == libraries_.end() ? nullptr : &found->second;
}

std::vector<std::string> Engine::Registry::library_names() const {
    std::vector<std::string> names;
    for (const auto& [name, library] : libraries_) names.push_back(name);
    return names;
}

std::string Engine::Registry::library_with_tag(std::string_view name) const {
    for (const auto& [library_name, library] : libraries_) {
        if (library.tags.find(name) != library.tags.end()) return library_name;
    }
    return {};
}

std::string Engine::Registry::library_with_filter(std::string_view name) const {
    for (const auto& [library_name, library] : libraries_) {
        if (library.filters.find(name) != library.filters.end()) return library_name;
    }
    return {};
}

} // namespace portico::templates
