// One middleware around one view.
#pragma once
#include <functional>
#include <string>
#include <utility>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {

inline Response run(const Middleware& middleware, Request& request, std::function<Response(Request&)> view) {
    return Pipeline({middleware}, std::move(view))(request);
}

inline Response run(const Middleware& middleware, RequestData data, std::function<Response(Request&)> view) {
    Request request(std::move(data));
    return run(middleware, request, std::move(view));
}

inline Response ok(Request&) { return Response("ok"); }

} // namespace portico
