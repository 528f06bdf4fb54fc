#include <portico/middleware/errors.hpp>

#include <portico/base/json.hpp>
#include <portico/base/log.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/http/http_error.hpp>
#include <portico/middleware/security_headers.hpp>
#include <portico/project/project.hpp>

#include "debug_page.hpp"
#include "page.hpp"
#include "shown_target.hpp"

namespace portico {
namespace {

using middleware::Cause;

/// What is said to people where the error brings no words of its own.
/// For who asks again by itself, where nothing else is said of the time that a 503 may last.
constexpr std::string_view retry_after = "5";

std::string_view words_for(int status) {
    switch (status) {
    case 400:
        return "The request could not be understood.";
    case 403:
        return "You may not do this.";
    case 404:
        return "There is nothing at this address.";
    case 405:
        return "This address does not take that method.";
    case 413:
        return "What was sent is too large.";
    case 429:
        return "Too many requests. Try again in a while.";
    case 503:
        return "The site is busy or being worked on. Try again in a while.";
    default:
        return status >= 500 ? "Something went wrong here. It has been noted." : "The request failed.";
    }
}

bool wants_json(const Request& request) {
    auto best = request.preferred_type({"text/html", "application/json"});
    if (best == "application/json") return true;
    bool asks_for_html = request.header("Accept").find("html") != std::string_view::npos;
    return !asks_for_html && request.content_type() == "application/json";
}

Response json_response(int status, std::string_view message, const std::string& request_id,
                       const std::vector<Cause>* causes) {
    Map answer{{"detail", std::string(message.empty() ? status_phrase(status) : message)}};
    if (status >= 500 && !request_id.empty()) answer.append("request_id", request_id);
    if (causes) {
        List list;
        for (const Cause& cause : *causes)
            list.push_back(Map{{"type", cause.type}, {"message", cause.message}, {"hint", cause.hint}});
        answer.append("debug", std::move(list));
    }
    return Response::json(to_json(Value(std::move(answer))), status);
}

void log_error(const Request& request, int status, const std::vector<Cause>& causes) {
    std::string line =
        std::to_string(status) + " " + std::string(request.method()) + " " + middleware::shown_target(request);
    for (const Cause& cause : causes) {
        line += (&cause == &causes.front() ? ": " : "; caused by ") + cause.type + ": " + cause.message;
        if (!cause.hint.empty()) line += " (" + cause.hint + ")";
    }
    bool expected = status == 404 || status == 405;
    log::errors.write(status >= 500 ? log::Level::error : expected ? log::Level::debug : log::Level::warning, line);
}

std::optional<Response> own_page(const Project& project, Request& request, int status,
                                 std::string_view message) {
    auto pages = project.contributions<ErrorPage>();
    for (auto page = pages.rbegin(); page != pages.rend(); ++page) {
        try {
            if (auto response = page->value.make(request, status, message)) return response;
        } catch (const std::exception& error) {
            log::errors.error("the page for status " + std::to_string(status) + " of app \"" + page->app.label +
                       "\" failed: " + error.what());
        }
    }
    return std::nullopt;
}

/// The answer in debug mode or not, HTML or JSON. `error` is null for what is no HttpError.
Response answer(const Project& project, Request& request, int status, const HttpError* error,
                const std::vector<Cause>& causes, const Stack& stack = {}) {
    log_error(request, status, causes);
    bool debug = project.settings().debug;
    std::string_view message = error ? std::string_view(error->public_message()) : std::string_view();
    if (wants_json(request)) return json_response(status, message, request.id(), debug ? &causes : nullptr);
    if (debug && status == 404 && error)
        return Response(middleware::not_found_page(request, project, *error), status);
    if (debug) return Response(middleware::debug_page(request, project, status, causes, stack), status);
    if (auto page = own_page(project, request, status, message)) return *std::move(page);
    return error_response(request, status, message);
}

Response handle(const Project& project, Request& request, Next next) {
    if (project.settings().debug) keep_thrown_stacks(true);
    try {
        return next(request);
    } catch (const HttpError& error) {
        Response response = answer(project, request, error.status(), &error, middleware::causes_of(error));
        for (auto [name, value] : error.headers()) response.set(name, value);
        return response;
    } catch (const std::exception& error) {
        const int status = project.status_of(error).value_or(500);
        Response response = answer(project, request, status, nullptr, middleware::causes_of(error), Stack::of(error));
        if (status == 503) response.headers().set_default("Retry-After", retry_after);
        return response;
    } catch (const fibers::Cancelled&) {
        throw;
    } catch (...) {
        return answer(project, request, 500, nullptr,
                      {{"an exception that is no std::exception", "unknown", ""}});
    }
}

} // namespace

Response error_response(Request& request, int status, std::string_view message) {
    if (wants_json(request)) return json_response(status, message, request.id(), nullptr);
    std::string phrase(status_phrase(status));
    std::string body = "<main class=\"short\">" + middleware::element("p", std::to_string(status), "status") +
                       middleware::element("h1", phrase) +
                       middleware::element("p", message.empty() ? words_for(status) : message);
    if (status >= 500 && !request.id().empty())
        body += middleware::element("p", "If you report this, name the number " + request.id() + ".", "soft");
    body += "<p><a href=\"/\">To the start page</a></p></main>";
    return Response(middleware::html_page(std::to_string(status) + " " + phrase, csp_nonce(request), body),
                    status);
}

Middleware errors(const Project& project) {
    return {"errors", [&project](Request& request, Next next) { return handle(project, request, next); }};
}

} // namespace portico
