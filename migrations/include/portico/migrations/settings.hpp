/// The section `[migrations]` of settings.toml.
///
///     [migrations]
///     lock_timeout = "2s"
///     safe = true
#pragma once
#include <chrono>

namespace portico::migrations {

struct MigrationSettings {
    /// PostgreSQL: so long `migrate` waits for a lock, and so long those wait at most who come after it.
    std::chrono::microseconds lock_timeout{5'000'000};
    /// So often it tries, with a longer pause each time.
    int lock_attempts = 5;
    /// `makemigrations` writes what nobody has to wait for as with --safe.
    bool safe = false;
};

}  // namespace portico::migrations
