/// One endpoint as data: what it takes, what it gives, what the OpenAPI document says of it.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/type_info.hpp>

namespace portico::api {

enum class In { path, query, header, cookie };

/// "path", "query" …: as the document and the errors' `loc` call it.
std::string_view name_of(In in);

/// A parameter outside the body.
struct ParameterInfo {
    In in = In::query;
    std::string name{};                // as clients write it
    const FieldType* type = nullptr;
    const FieldInfo* field = nullptr;  // its constraints, when it is a field of a struct
    bool required = true;
    std::size_t offset = 0;            // of the field in its struct; 0 for a parameter of its own
};

/// Who may call: a token's user, or a session's too.
struct Security {
    bool session = true;
    bool optional = false;               // nobody may, too
    std::vector<std::string> scopes{};   // that the token needs
};

struct Operation {
    std::string method{};              // "GET"
    std::string pattern{};             // "api/posts/<int:id>/"
    std::string function{};            // "get_post"
    std::string summary{};             // default: "Get Post"
    std::string description{};
    std::string operation_id{};        // default: function, path and method, as FastAPI makes it
    std::vector<std::string> tags{};
    bool deprecated = false;
    bool in_schema = true;
    std::vector<ParameterInfo> parameters{};
    const FieldType* body = nullptr;
    std::size_t path_parameters = 0;   // how many of the pattern's are bound already, while the operation is built

    int status = 200;
    const FieldType* answer = nullptr;  // null: no JSON body
    bool may_be_missing = false;        // 404 is one of its answers
    std::optional<Security> security{};  // nothing: it doesn't ask

    /// "/api/posts/{id}/"
    std::string path() const;
    /// The pattern's parameters: name and converter.
    struct PathParameter {
        std::string name{}, converter{};
    };
    std::vector<PathParameter> path_parameter_names() const;
};

}  // namespace portico::api
