/// What the machine refuses: descriptors, room on the disk.
#include "rough_site.hpp"

#include <memory>

namespace portico::test {
namespace {

using testing::HasSubstr;

std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(Limits, DescriptorsThatRunOutAreToldAndUsedAgainWhenFree) {
    RoughSite site({"files=40"});
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 60; ++i) clients.push_back(std::make_unique<Client>(site.port()));
    EXPECT_THAT(site.line_with("no connection can be accepted"), HasSubstr("ulimit -n"));
    clients.clear();
    EXPECT_TRUE(site.answers());
    EXPECT_GE(site.metric("portico_connections_not_accepted_total"), 1);
}

std::string upload(std::size_t bytes) {
    const std::string body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.bin\"\r\n\r\n" + std::string(bytes, 'x') + "\r\n--b--\r\n";
    return "POST /form/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(Limits, AnUploadThatDoesNotFitOnTheDiskIsA507AndLeavesNothing) {
    RoughSite site({"file_size=500000", "server.file_memory=100000"});
    Client large(site.port());
    large.send(upload(700'000));
    EXPECT_EQ(large.read().status, 507);
    EXPECT_THAT(site.line_with("507 POST /form/"), HasSubstr("can't write an upload to \"" + site.root().string()));
    EXPECT_EQ(files_in(site.root()), 0u);
    Client small(site.port());
    small.send(upload(300'000));
    EXPECT_EQ(small.read().body, "300000");
    EXPECT_EQ(files_in(site.root()), 0u);
}

}  // namespace
}  // namespace portico::test
