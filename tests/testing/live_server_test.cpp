#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/live_server.hpp>

namespace testing_tests {

using namespace portico;
using testing::HasSubstr;

Response where(Request& request) { return Response::text("here: " + std::string(request.path())); }

/// One request over a real socket; the whole answer.
std::string ask(std::uint16_t port, const std::string& request) {
    int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string answer;
    if (connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
        write(socket, request.data(), request.size()) == static_cast<ssize_t>(request.size())) {
        char buffer[4096];
        for (ssize_t count; (count = read(socket, buffer, sizeof buffer)) > 0;)
            answer.append(buffer, static_cast<std::size_t>(count));
    }
    close(socket);
    return answer;
}

TEST(LiveServerTest, ServesTheProjectOnARealSocket) {
    Project project{ProjectOptions{}};
    project.install(App("a").with(urls({path<where>("where/")})));
    LiveServer server(project, 2);
    EXPECT_EQ(server.url(), "http://127.0.0.1:" + std::to_string(server.port()));
    std::string answer =
        ask(server.port(), "GET /where/ HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, HasSubstr("HTTP/1.1 200 OK"));
    EXPECT_THAT(answer, HasSubstr("here: /where/"));
}

TEST(LiveServerTest, StopsWithItsObject) {
    Project project{ProjectOptions{}};
    std::uint16_t port = 0;
    {
        LiveServer server(project);
        port = server.port();
    }
    EXPECT_EQ(ask(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "");
}

}  // namespace testing_tests
