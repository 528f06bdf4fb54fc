/// One logger for the program: a line with a time, a level, the request's id and the message.
///
///     log::info("listening on http://{}:{}", host, port)     // no: formatting stays out of headers, so
///     log::info("listening on " + address);
///
/// For people as above, for what collects logs as logfmt or JSON, a line each:
///
///     ts=2026-11-22T08:00:00.123Z level=info request_id=4f1c… msg="GET /posts/ 200 …" method=GET status=200
#pragma once
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace portico::log {

enum class Level { debug, info, warning, error };

void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);
void write(Level level, std::string_view message);

/// A value of a line that logfmt and JSON have as a field of its own; a number is written as one in JSON.
struct Field {
    std::string_view name{};
    std::string_view value{};
    bool is_number = false;
};
/// `message` says all of it to people; the fields say it again to programs.
void write(Level level, std::string_view message, std::initializer_list<Field> fields);

enum class Format { pretty, logfmt, json };
/// Of the whole process.
void set_format(Format format);

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

/// Text put before each message, or the field `request_id`: the current request's id. Set by the request-id middleware's room.
void set_context(std::function<std::string()> context);

}  // namespace portico::log
