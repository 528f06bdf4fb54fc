#include "program.hpp"

#include <portico/base/log.hpp>

namespace project_tests {

constexpr log::Logger orders{"orders"};

class LoggersTest : public Program {
protected:
    ~LoggersTest() override {
        log::set_levels({});
        log::set_level(log::Level::info);
        log::set_format(log::Format::pretty);
    }
    /// A project that has begun, with this settings.toml.
    std::unique_ptr<Project> begun(const std::string& toml) {
        folder.write("settings.toml", toml);
        auto project = start();
        project->install(App("shop").with(orders));
        project->start();
        return project;
    }
    static std::string said(void (*say)()) {
        log::Capture capture;
        say();
        return capture.text();
    }
};

TEST_F(LoggersTest, HaveTheLevelOfAllUntilToldOtherwise) {
    auto project = begun("log_level = \"warning\"");
    EXPECT_EQ(said([] { orders.info("paid"), orders.warning("late"), log::info("nothing"); }), "late\n");
}

TEST_F(LoggersTest, OneMayTellMoreThanTheOthers) {
    auto project = begun("log_level = \"warning\"\n[loggers.orders]\nlevel = \"debug\"");
    EXPECT_EQ(said([] { orders.debug("paid"), log::database.info("asked"), log::info("nothing"); }), "paid\n");
    EXPECT_TRUE(orders.enabled(log::Level::debug));
    EXPECT_FALSE(log::access.enabled(log::Level::info));
}

TEST_F(LoggersTest, OneMayTellLess) {
    auto project = begun("log_level = \"debug\"\n[loggers.access]\nlevel = \"error\"");
    EXPECT_EQ(said([] { log::access.warning("GET /"), log::access.error("GET /broken"), log::server.debug("one"); }), "GET /broken\none\n");
}

TEST_F(LoggersTest, AProfileHasItsOwn) {
    auto project = begun("[loggers.orders]\nlevel = \"error\"\n[test.loggers.orders]\nlevel = \"info\"");
    EXPECT_TRUE(orders.enabled(log::Level::info));
}

TEST_F(LoggersTest, NameTheirLines) {
    auto project = begun("log_level = \"info\"\n[log]\nformat = \"logfmt\"");
    EXPECT_THAT(said([] { orders.info("paid"); }), HasSubstr(" level=info logger=orders msg=paid"));
    EXPECT_THAT(said([] { log::info("paid"); }), HasSubstr(" level=info msg=paid"));
}

TEST_F(LoggersTest, ThatNobodyHasAreTold) {
    folder.write("settings.toml", "[loggers.acess]\nlevel = \"error\"\n[loggers.orders]\nlevel = \"info\"");
    auto project = start();
    project->install(App("shop").with(orders));
    EXPECT_THAT(problems(*project), AllOf(HasSubstr("log.W001"), HasSubstr("\"acess\""), HasSubstr("did you mean \"access\"?"), Not(HasSubstr("\"orders\""))));
}

TEST_F(LoggersTest, TheVariableOfTheEnvironmentIsNamedAfterTheKey) {
    Variable variable("PORTICO_LOGGERS_ORDERS_LEVEL", "debug");
    auto project = start({.read_environment = true});
    project->install(App("shop").with(orders));
    project->start();
    EXPECT_TRUE(orders.enabled(log::Level::debug));
}

}  // namespace project_tests
