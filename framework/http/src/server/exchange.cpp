#include "exchange.hpp"

#include <portico/base/log.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/http/http_error.hpp>

#include "answer.hpp"
#include "worker.hpp"

namespace portico::http {

Exchange::Exchange(Connection& connection)
    : connection_(connection), parser_(connection.worker().options(), data_) {}

void Exchange::run() {
    Input& input = connection_.input();
    std::size_t head = parser_.parse_head(input.pending());
    if (parser_.refusal()) {
        connection_.close_after();
        append_refusal(connection_.output().text(), *parser_.refusal(), connection_.worker().date());
        return;
    }
    input.consume(head);
    data_.remote_address = connection_.remote_address();
    data_.limits = &connection_.worker().options().limits;
    if (parser_.has_body()) data_.source = this, connection_.body_begins();
    if (!parser_.keep_alive()) connection_.close_after();

    Request request(std::move(data_));
    Response response = call_handler(request);
    skip_body();
    Answer(connection_, request, parser_.http_1_1()).send(response);
}

Response Exchange::call_handler(Request& request) {
    if (request.target() == "*") return Response::empty().set("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    Worker::InWork in_work(connection_.worker());
    if (!in_work) return unexpected_answer(503, "The server has too much to do just now.").set("Retry-After", "1");
    connection_.handler_begins();
    try {
        Response response = connection_.worker().handler()(request);
        connection_.handler_ends();
        return response;
    } catch (const fibers::Cancelled&) {
        connection_.handler_ends();
        if (connection_.lost()) throw;
        return cut_off(request);
    } catch (const HttpError& error) {
        connection_.handler_ends();
        Response response = unexpected_answer(error.status(), error.public_message());
        for (auto [name, value] : error.headers()) response.headers().set(name, value);
        return response;
    } catch (const std::exception& error) {
        connection_.handler_ends();
        log::server.error("unhandled exception in " + std::string(request.method()) + " " + std::string(request.target()) +
                   ": " + error.what());
    } catch (...) {
        connection_.handler_ends();
        log::server.error("unhandled exception in " + std::string(request.method()) + " " + std::string(request.target()) +
                   ", not a std::exception");
    }
    return unexpected_answer(500, "The server met an error. It has been logged.");
}

/// No middleware sees this answer: what they would have told of it is told here.
Response Exchange::cut_off(const Request& request) {
    connection_.close_after();
    const bool late = connection_.request_timed_out();
    const std::string_view target = request.target();
    log::server.warning("503 " + std::string(request.method()) + " " + std::string(target.substr(0, target.find('?'))) +
                        (request.id().empty() ? "" : " (request " + request.id() + ")") +
                        (late ? ": cancelled after server.request_timeout" : ": cancelled, since the server is stopping"));
    Response response = unexpected_answer(503, late ? "This took too long." : "The server is stopping.");
    if (!request.id().empty()) response.set("X-Request-ID", request.id());
    return response;
}

std::optional<std::uint64_t> Exchange::size() const { return parser_.length(); }

std::string_view Exchange::read() {
    Input& input = connection_.input();
    input.consume(std::exchange(held_, 0));
    if (parser_.expects_continue() && !std::exchange(continued_, true) && input.empty()) {
        connection_.output().text() += "HTTP/1.1 100 Continue\r\n\r\n";
        connection_.output().flush();
    }
    while (!parser_.is_done()) {
        auto step = parser_.parse_body(input.pending());
        if (step.refusal) {
            connection_.close_after();
            throw HttpError(step.refusal->status, step.refusal->reason);
        }
        if (!step.piece.empty()) {
            held_ = step.used;
            return step.piece;
        }
        input.consume(step.used);
        if (parser_.is_done() || (!step.need_more && !input.empty())) continue;
        bool stuck = input.size() > connection_.worker().options().head;  // a chunk's extensions without end
        if (stuck || !connection_.receive()) {
            connection_.close_after();
            throw BadRequest("The request's body broke off.");
        }
    }
    return {};
}

// What has arrived of a body that nobody read is dropped; if there is more to come, the connection ends instead.
void Exchange::skip_body() {
    Input& input = connection_.input();
    input.consume(std::exchange(held_, 0));
    while (parser_.has_body() && !parser_.is_done()) {
        auto step = parser_.parse_body(input.pending());
        input.consume(step.used);
        if (step.refusal || step.need_more || input.empty()) break;
    }
    if (parser_.has_body() && !parser_.is_done()) connection_.close_after();
}

}  // namespace portico::http
