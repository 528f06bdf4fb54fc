/// The OpenAPI 3.1 document of a list of endpoints, laid out as FastAPI lays it out.
#pragma once
#include <string>
#include <vector>

#include <portico/api/operation.hpp>

namespace portico::api {

struct OpenApiInfo {
    std::string title = "API";
    std::string version = "0.1.0";
    std::string description{};
    std::string session_cookie = "sessionid";
};

Value openapi_document(const OpenApiInfo& info, const std::vector<Operation>& operations);

}  // namespace portico::api
