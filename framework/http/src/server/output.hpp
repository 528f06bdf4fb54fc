#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "socket.hpp"

namespace portico::http {

class Connection;

/// What is to be sent. Gathers answers and writes them with as few calls as can be; waits when the client is slow.
/// Once the client is gone everything is dropped, and the fiber that serves it is cancelled.
class Output {
public:
    explicit Output(Connection& connection) : connection_(connection) {}

    /// The buffer, to append to.
    std::string& text() noexcept { return text_; }
    std::size_t pending() const noexcept { return text_.size() - sent_; }

    /// Sends the buffer, and `rest` behind it. On a fiber.
    void flush(std::string_view rest = {});
    /// Sends the buffer and then bytes of a file. On a fiber.
    void send_file(int file, std::uint64_t offset, std::uint64_t size);
    /// Sends as much as goes without waiting.
    void try_flush();

private:
    bool send_some(std::string_view& rest);
    void done() noexcept;

    Connection& connection_;
    std::string text_;
    std::size_t sent_ = 0;
};

}  // namespace portico::http
