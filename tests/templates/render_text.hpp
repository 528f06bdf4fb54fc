#pragma once
#include <memory>
#include <string>

#include <portico/templates/engine.hpp>

namespace portico::templates {

/// An engine over these templates.
inline Engine engine_of(std::map<std::string, std::string, std::less<>> sources, EngineOptions options = {}) {
    std::vector<std::shared_ptr<const Loader>> loaders{std::make_shared<MapLoader>(std::move(sources))};
    return Engine(std::move(loaders), std::move(options));
}

inline std::string render_text(std::string_view source, const Context& context = {}) {
    return engine_of({}).render_text(source, context);
}

} // namespace portico::templates
