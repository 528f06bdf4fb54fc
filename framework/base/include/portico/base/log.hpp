/// One logger for the program: a line with a time, a level, the request's id and the message.
///
///     log::info("listening on http://{}:{}", host, port)     // no: formatting stays out of headers, so
///     log::info("listening on " + address);
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace portico::log {

enum class Level { debug, info, warning, error };

void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);
void write(Level level, std::string_view message);

void set_level(Level level);
bool enabled(Level level);
/// Where lines go; default: standard error, coloured on a terminal. Tests capture them here. Returns the one before.
using Sink = std::function<void(Level, std::string_view message)>;
Sink set_sink(Sink sink);

/// While it lives, lines go to `lines` of this object instead (for tests).
class Capture {
public:
    Capture();
    ~Capture();
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    std::string text() const;

private:
    struct State;
    State* state_;
    Sink before_;
};

/// Text put before each message: the current request's id. Set by the request-id middleware's room.
void set_context(std::function<std::string()> context);

}  // namespace portico::log
