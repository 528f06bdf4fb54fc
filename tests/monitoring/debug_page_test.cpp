#include "site.hpp"

#include <portico/fibers/event.hpp>
#include <portico/orm/app.hpp>
#include <portico/orm/connection.hpp>
#include <portico/testing/live_server.hpp>

#include "../http/server_client.hpp"

namespace {

using namespace portico;
using portico::test::ask;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

fibers::Event arrived, go_on;

Response waits(Request&) {
    arrived.set();
    go_on.wait();
    return Response("done");
}

Response counts(Request&) {
    orm::connection().value({"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n", {}});
    return Response("counted");
}

const Headers of_the_site{{"Host", "testserver"}};

TEST(DebugPage, ShowsLiveFibersAndWhatTheyWaitFor) {
    Project project({.settings = {{"debug", true}}});
    project.install(monitoring::app());
    project.install(App("a").with(urls({path<waits>("waits/")})));
    LiveServer server(project);
    test::Client waiting(server.port()), looking(server.port());
    waiting.send("GET /waits/?secret=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    arrived.wait();
    looking.send("GET /__debug/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    const std::string page = looking.read().body;
    go_on.set();
    EXPECT_THAT(page, AllOf(HasSubstr("GET /waits/  (/waits/)"), HasSubstr("GET /__debug/"), HasSubstr("waits for: "), Not(HasSubstr("secret"))));
    EXPECT_EQ(waiting.read().body, "done");
}

TEST(DebugPage, IsNotThereWithoutDebugNorForOthers) {
    Project open({.settings = {{"debug", true}}});
    open.install(monitoring::app());
    EXPECT_EQ(ask(open, "/__debug/", "127.0.0.1", "GET", of_the_site).status, 200);
    EXPECT_EQ(ask(open, "/__debug/", "203.0.113.7", "GET", of_the_site).status, 404);
    Project closed({.settings = {{"debug", false}}});
    closed.install(monitoring::app());
    EXPECT_EQ(ask(closed, "/__debug/", "127.0.0.1", "GET", of_the_site).status, 404);
}

TEST(DebugPage, ShowsSlowStatementsWithTheirLine) {
    Project project({.settings = {{"debug", true}, {"database.url", "sqlite::memory:"}, {"orm.slow", "1ms"}}});
    project.install(monitoring::app());
    project.install(orm::app());
    project.install(App("a").with(urls({path<counts>("counts/")})));
    ask(project, "/counts/", "127.0.0.1", "GET", of_the_site);
    ask(project, "/counts/", "127.0.0.1", "GET", of_the_site);
    const auto page = ask(project, "/__debug/", "127.0.0.1", "GET", of_the_site).text;
    EXPECT_THAT(page, AllOf(HasSubstr("WITH RECURSIVE n(i)"), HasSubstr(" 2 times, "), HasSubstr("debug_page_test.cpp:27")));
}

}  // namespace
