#include <portico/api/operation.hpp>

#include <portico/routing/pattern.hpp>

namespace portico::api {

std::string_view name_of(In in) {
    switch (in) {
        case In::path: return "path";
        case In::query: return "query";
        case In::header: return "header";
        case In::cookie: break;
    }
    return "cookie";
}

std::string Operation::path() const {
    std::string path = "/";
    for (const auto& piece : routing::Pattern::parse(pattern)) {
        path += piece.is_parameter() ? "{" + std::string(piece.name) + "}" : std::string(piece.literal);
    }
    return path;
}

std::vector<Operation::PathParameter> Operation::path_parameter_names() const {
    std::vector<PathParameter> found;
    for (const auto& piece : routing::Pattern::parse(pattern)) {
        if (piece.is_parameter()) found.push_back({std::string(piece.name), std::string(piece.converter)});
    }
    return found;
}

}  // namespace portico::api
