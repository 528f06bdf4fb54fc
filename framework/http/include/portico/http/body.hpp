/// Bodies that come and go in pieces. The server implements both ends on its socket; reading and writing
/// suspend the fiber.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace portico {

/// Where a request's body comes from.
class BodySource {
public:
    virtual ~BodySource() = default;
    /// The next piece, valid until the next call; empty at the end. Throws BadRequest when the body is broken
    /// off or malformed.
    virtual std::string_view read() = 0;
    /// Content-Length; nothing for a chunked body.
    virtual std::optional<std::uint64_t> size() const = 0;
};

/// Where a streamed response's body goes.
class BodyWriter {
public:
    virtual ~BodyWriter() = default;
    /// May be buffered.
    virtual void write(std::string_view piece) = 0;
    /// Sends what is buffered: after an event of an event stream.
    virtual void flush() = 0;
};

} // namespace portico
