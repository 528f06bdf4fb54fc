/// The section [log] of settings.toml; the least that is logged is `log_level`.
///
///     [production.log]
///     format = "json"
///     [loggers.access]
///     level = "warning"
#pragma once
#include <portico/base/describe.hpp>
#include <portico/base/log.hpp>
#include <portico/project/settings.hpp>

namespace portico {

struct LogSettings {
    log::Format format = log::Format::pretty;  // for people; logfmt and json for what collects logs

    static void describe(Describe<LogSettings>& log) {
        log.field(&LogSettings::format).help_text("pretty for people; logfmt or json for what collects logs");
    }
};

/// A section [loggers.NAME]: access, errors, database, server, or an app's own.
struct LoggerSettings {
    LogLevel level = LogLevel::info;

    static void describe(Describe<LoggerSettings>& logger) {
        logger.field(&LoggerSettings::level).help_text("the least that this part logs: debug, info, warning or error");
    }
};

}  // namespace portico
