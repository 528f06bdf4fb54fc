#include <portico/fibers/private/use_fiber.hpp>

#include "support.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace portico::fibers {
namespace {

namespace asio = boost::asio;
using Socket = asio::local::stream_protocol::socket;
using asio::ip::tcp;

struct Pair {
    Socket here{detail::context(Loop::current())};
    Socket there{detail::context(Loop::current())};
    Pair() { asio::local::connect_pair(here, there); }
};

TEST(UseFiber, SuspendsUntilTheDataIsThere) {
    Pair pair;
    std::string received(5, ' ');
    spawn([&] { asio::async_read(pair.here, asio::buffer(received), use_fiber); });
    spawn([&] {
        sleep_for(1ms);
        asio::async_write(pair.there, asio::buffer("hello", 5), use_fiber);
    });
    run();
    EXPECT_EQ(received, "hello");
}

TEST(UseFiber, ThrowsTheErrorOrSetsIt) {
    on_fiber([] {
        Pair pair;
        pair.there.close();
        std::array<char, 4> buffer{};
        EXPECT_THROW(asio::async_read(pair.here, asio::buffer(buffer), use_fiber), boost::system::system_error);
        boost::system::error_code error;
        asio::async_read(pair.here, asio::buffer(buffer), use_fiber[error]);
        EXPECT_EQ(error, asio::error::eof);
    });
}

TEST(UseFiber, GivesResultsThatHaveNoDefault) {
    auto& context = detail::context(Loop::current());
    tcp::acceptor acceptor{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    bool open = false;
    spawn([&] {
        tcp::socket accepted = acceptor.async_accept(use_fiber);
        open = accepted.is_open();
    });
    spawn([&] {
        tcp::socket client{context};
        client.async_connect(acceptor.local_endpoint(), use_fiber);
    });
    run();
    EXPECT_TRUE(open);
}

TEST(UseFiber, ACancelledOperationHasLeftTheLoopBeforeItsStackIsGone) {
    Pair pair;
    bool cancelled = false;
    Fiber& reader = spawn([&] {
        std::array<char, 4> buffer{};
        try {
            asio::async_read(pair.here, asio::buffer(buffer), use_fiber);
        } catch (const Cancelled&) {
            cancelled = true;
        }
    });
    spawn([&] {
        sleep_for(1ms);
        cancel(reader);
    });
    run();
    EXPECT_TRUE(cancelled);
    // What arrives later must not be written to the buffer that is gone.
    asio::write(pair.there, asio::buffer("late", 4));
    EXPECT_EQ(pair.here.available(), 4u);
}

TEST(UseFiber, ClosedByAnotherFiberIsAnErrorNotACancellation) {
    Pair pair;
    boost::system::error_code error;
    spawn([&] {
        std::array<char, 4> buffer{};
        asio::async_read(pair.here, asio::buffer(buffer), use_fiber[error]);
    });
    spawn([&] {
        sleep_for(1ms);
        pair.here.close();
    });
    run();
    EXPECT_EQ(error, asio::error::operation_aborted);
}

/// An operation whose handler is dropped, as a context that is destroyed drops it.
template <class Token> auto async_dropped(Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code, int)>(
        [](auto handler) {
            asio::post(detail::context(Loop::current()), [dropped = std::move(handler)] {});
        },
        token);
}

TEST(UseFiber, AHandlerDestroyedUnrunCompletesItsOperationAsAborted) {
    boost::system::error_code error;
    on_fiber([&] { async_dropped(use_fiber[error]); });
    EXPECT_EQ(error, asio::error::operation_aborted);
}

TEST(UseFiber, OutsideOfFibersRunsTheLoopUntilDone) {
    Pair pair;
    spawn([&] { asio::async_write(pair.there, asio::buffer("hello", 5), use_fiber); });
    std::string received(5, ' ');
    EXPECT_EQ(asio::async_read(pair.here, asio::buffer(received), use_fiber), 5u);
    EXPECT_EQ(received, "hello");
}

} // namespace
} // namespace portico::fibers
