// One request, from the server or the test client to the answer.
#include <portico/base/log.hpp>
#include <portico/project/hooks.hpp>

#include "project_state.hpp"

namespace portico {

namespace {

/// What is left of an error when no middleware makes a page of it.
Response plain_answer(int status, std::string_view message, const Headers& headers = {}) {
    std::string text = std::to_string(status) + " " + std::string(status_phrase(status)) + "\n";
    if (!message.empty()) text += std::string(message) + "\n";
    Response answer = Response::text(std::move(text), status);
    for (auto [name, value] : headers) answer.headers().add(name, value);
    return answer;
}

/// What runs after the answer has left here (a stream, a WebSocket) has the same current project.
Response keep_current(Project& project, Response answer) {
    if (auto* stream = std::get_if<StreamBody>(&answer.body())) {
        stream->write = [&project, write = std::move(stream->write)](BodyWriter& out) {
            Project::Scope current(project);
            write(out);
        };
    } else if (auto* socket = std::get_if<WebSocketBody>(&answer.body())) {
        socket->run = [&project, run = std::move(socket->run)](WebSocket& peer) {
            Project::Scope current(project);
            run(peer);
        };
    }
    return answer;
}

/// The limits of the request's route, where it has some of its own.
void apply_limits(const Route& route, Request& request) {
    const auto* limit = route.option<BodyLimit>();
    if (!limit) return;
    RequestLimits& own = request.emplace<RequestLimits>(request.limits());
    own.body = own.upload = limit->bytes;
    request.set_limits(own);
}

}  // namespace

Response Project::handle(Request& request) {
    if (!state_->started) start();
    Scope current(*this);
    try {
        if (const Route* route = state_->routing->router.resolve(request)) apply_limits(*route, request);
        return keep_current(*this, state_->routing->pipeline(request));
    } catch (const HttpError& error) {
        return plain_answer(error.status(), error.public_message(), error.headers());
    } catch (const std::exception& error) {
        if (auto status = status_of(error)) return plain_answer(*status, {});
        log::errors.error(std::string(request.method()) + " " + std::string(request.path()) + ": " + error.what());
        return plain_answer(500, {});
    }
}

std::optional<int> Project::status_of(const std::exception& error) const {
    auto mappings = contributions<ErrorMapping>();
    for (auto mapping = mappings.rbegin(); mapping != mappings.rend(); ++mapping)
        if (mapping->value.matches(error)) return mapping->value.status;
    return std::nullopt;
}

}  // namespace portico
