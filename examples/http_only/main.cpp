/// Serves sums, a countdown and an echo: http_only [PORT]
///
///     curl http://127.0.0.1:8000/sum/2/40/
#include <cstdlib>
#include <iostream>

#include <portico/fibers/sleep.hpp>
#include <portico/http/server.hpp>
#include <portico/http/websocket.hpp>
#include <portico/routing/router.hpp>

using namespace portico;

namespace {

Response sum(Request&, std::int64_t a, std::int64_t b) { return Response::text(std::to_string(a + b) + "\n"); }

Response count_down(Request&, std::int64_t from) {
    return Response::stream("text/plain", [from](BodyWriter& out) {
        for (std::int64_t n = from; n > 0; --n) {
            out.write(std::to_string(n) + "\n");
            out.flush();
            fibers::sleep_for(std::chrono::milliseconds(100));
        }
        out.write("liftoff\n");
    });
}

void echo(WebSocket& socket) {
    while (auto message = socket.receive()) socket.send(*message);
}

}  // namespace

int main(int argc, char** argv) {
    Router router;
    router.add(urls({path<sum>("sum/<int:a>/<int:b>/", "sum"),
                     path<count_down>("countdown/<int:from>/", "countdown"),
                     path<echo>("echo/", "echo")}));
    auto port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 8000);
    Server server(
        [&router](Request& request) {
            router.resolve(request);
            return router.call(request);
        },
        {.port = port});
    std::cout << server.url() << std::endl;
    server.run();
}
