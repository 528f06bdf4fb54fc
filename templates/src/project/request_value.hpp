#pragma once
#include <portico/base/value.hpp>
#include <portico/http/request.hpp>
#include <portico/templates/context.hpp>

namespace portico::templates {

/// The request as templates see it: method, path, GET, POST, COOKIES, headers … and under their names the
/// variables of the context processors ({{ request.user }}).
class RequestValue : public Dynamic {
public:
    RequestValue(Request& request, const Context& shared) : request_(request), shared_(shared) {}
    std::optional<Value> attribute(std::string_view name) const override;
    std::string str() const override;

private:
    Request& request_;
    const Context& shared_;
};

} // namespace portico::templates
