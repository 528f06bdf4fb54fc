/// Programs that migrate: processes of their own.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include <portico/orm/databases.hpp>

#include "../testing/piped_process.hpp"

namespace portico::migrations::test {

/// One that gives up early.
inline orm::DatabaseSettings impatient(const std::string& url = {}) {
    orm::DatabaseSettings settings{.timeout = std::chrono::milliseconds(100)};
    if (!url.empty()) settings.url = url;
    return settings;
}

/// A process that applies a migration "0002_code" to a blog's database, by its input and output: see migrating_process.cpp.
class MigratingProcess : public portico::test::PipedProcess {
public:
    MigratingProcess(const std::string& url, const std::string& migration)
        : PipedProcess({"/proc/self/exe", "--gtest_also_run_disabled_tests", "--gtest_filter=ProcessThatMigrates.*", "--gtest_brief=1"},
                       {"PORTICO_TEST_MIGRATE=" + url, "PORTICO_TEST_MIGRATION=" + migration}) {}
    /// Reads until it has said that; false where it ends without.
    bool says(const std::string& what) {
        while (const auto said = line())
            if (*said == what) return true;
        return false;
    }
    void go_on() { ASSERT_TRUE(write("\n")); }
};

}  // namespace portico::migrations::test
