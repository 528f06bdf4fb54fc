#include "migrating_process.hpp"

#include <cstdlib>

#include "blog_database.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// What a MigratingProcess does. The code "wait" says "inside", and waits for a line.
TEST(ProcessThatMigrates, DISABLED_AppliesAMigrationThatWaits) {
    const char* url = std::getenv("PORTICO_TEST_MIGRATE");
    ASSERT_NE(url, nullptr);
    auto say = [](const std::string& what) { ASSERT_EQ(::write(STDOUT_FILENO, (what + "\n").data(), what.size() + 1), static_cast<ssize_t>(what.size() + 1)); };
    const Code code{"wait", [&](CodeContext& context) {
                        context.database.execute({"INSERT INTO blog_tag (name) VALUES ('made')", {}});
                        say("inside");
                        char line = 0;
                        ASSERT_EQ(::read(STDIN_FILENO, &line, 1), 1);
                    }};
    orm::Databases databases;
    databases.add("default", impatient(url));
    orm::UseDatabases use(databases);
    MigrationSet set = set_for(blog());
    set = with(set, {parse_migration(std::getenv("PORTICO_TEST_MIGRATION"), "blog", "0002_code", "0002_code.json")});
    Executor executor(databases.connection(), set, {{"blog", {code}}});
    executor.run(executor.plan(), {.lock_timeout = 100ms, .lock_attempts = 100'000, .tell = [&](const std::string&) { say("waiting"); }});
    say("done");
}

}  // namespace
}  // namespace portico::migrations
