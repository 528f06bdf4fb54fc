#include <portico/api/validation_error.hpp>

#include <portico/base/json.hpp>

namespace portico::api {

ValidationError::ValidationError(std::vector<ErrorDetail> details)
    : Error("the request's data is not valid: " + (details.empty() ? std::string("no details") : details.front().msg)),
      details_(std::move(details)) {}

ValidationError::ValidationError(std::string_view field, std::string message, Value input)
    : ValidationError({ErrorDetail{.type = "value_error",
                                   .loc = {Value("body"), Value(field)},
                                   .msg = std::move(message),
                                   .input = input.owned(),
                                   .ctx = {}}}) {}

std::string ValidationError::json() const {
    List details;
    for (const auto& detail : details_) {
        Map map{{"type", detail.type}, {"loc", Value(detail.loc)}, {"msg", detail.msg}, {"input", detail.input}};
        if (!detail.ctx.empty()) map.append("ctx", Value(detail.ctx));
        details.push_back(Value(std::move(map)));
    }
    return to_json(Value(Map{{"detail", Value(std::move(details))}}));
}

}  // namespace portico::api
