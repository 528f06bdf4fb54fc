#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/http/response.hpp>

namespace portico::http {

/// "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", made once a second. One a thread.
class DateLine {
public:
    std::string_view now();

private:
    std::int64_t second_ = -1;
    std::string line_;
};

/// What the connection, not the response, decides about an answer's head.
struct Framing {
    bool keep_alive = true;
    bool http_1_1 = true;
    bool chunked = false;
    std::optional<std::uint64_t> length{};  // Content-Length
};

/// Appends status line, headers and the empty line. Headers of the response that `framing` decides are left out.
void append_head(std::string& out, const Response& response, const Framing& framing, DateLine& date);

}  // namespace portico::http
