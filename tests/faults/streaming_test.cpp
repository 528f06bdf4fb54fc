/// Two gigabytes up and down; a client that leaves while PostgreSQL works for it.
#include "rough_site.hpp"

#include <fcntl.h>

#include <portico/orm/databases.hpp>
#include <portico/orm/test_schema.hpp>

namespace portico::test {
namespace {

constexpr std::uint64_t two_gigabytes = 2'000'000'000;
constexpr long most_memory = 50'000;  // kilobytes

TEST(Streaming, TwoGigabytesUpInBoundedMemory) {
    RoughSite site;
    Client client(site.port());
    client.send("POST /up/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + std::to_string(two_gigabytes) + "\r\n\r\n");
    const std::string piece(1'000'000, 'x');
    for (std::uint64_t sent = 0; sent < two_gigabytes; sent += piece.size()) ASSERT_TRUE(client.send(piece));
    EXPECT_EQ(client.read().body, std::to_string(two_gigabytes));
    EXPECT_LT(site.peak(), most_memory);
}

TEST(Streaming, TwoGigabytesDownInBoundedMemory) {
    RoughSite site;
    Client client(site.port());
    client.send("GET /down/1908/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    EXPECT_GT(client.drop(), 2'000'000'000u);
    EXPECT_LT(site.peak(), most_memory);
}

TEST(Streaming, AFileOfTwoGigabytesInBoundedMemory) {
    RoughSite site;
    std::ofstream(site.root() / "large.bin").put('x');
    std::filesystem::resize_file(site.root() / "large.bin", two_gigabytes);  // takes no room
    Client client(site.port());
    client.send("GET /file/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    EXPECT_GT(client.drop(), two_gigabytes);
    EXPECT_LT(site.peak(), most_memory);
}

TEST(PostgresqlStreaming, AClientThatLeavesHasItsQueryCancelled) {
    orm::TestSchema schema(orm::test_server_url());
    RoughSite site({"database.url=" + schema.url()});
    orm::Databases databases;
    databases.add("default", {.url = schema.url()});
    orm::Connection& watching = databases.connection();
    auto running = [&] {
        return watching.value({"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT 1 FROM pg_sleep(600)%'", {}})->str();
    };
    Client leaving(site.port());
    leaving.send("GET /slow-query/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    while (running() != "1") {}
    leaving.close();
    site.line_with("query ended");
    while (running() != "0") {}
    EXPECT_TRUE(site.answers());
}

}  // namespace
}  // namespace portico::test
