#include "answer.hpp"

#include <charconv>

#include <portico/base/log.hpp>
#include <portico/base/text.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/http/caching.hpp>

#include "connection.hpp"
#include "file_body.hpp"
#include "web_socket.hpp"
#include "worker.hpp"

namespace portico::http {
namespace {

constexpr std::size_t copied_body = 16 * 1024;   // a smaller body is copied behind its head
constexpr std::size_t stream_buffer = 16 * 1024;

/// A stream's pieces, as chunks or, for HTTP/1.0, as they are.
class StreamWriter final : public BodyWriter {
public:
    StreamWriter(Connection& connection, bool chunked) : connection_(connection), chunked_(chunked) {}

    void write(std::string_view piece) override {
        if (piece.empty()) return;
        pieces_ += piece;
        if (pieces_.size() >= stream_buffer) flush();
    }
    void flush() override {
        chunk();
        connection_.output().flush();
    }
    /// Without it the client knows that something is missing.
    void end() {
        chunk();
        if (chunked_) connection_.output().text() += "0\r\n\r\n";
    }

private:
    void chunk() {
        if (pieces_.empty()) return;
        std::string& out = connection_.output().text();
        if (chunked_) {
            char size[20];
            out.append(size, std::to_chars(size, size + sizeof size, pieces_.size(), 16).ptr) += "\r\n";
        }
        out += pieces_;
        if (chunked_) out += "\r\n";
        pieces_.clear();
    }

    Connection& connection_;
    bool chunked_;
    std::string pieces_;
};

}  // namespace

Response unexpected_answer(int status, std::string_view message) {
    std::string text = std::to_string(status) + " " + std::string(status_phrase(status)) + "\n";
    if (!message.empty()) text.append(message) += "\n";
    return Response::text(std::move(text), status);
}

void append_refusal(std::string& out, const Refusal& refusal, DateLine& date) {
    Response response = unexpected_answer(refusal.status, refusal.reason);
    append_head(out, response, {.keep_alive = false, .length = response.text().size()}, date);
    out += response.text();
}

bool Answer::head(const Response& response, Framing framing) {
    if (connection_.worker().draining()) connection_.close_after();
    framing.http_1_1 = http_1_1_;
    framing.keep_alive = connection_.keeps();
    std::string& out = connection_.output().text();
    const std::size_t before = out.size();
    try {
        append_head(out, response, framing, connection_.worker().date());
        return true;
    } catch (const std::exception& error) {
        // A cookie with a name that may not be sent, say.
        log::server.error("the answer to " + std::string(request_.method()) + " " + std::string(request_.target()) +
                   " can't be sent: " + error.what());
        out.resize(before);
        connection_.close_after();
        append_refusal(out, {500, "The server met an error. It has been logged."}, connection_.worker().date());
        return false;
    }
}

void Answer::send(Response& response) {
    if (text::ascii_iequals(response.header("Connection"), "close")) connection_.close_after();
    auto& body = response.body();
    if (auto* web_socket = std::get_if<WebSocketBody>(&body)) {
        send_web_socket(response, *web_socket);
    } else if (!response.may_have_body()) {
        head(response, {});
    } else if (auto* text = std::get_if<std::string>(&body)) {
        send_text(response, *text);
    } else if (response.is_file()) {
        send_file(response);
    } else if (auto* stream = std::get_if<StreamBody>(&body)) {
        send_stream(response, *stream);
    }
}

void Answer::send_web_socket(const Response& response, const WebSocketBody& body) {
    if (auto refusal = judge_web_socket(request_, connection_.worker().options())) {
        Response refused = unexpected_answer(refusal->status, refusal->reason);
        if (refusal->status == 426) refused.set("Upgrade", "websocket");
        if (refusal->status == 400) refused.set("Sec-WebSocket-Version", "13");
        return send_text(refused, std::string(refused.text()));
    }
    run_web_socket(connection_, request_, response, body);
}

void Answer::send_text(Response& response, const std::string& text) {
    if (response.status() == 200 && response.header("Accept-Ranges") == "bytes") {
        send_selection(select(request_, response, text.size()), response,
                       [&](const ByteRange& part) { connection_.output().flush(std::string_view(text).substr(part.first, part.size)); });
        return;
    }
    if (!head(response, {.length = text.size()}) || head_only()) return;
    if (text.size() <= copied_body) {
        connection_.output().text() += text;
    } else {
        connection_.output().flush(text);
    }
}

template <class Send> void Answer::send_selection(const Selection& selection, const Response& response, Send send) {
    if (!head(response, {.length = selection.length()}) || head_only()) return;
    for (const auto& part : selection.parts) {
        connection_.output().text() += part.before;
        send(part.bytes);
    }
    connection_.output().text() += selection.end;
}

void Answer::send_stream(const Response& response, StreamBody& body) {
    if (!http_1_1_) connection_.close_after();
    if (!head(response, {.chunked = http_1_1_}) || head_only()) return;
    StreamWriter writer(connection_, http_1_1_);
    try {
        if (body.write) body.write(writer);
        writer.end();
    } catch (const std::exception& error) {
        connection_.close_after();
        log::server.error(std::string("a streamed response broke off: ") + error.what());
    }
}

void Answer::send_file(Response& response) {
    OpenFile file(std::get<FileBody>(response.body()).path);
    if (!file) {
        log::server.warning("the file of a response can't be opened: \"" + std::get<FileBody>(response.body()).path.string() + "\"");
        Response missing = unexpected_answer(404, "");
        return send_text(missing, std::string(missing.text()));
    }
    response.headers().set_default("Last-Modified", http_date(file.modified()));
    response.headers().set_default("Accept-Ranges", "bytes");
    const int judged = conditional(request_, {.etag = std::string(response.header("ETag")), .last_modified = file.modified()}, Response("")).status();
    if (response.status() == 200 && judged != 200) {
        response.set_status(judged).set_body("");
        response.headers().remove("Content-Type");
        if (!response.may_have_body()) return void(head(response, {}));
        return send_text(response, std::string());
    }
    send_selection(select(request_, response, file.size()), response,
                   [&](const ByteRange& part) { connection_.output().send_file(file.handle(), part.first, part.size); });
}

}  // namespace portico::http
