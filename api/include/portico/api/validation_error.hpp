/// What was wrong with a request's data: all of it at once, each fault with its place, in the shape that FastAPI gives it.
///
///     {"detail": [{"type": "missing", "loc": ["body", "title"], "msg": "Field required", "input": {}}]}
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/base/value.hpp>

namespace portico::api {

/// One fault. `loc` begins with "path", "query", "header", "cookie" or "body"; then names and indexes.
struct ErrorDetail {
    std::string type{};
    List loc{};
    std::string msg{};
    Value input{};
    Map ctx{};
};

/// Becomes the 422. Endpoints throw it for what only they can know:
///
///     throw api::ValidationError("author", "There is no author with this id.", in->author);
///
/// A rule that the database watches needs no such line: a value that is there already becomes a 409, what breaks a check a 422, both in
/// this shape and with the message of the model.
class ValidationError : public Error {
public:
    explicit ValidationError(std::vector<ErrorDetail> details);
    /// About one field of the body.
    ValidationError(std::string_view field, std::string message, Value input = {});
    const std::vector<ErrorDetail>& details() const noexcept { return details_; }
    /// {"detail": […]}
    std::string json() const;

private:
    std::vector<ErrorDetail> details_;
};

}  // namespace portico::api
