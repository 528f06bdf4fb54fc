#include "site.hpp"

#include <thread>

#include <portico/monitoring/metrics.hpp>
#include <portico/testing/live_server.hpp>

#include "../http/server_client.hpp"

namespace {

using namespace portico;
using portico::test::ask;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

Response post(Request&, int) { return Response("a post"); }
Response broken(Request&) { throw std::runtime_error("broken"); }

const Headers of_the_site{{"Host", "testserver"}};

struct Metrics : testing::Test {
    Metrics() {
        project.install(monitoring::app());
        project.install(App("blog").with(urls({path<post>("posts/<int:id>/"), path<broken>("broken/")})));
    }
    std::string scraped() { return ask(project, "/metrics").text; }
    Project project{ProjectOptions{}};
};

TEST_F(Metrics, CountRequestsByRouteMethodAndStatus) {
    ask(project, "/posts/1/", "203.0.113.7", "GET", of_the_site);
    ask(project, "/posts/2/", "203.0.113.7", "GET", of_the_site);
    ask(project, "/posts/2/", "203.0.113.7", "HEAD", of_the_site);
    ask(project, "/broken/", "203.0.113.7", "GET", of_the_site);
    ask(project, "/nowhere/", "203.0.113.7", "BREW", of_the_site);
    EXPECT_THAT(scraped(), AllOf(HasSubstr("portico_requests_total{route=\"/posts/<int:id>/\",method=\"GET\",status=\"2xx\"} 2\n"),
                                 HasSubstr("portico_requests_total{route=\"/posts/<int:id>/\",method=\"HEAD\",status=\"2xx\"} 1\n"),
                                 HasSubstr("portico_requests_total{route=\"/broken/\",method=\"GET\",status=\"5xx\"} 1\n"),
                                 HasSubstr("portico_requests_total{route=\"\",method=\"other\",status=\"4xx\"} 1\n")));
}

TEST_F(Metrics, SpreadDurationsOverBuckets) {
    ask(project, "/posts/1/", "203.0.113.7", "GET", of_the_site);
    EXPECT_THAT(scraped(), AllOf(HasSubstr("# TYPE portico_request_duration_seconds histogram\n"),
                                 HasSubstr("portico_request_duration_seconds_bucket{route=\"/posts/<int:id>/\",le=\"10\"} 1\n"),
                                 HasSubstr("portico_request_duration_seconds_bucket{route=\"/posts/<int:id>/\",le=\"+Inf\"} 1\n"),
                                 HasSubstr("portico_request_duration_seconds_count{route=\"/posts/<int:id>/\"} 1\n")));
}

TEST_F(Metrics, TellOfTheProcess) {
    EXPECT_THAT(scraped(), AllOf(ContainsRegex("\nprocess_resident_memory_bytes [1-9][0-9]{6,}\n"), ContainsRegex("\nprocess_open_fds [1-9]"),
                                 ContainsRegex("\nprocess_start_time_seconds 1[0-9.]*(e\\+09)?\n"), ContainsRegex("\nprocess_cpu_seconds_total 0?[0-9.]+"),
                                 ContainsRegex("\nportico_fibers [0-9]")));
}

TEST_F(Metrics, AreForAllowedAddressesOnly) {
    EXPECT_EQ(ask(project, "/metrics", "203.0.113.7").status, 403);
    EXPECT_EQ(ask(project, "/metrics", "203.0.113.7").text, "403 Forbidden\n");
    EXPECT_EQ(ask(project, "/metrics", "127.0.0.1").status, 200);
}

TEST_F(Metrics, OfAllThreadsAreAddedUp) {
    LiveServer server(project, 2);
    auto visit = [&] {
        for (int i = 0; i < 50; ++i) test::Client(server.port()).get("/posts/" + std::to_string(i) + "/");
    };
    ask(project, "/posts/1/", "203.0.113.7", "GET", of_the_site);
    std::thread other(visit);
    visit();
    other.join();
    EXPECT_THAT(scraped(), HasSubstr("portico_requests_total{route=\"/posts/<int:id>/\",method=\"GET\",status=\"4xx\"} 100\n"));  // Host: test
}

TEST_F(Metrics, CountConnections) {
    LiveServer server(project);
    test::Client waiting(server.port());
    waiting.get("/healthz");
    test::Client asking(server.port());
    const auto reply = asking.get("/metrics");
    EXPECT_EQ(reply.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_THAT(reply.body, AllOf(HasSubstr("\nportico_connections_open 2\n"), HasSubstr("\nportico_requests_in_work 0\n")));
}

TEST(MetricWriter, KeepsSamplesOfOneNameTogetherAndEscapes) {
    MetricWriter out;
    out.gauge("basket", "Articles\nin baskets", 3, {{"shop", "the \"north\" \\ one"}});
    out.counter("orders_total", "Orders.", 12);
    out.gauge("basket", "", 0.5, {{"shop", "south"}});
    EXPECT_EQ(out.text(), "# HELP basket Articles\\nin baskets\n# TYPE basket gauge\n"
                          "basket{shop=\"the \\\"north\\\" \\\\ one\"} 3\nbasket{shop=\"south\"} 0.5\n"
                          "# HELP orders_total Orders.\n# TYPE orders_total counter\norders_total 12\n");
}

}  // namespace
