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
#include <map>
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

/// A part of what is logged, with a level of its own where the settings give it one ([loggers.orders] level = "debug"):
///
///     inline constexpr log::Logger orders{"orders"};
///     orders.info("order 17 was paid");
///     App("shop").with(orders)            // so that a mistyped name in the settings is told
///
/// In logfmt and JSON its name is the field `logger`.
class Logger {
public:
    constexpr explicit Logger(const char* name) : name_(name) {}
    constexpr std::string_view name() const { return name_; }

    bool enabled(Level level) const;
    void write(Level level, std::string_view message, std::initializer_list<Field> fields = {}) const;
    void debug(std::string_view message) const { write(Level::debug, message); }
    void info(std::string_view message) const { write(Level::info, message); }
    void warning(std::string_view message) const { write(Level::warning, message); }
    void error(std::string_view message) const { write(Level::error, message); }

private:
    const char* name_;
};

/// Those of Portico: a line for each request; what went wrong in views; connections and statements; sockets, workers and restarts.
inline constexpr Logger access{"access"}, errors{"errors"}, database{"database"}, server{"server"};

/// The levels of loggers by name, of the whole process and all at once; others have that of `set_level`.
void set_levels(std::map<std::string, Level, std::less<>> levels);

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
