/// What clients get while the program stops.
#include "rough_site.hpp"

#include <memory>

namespace portico::test {
namespace {

using testing::HasSubstr;

constexpr std::size_t twenty_megabytes = 20u << 20;

void expect_whole_at_sigterm(RoughSite& site, const std::string& path) {
    Client slow = site.client();
    slow.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    EXPECT_FALSE(slow.silent(20s));  // it has begun
    site.terminate();
    site.line_with("stopping");
    const Reply reply = slow.read();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body.size(), twenty_megabytes);
    EXPECT_EQ(site.end(), 0);
}

TEST(Drain, ATextOfTwentyMegabytesIsWhole) {
    RoughSite site;
    expect_whole_at_sigterm(site, "/text/20/");
}

TEST(Drain, AStreamOfTwentyMegabytesIsWhole) {
    RoughSite site;
    expect_whole_at_sigterm(site, "/down/20/");
}

TEST(Drain, AFileOfTwentyMegabytesIsWhole) {
    RoughSite site;
    std::ofstream(site.root() / "large.bin").put('x');
    std::filesystem::resize_file(site.root() / "large.bin", twenty_megabytes);
    expect_whole_at_sigterm(site, "/file/");
}

TEST(Drain, ProbesAreToldThatTheProgramStops) {
    RoughSite site({"server.drain_idle=10s"});
    std::vector<std::unique_ptr<Client>> kept;  // each may ask once more
    for (int i = 0; i < 20; ++i) {
        kept.push_back(std::make_unique<Client>(site.port()));
        ASSERT_EQ(RoughSite::get(*kept.back(), "/readyz").status, 200);
    }
    site.terminate();
    site.line_with("stopping");
    Reply last;
    for (auto client = kept.begin(); client != kept.end() && last.status != 503; ++client) last = RoughSite::get(**client, "/readyz");
    EXPECT_EQ(last.status, 503);
    EXPECT_THAT(last.body, HasSubstr("not ready\nserver: stops\n"));
    kept.clear();
    EXPECT_EQ(site.end(), 0);
}

}  // namespace
}  // namespace portico::test
