#pragma once
#include <functional>

namespace portico {

class Project;

/// A contribution: what an app does around each test case. The ORM opens a transaction and rolls it back.
///
///     App("orm").with(TestHook{.set_up = begin, .tear_down = roll_back})
///
/// `prepare` runs once for each project, before the first test: there a database for tests is made.
/// `tear_down` runs in the reverse order of installation, also after a failed test.
struct TestHook {
    std::function<void(Project&)> prepare{};
    std::function<void(Project&)> set_up{};
    std::function<void(Project&)> tear_down{};
};

/// Runs the hooks of one project around one test while it lives.
class TestScope {
public:
    explicit TestScope(Project& project);
    ~TestScope();
    TestScope(const TestScope&) = delete;
    TestScope& operator=(const TestScope&) = delete;

private:
    Project& project_;
    std::size_t entered_ = 0;  // hooks whose set_up ended well
};

}  // namespace portico
