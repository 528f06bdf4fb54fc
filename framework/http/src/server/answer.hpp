#pragma once
#include <string>
#include <string_view>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

#include "head_parser.hpp"
#include "ranges.hpp"
#include "response_head.hpp"

namespace portico::http {

class Connection;

/// Puts a response on the wire: text, a file or a stream. On the connection's fiber.
class Answer {
public:
    Answer(Connection& connection, const Request& request, bool http_1_1)
        : connection_(connection), request_(request), http_1_1_(http_1_1) {}
    void send(Response& response);

private:
    void send_text(Response& response, const std::string& text);
    template <class Send> void send_selection(const Selection& selection, const Response& response, Send send);
    void send_file(Response& response);
    void send_stream(const Response& response, StreamBody& body);
    void send_web_socket(const Response& response, const WebSocketBody& body);
    bool head_only() const noexcept { return request_.method() == "HEAD"; }
    /// False when the response can't be sent; then a 500 was put in its place.
    bool head(const Response& response, Framing framing);

    Connection& connection_;
    const Request& request_;
    bool http_1_1_;
};

/// The plain answer to what no handler answered.
Response unexpected_answer(int status, std::string_view message);

/// A whole answer, after which the connection is closed.
void append_refusal(std::string& out, const Refusal& refusal, DateLine& date);

}  // namespace portico::http
