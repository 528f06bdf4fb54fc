/// The fixture of a site's tests. Each test is isolated by what apps contribute (the ORM: a transaction that
/// is rolled back).
///
///     class BlogTest : public TestCase {
///     protected:
///         BlogTest() : TestCase(project()) {}
///         static Project& project() {
///             static Project project({.settings = {{"database.url", "sqlite::memory:"}}});
///             static const bool installed = (project.install(auth::app()), project.install(blog()), true);
///             return project;
///         }
///         Author ann = Author::objects.create({.name = "Ann"});      // rolled back too
///     };
///
///     TEST_F(BlogTest, shows_the_front_page) { EXPECT_EQ(client.get("/").status(), 200); }
///
/// One project serves all tests of a program: it is started, and its databases are made, once.
#pragma once
#include <gtest/gtest.h>

#include <portico/project/project.hpp>
#include <portico/testing/client.hpp>
#include <portico/testing/test_hook.hpp>

namespace portico {

class TestCase : public ::testing::Test {
protected:
    explicit TestCase(Project& project)
        : current_((project.start(), project)), scope_(project), client(project) {}

private:
    Project::Scope current_;
    TestScope scope_;

protected:
    TestClient client;
};

}  // namespace portico
