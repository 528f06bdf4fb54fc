/// Clients that are slow, rude or many.
#include "rough_site.hpp"

#include <memory>

namespace portico::test {
namespace {

TEST(Clients, ThatReadNothingAreCutAndKeepNobodyWaiting) {
    RoughSite site({"server.write_timeout=300ms"});
    Client deaf(site.port());
    deaf.send("GET /down/64/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    EXPECT_TRUE(site.answers());
    site.line_with("stream ended");
    EXPECT_TRUE(site.answers());
    EXPECT_LT(site.peak(), 60'000);
}

TEST(Clients, ThatResetInTheMiddleOfAnUploadLeaveNothing) {
    RoughSite site;
    for (int i = 0; i < 20; ++i) {
        Client rude(site.port());
        rude.send("POST /up/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n" + std::string(200'000, 'x'));
        reset(rude);
    }
    EXPECT_TRUE(site.answers());
    Client looking(site.port());
    while (RoughSite::get(looking, "/metrics").body.find("\nportico_connections_open 1\n") == std::string::npos) {}
}

TEST(Clients, ThatResetInTheMiddleOfAStreamEndIt) {
    RoughSite site;
    Client rude(site.port());
    rude.send("GET /down/500/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    rude.drop(100'000);
    reset(rude);
    site.line_with("stream ended");
    EXPECT_TRUE(site.answers());
}

TEST(Clients, ThatLeaveEndTheirView) {
    RoughSite site;
    Client leaving(site.port());
    leaving.send("GET /wait/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    site.line_with("view began");
    leaving.close();
    site.line_with("view ended");
    EXPECT_TRUE(site.answers());
}

TEST(Clients, ThatHaveSaidAllAreAnsweredStill) {
    RoughSite site;
    Client half(site.port());
    half.send("GET /down/8/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    half.end_sending();
    EXPECT_EQ(half.read().body.size(), 8u << 20);
}

/// The server looks for clients that left every half second.
TEST(Clients, ThatHaveSaidAllAreAnsweredLate) {
    RoughSite site;
    Client half(site.port());
    half.send("GET /late/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    site.line_with("view began");
    half.end_sending();
    EXPECT_EQ(half.read().body.size(), 3u << 20);
}

TEST(Clients, ThatResetEndTheirView) {
    RoughSite site;
    Client leaving(site.port());
    leaving.send("GET /wait/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    site.line_with("view began");
    reset(leaving);
    site.line_with("view ended");
    EXPECT_TRUE(site.answers());
}

TEST(Clients, TenThousandIdleOnesKeepNobodyWaiting) {
    const std::size_t idle = allow_descriptors(10'500) >= 10'500 ? 10'000 : 2'000;
    RoughSite site({"server.connections=11000", "server.idle_timeout=0s"});
    std::vector<std::unique_ptr<Client>> clients;
    for (std::size_t i = 0; i < idle; ++i) {
        clients.push_back(std::make_unique<Client>(site.port()));
        ASSERT_EQ(RoughSite::get(*clients.back(), "/healthz").status, 200);
    }
    EXPECT_EQ(site.metric("portico_connections_open"), static_cast<double>(idle) + 1);
    EXPECT_LE(site.metric("portico_fibers"), 2);  // an idle connection holds none
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(site.answers());
    EXPECT_EQ(RoughSite::get(*clients.front(), "/hello/").body, "hello");
    EXPECT_EQ(RoughSite::get(*clients.back(), "/hello/").body, "hello");
}

}  // namespace
}  // namespace portico::test
