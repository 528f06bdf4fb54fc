#include "site.hpp"

#include <portico/base/log.hpp>
#include <portico/monitoring/health.hpp>
#include <portico/orm/app.hpp>

#include "../http/server_client.hpp"
#include <portico/testing/live_server.hpp>

namespace {

using namespace portico;
using portico::test::ask;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Map at_once = {{"monitoring.ready_for", "0s"}};

void ask_queue(Project&) { throw Error("db7.internal is down"); }

TEST(Health, TheProcessAnswersWhateverTheHost) {
    Project project({.settings = at_once});
    project.install(monitoring::app());
    auto answer = ask(project, "/healthz", "203.0.113.7");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.text, "ok\n");
    EXPECT_EQ(ask(project, "/elsewhere").status, 400);  // the host check is there
}

TEST(Health, IsReadyWhenAllChecksPass) {
    Project project({.settings = at_once});
    project.install(monitoring::app());
    bool ill = false;
    project.install(App("queue").with(HealthCheck{"queue", [&](Project&) {
                                                      if (ill) throw Error("the queue is full", "add a worker");
                                                  }}));
    EXPECT_EQ(ask(project, "/readyz").status, 200);
    EXPECT_EQ(ask(project, "/readyz").text, "ready\nqueue: ok\n");
    ill = true;
    EXPECT_EQ(ask(project, "/readyz").status, 503);
    EXPECT_EQ(ask(project, "/readyz").text, "not ready\nqueue: the queue is full (add a worker)\n");
    EXPECT_EQ(ask(project, "/healthz").status, 200);
}

TEST(Health, TellsDetailsToAllowedAddressesOnly) {
    Project project({.settings = at_once});
    project.install(monitoring::app());
    project.install(App("queue").with(HealthCheck{"queue", ask_queue}));
    EXPECT_EQ(ask(project, "/readyz", "203.0.113.7").text, "not ready\n");
    EXPECT_EQ(ask(project, "/readyz", "203.0.113.7").status, 503);
    EXPECT_THAT(ask(project, "/readyz", "::1").text, HasSubstr("db7.internal"));
}

TEST(Health, AProxyThatIsNotTrustedOpensNothing) {
    Project project({.settings = at_once});
    project.install(monitoring::app());
    project.install(App("queue").with(HealthCheck{"queue", [](Project&) {}}));
    auto answer = ask(project, "/readyz", "127.0.0.1", "GET", {{"Host", "a"}, {"X-Forwarded-For", "203.0.113.7"}});
    EXPECT_EQ(answer.text, "ready\n");
}

TEST(Health, ATrustedProxysClientCounts) {
    Project project({.settings = {{"monitoring.ready_for", "0s"}, {"security.trusted_proxies", List{"127.0.0.1"}}}});
    project.install(monitoring::app());
    project.install(App("queue").with(HealthCheck{"queue", [](Project&) {}}));
    auto of = [&](const char* client) { return ask(project, "/readyz", "127.0.0.1", "GET", {{"Host", "a"}, {"X-Forwarded-For", client}}).text; };
    EXPECT_EQ(of("203.0.113.7"), "ready\n");
}

TEST(Health, AsksTheChecksOnceInTheSpanOfTheSetting) {
    Project project({.settings = {{"monitoring.ready_for", "1h"}}});
    project.install(monitoring::app());
    int asked = 0;
    project.install(App("queue").with(HealthCheck{"queue", [&](Project&) { ++asked; }}));
    ask(project, "/readyz");
    ask(project, "/readyz");
    EXPECT_EQ(asked, 1);
}

TEST(Health, LeavesNoLineInTheLog) {
    Project project({.settings = {{"log_level", "info"}}});
    project.install(monitoring::app());
    project.start();
    log::Capture capture;
    ask(project, "/healthz");
    ask(project, "/readyz");
    EXPECT_EQ(capture.text(), "");
    ask(project, "/elsewhere", "127.0.0.1", "GET", {{"Host", "testserver"}});
    EXPECT_THAT(capture.text(), HasSubstr("GET /elsewhere 404"));
}

TEST(Health, AnswersOverASocketWithoutAKnownHost) {
    Project project({.settings = at_once});
    project.install(monitoring::app());
    LiveServer server(project);
    test::Client client(server.port());
    client.send("HEAD /healthz HTTP/1.1\r\nHost: 10.0.0.9\r\n\r\n");
    EXPECT_EQ(client.read(true).status, 200);
    EXPECT_EQ(client.get("/readyz").status, 200);
    client.send("POST /healthz HTTP/1.1\r\nHost: testserver\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(client.read().status, 405);
}

TEST(Health, KnowsTheDatabase) {
    Project project({.settings = {{"database.url", "sqlite:/nowhere/at/all.sqlite3"}, {"monitoring.ready_for", "0s"}}});
    project.install(monitoring::app());
    project.install(orm::app());
    auto answer = ask(project, "/readyz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_THAT(answer.text, HasSubstr("database: "));
    EXPECT_THAT(answer.text, Not(HasSubstr("database: ok")));
}

TEST(Health, KnowsTheDatabaseThatAnswers) {
    Project project({.settings = at_once});
    project.install(monitoring::app());
    project.install(orm::app());
    EXPECT_EQ(ask(project, "/readyz").text, "ready\ndatabase: ok\n");
}

}  // namespace
