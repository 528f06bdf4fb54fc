/// Typed endpoints: a handler's signature says what the request must hold and what the answer is; validation, errors and the OpenAPI
/// document follow from it.
///
///     App("blog").with(api::router("api/posts/")
///                          .get<list_posts>("")
///                          .post<create_post>("").summary("Write a post")
///                          .get<get_post>("<int:id>/"));
///
/// Everything wrong with a request comes back at once, as a 422 in FastAPI's form. Options (`summary`, `tags`, `name` …) are about the
/// endpoint before them. A pattern whose parameters don't fit the handler's `api::Path<…>` does not compile.
///
/// Endpoints take no CSRF token: a body must be sent as JSON, which a foreign page can't do without asking first (CORS).
///
/// Costly to compile: included by the file that puts the app together.
#pragma once
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <portico/api/handler.hpp>
#include <portico/api/people.hpp>
#include <portico/project/app.hpp>
#include <portico/routing/checked_pattern.hpp>
#include <portico/routing/urls.hpp>

namespace portico::api {

/// What an app contributes: its endpoints as data, for the document.
struct Operations {
    std::vector<Operation> operations{};
    void attach(Project& project);
};

/// Builds the endpoints below one prefix. A contribution made of two: the routes and the operations.
class Router {
public:
    explicit Router(std::string prefix) : prefix_(std::move(prefix)) {}

    template <auto handler> Router&& get(routing::CheckedPattern<handler> pattern) && { return add<handler>("GET", pattern.text()); }
    template <auto handler> Router&& post(routing::CheckedPattern<handler> pattern) && { return add<handler>("POST", pattern.text()); }
    template <auto handler> Router&& put(routing::CheckedPattern<handler> pattern) && { return add<handler>("PUT", pattern.text()); }
    template <auto handler> Router&& patch(routing::CheckedPattern<handler> pattern) && { return add<handler>("PATCH", pattern.text()); }
    template <auto handler> Router&& delete_(routing::CheckedPattern<handler> pattern) && {
        return add<handler>("DELETE", pattern.text());
    }

    // About the endpoint before:
    Router&& summary(std::string text) &&;
    Router&& description(std::string text) &&;
    Router&& operation_id(std::string id) &&;
    Router&& tags(std::vector<std::string> tags) &&;
    Router&& deprecated() &&;
    Router&& hide() &&;                       // not in the document
    Router&& name(std::string route_name) &&; // for reverse(); default: the function's name with "-" for "_"

    void contribute(App& app) const;

private:
    using HandlerCall = Response (*)(Request&, const Operation&);
    struct Entry {
        Operation operation{};
        HandlerCall call = nullptr;
        std::string name{};
    };

    template <auto handler> Router&& add(std::string method, std::string_view pattern) {
        Operation operation;
        operation.method = std::move(method);
        operation.pattern = prefix_ + std::string(pattern);
        operation.function = detail::function_name<handler>();
        detail::Handler<handler>::describe(operation);
        return add(std::move(operation), &detail::Handler<handler>::call);
    }
    Router&& add(Operation operation, HandlerCall call);
    Entry& last();

    std::string prefix_;
    std::vector<Entry> entries_;
};

inline Router router(std::string prefix = "") { return Router(std::move(prefix)); }

}  // namespace portico::api
