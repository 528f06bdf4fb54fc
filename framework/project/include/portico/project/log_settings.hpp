/// The section [log] of settings.toml; the least that is logged is `log_level`.
///
///     [production.log]
///     format = "json"
#pragma once
#include <portico/base/describe.hpp>
#include <portico/base/log.hpp>

namespace portico {

struct LogSettings {
    log::Format format = log::Format::pretty;  // for people; logfmt and json for what collects logs

    static void describe(Describe<LogSettings>& log) {
        log.field(&LogSettings::format).help_text("pretty for people; logfmt or json for what collects logs");
    }
};

}  // namespace portico
