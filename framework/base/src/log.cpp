#include <portico/base/log.hpp>

#include <atomic>
#include <memory>
#include <mutex>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "log_line.hpp"

namespace portico::log {

namespace {

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: break;
    }
    return spdlog::level::err;
}

constexpr const char* pretty_pattern = "%Y-%m-%d %H:%M:%S.%e %^%-7l%$ %v";

std::shared_ptr<spdlog::logger> make_logger() {
    auto logger = std::make_shared<spdlog::logger>("portico", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    logger->set_pattern(pretty_pattern);
    logger->flush_on(spdlog::level::warn);
    logger->set_level(spdlog::level::trace);  // what is too low is left out before
    return logger;
}

struct State {
    std::shared_ptr<spdlog::logger> logger = make_logger();
    std::mutex mutex{};
    Sink sink{};
    std::function<std::string()> context{};
    Format format = Format::pretty;
    std::map<std::string, Level, std::less<>> levels{};
    std::atomic<Level> level = Level::info;
    std::atomic<bool> has_levels = false;
};

/// The one piece of state that is the process's own and not a project's: a process has one standard error.
State& state() {
    static State the_state;
    return the_state;
}

/// Without a look at the level.
void put(Level level, std::string_view logger, std::string_view message, std::initializer_list<Field> fields) {
    State& s = state();
    Sink sink;
    std::string context;
    Format format{};
    {
        std::lock_guard lock(s.mutex);
        sink = s.sink;
        format = s.format;
        if (s.context) context = s.context();
    }
    const std::string line = formatted(format, level, logger, context, message, {fields.begin(), fields.size()});
    if (sink) return sink(level, line);
    s.logger->log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
    if (enabled(level)) put(level, {}, message, fields);
}

void write(Level level, std::string_view message) { write(level, message, {}); }

bool Logger::enabled(Level level) const {
    State& s = state();
    if (s.has_levels.load(std::memory_order_relaxed)) {
        std::lock_guard lock(s.mutex);
        if (auto own = s.levels.find(std::string_view(name_)); own != s.levels.end()) return level >= own->second;
    }
    return log::enabled(level);
}

void Logger::write(Level level, std::string_view message, std::initializer_list<Field> fields) const {
    if (enabled(level)) put(level, name_, message, fields);
}

void set_levels(std::map<std::string, Level, std::less<>> levels) {
    State& s = state();
    std::lock_guard lock(s.mutex);
    s.has_levels = !levels.empty();
    s.levels = std::move(levels);
}

void set_format(Format format) {
    State& s = state();
    std::lock_guard lock(s.mutex);
    s.format = format;
    s.logger->set_pattern(format == Format::pretty ? pretty_pattern : "%v");
}

void debug(std::string_view message) { write(Level::debug, message); }
void info(std::string_view message) { write(Level::info, message); }
void warning(std::string_view message) { write(Level::warning, message); }
void error(std::string_view message) { write(Level::error, message); }

void set_level(Level level) { state().level.store(level, std::memory_order_relaxed); }
bool enabled(Level level) { return level >= state().level.load(std::memory_order_relaxed); }

Sink set_sink(Sink sink) {
    State& s = state();
    std::lock_guard lock(s.mutex);
    std::swap(s.sink, sink);
    return sink;
}

void set_context(std::function<std::string()> context) {
    State& s = state();
    std::lock_guard lock(s.mutex);
    s.context = std::move(context);
}

struct Capture::State {
    std::mutex mutex{};
    std::string text{};
};

Capture::Capture() : state_(new State) {
    before_ = set_sink([state = state_](Level, std::string_view message) {
        std::lock_guard lock(state->mutex);
        state->text.append(message).append(1, '\n');
    });
}

Capture::~Capture() {
    set_sink(before_);
    delete state_;
}

std::string Capture::text() const {
    std::lock_guard lock(state_->mutex);
    return state_->text;
}

}  // namespace portico::log
