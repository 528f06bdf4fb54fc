#include "program.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <portico/routing/urls.hpp>

namespace project_tests {

/// A port that someone else listens on while it lives.
class BusyPort {
public:
    BusyPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
        listen(socket_, 1);
        getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    ~BusyPort() { close(socket_); }
    BusyPort(const BusyPort&) = delete;
    BusyPort& operator=(const BusyPort&) = delete;
    std::string port() const { return std::to_string(port_); }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

Response page(Request&) { return Response("done"); }

class RunserverTest : public Program {};

TEST_F(RunserverTest, SaysThatThePortIsInUse) {
    BusyPort busy;
    auto project = start();
    EXPECT_EQ(project->run({"runserver", "--port", busy.port()}), 1);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("error: "), HasSubstr(busy.port()), HasSubstr("in use")));
}

TEST_F(RunserverTest, DoesNotServeWithErrors) {
    auto project = start({.profile = Profile::production});
    EXPECT_EQ(project->run({"runserver", "0"}), 1);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("security.E009"), HasSubstr("not started")));
}

TEST_F(RunserverTest, RefusesAnAddressThatIsNone) {
    EXPECT_EQ(start()->run({"runserver", "localhost:http"}), 1);
    EXPECT_THAT(err.str(), HasSubstr("\"localhost:http\" is no address"));
    EXPECT_EQ(start()->run({"runserver", "--port", "70000"}), 2);
}

/// A child process runs it, says where it is, answers, and ends with status 0 at SIGTERM.
TEST_F(RunserverTest, ServesUntilSigterm) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(pipe_ends[1], 1);
        close(pipe_ends[0]);
        ProjectOptions options;
        options.root = folder.path();
        Project project(options);
        project.install(App("a").with(urls({path<page>("")})));
        _exit(project.run({"runserver", "127.0.0.1:0", "--workers", "2"}));
    }
    close(pipe_ends[1]);
    std::string said;
    char c;
    while (said.find("(Ctrl-C") == std::string::npos && read(pipe_ends[0], &c, 1) == 1) said += c;
    EXPECT_THAT(said, AllOf(HasSubstr("profile test"), HasSubstr("is at http://127.0.0.1:")));
    kill(child, SIGTERM);
    int status = 0;
    waitpid(child, &status, 0);
    close(pipe_ends[0]);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace project_tests
