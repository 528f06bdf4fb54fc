#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/base/log.hpp>
#include <portico/middleware/request_id.hpp>

#include "run.hpp"

namespace portico {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

TEST(RequestId, IsGivenToRequestResponseAndLog) {
    std::string inside;
    Response response = run(request_id(), RequestData{}, [&](Request& request) {
        inside = current_request_id();
        EXPECT_EQ(request.id(), inside);
        return Response("ok");
    });
    EXPECT_THAT(inside, MatchesRegex("[0-9a-f]{16}"));
    EXPECT_EQ(response.header("X-Request-ID"), inside);
    EXPECT_EQ(current_request_id(), "");
}

TEST(RequestId, DiffersEachTime) {
    Response first = run(request_id(), RequestData{}, ok), second = run(request_id(), RequestData{}, ok);
    EXPECT_NE(first.header("X-Request-ID"), second.header("X-Request-ID"));
}

TEST(RequestId, IsTheClientsWhenThatIsHarmless) {
    EXPECT_EQ(run(request_id(), {.headers = {{"X-Request-ID", "abc-DEF_123"}}}, ok).header("X-Request-ID"),
              "abc-DEF_123");
    EXPECT_NE(run(request_id(), {.headers = {{"X-Request-ID", "a b c d e f"}}}, ok).header("X-Request-ID"),
              "a b c d e f");
    EXPECT_NE(run(request_id(), {.headers = {{"X-Request-ID", "short"}}}, ok).header("X-Request-ID"),
              "short");
}

TEST(AccessLog, WritesALineForEachRequest) {
    log::set_level(log::Level::info);
    log::Capture capture;
    run(access_log(), {.target = "/posts/?page=2", .remote_address = "203.0.113.7"},
        [](Request&) { return Response(std::string(1500, 'x'), 201); });
    EXPECT_THAT(capture.text(), HasSubstr("GET /posts/?page=2 201 1.5 kB "));
    EXPECT_THAT(capture.text(), HasSubstr(" ms 203.0.113.7"));
}

TEST(AccessLog, CanNotBeForged) {
    log::set_level(log::Level::info);
    log::Capture capture;
    run(access_log(), {.method = "GE\nT", .target = "/a\r\nfake line"}, ok);
    EXPECT_THAT(capture.text(), HasSubstr("GE\\x0aT /a\\x0d\\x0afake line 200"));
}

/// The log in that form while it lives.
struct Formatted {
    explicit Formatted(log::Format format) { log::set_format(format); }
    ~Formatted() { log::set_format(log::Format::pretty); }
};

TEST(AccessLog, IsJsonForWhatCollectsLogs) {
    log::set_level(log::Level::info);
    Formatted json(log::Format::json);
    log::Capture capture;
    Pipeline({request_id(), access_log()}, ok)(*std::make_unique<Request>(
        RequestData{.target = "/caf\xe9/?q=\"x\"", .headers = {{"X-Request-ID", "abcd-1234"}}, .remote_address = "203.0.113.7"}));
    EXPECT_THAT(capture.text(), MatchesRegex("\\{\"ts\":\"[0-9T:.-]+Z\",\"level\":\"info\",\"logger\":\"access\",\"request_id\":\"abcd-1234\",\"msg\":\"GET .*\","
                                             "\"method\":\"GET\",\"target\":\"/caf\\\\ufffd/\\?q=\\\\\"x\\\\\"\",\"status\":200,\"bytes\":2,"
                                             "\"duration_ms\":[0-9.]+,\"client\":\"203.0.113.7\"\\}\n"));
}

TEST(AccessLog, IsLogfmt) {
    log::set_level(log::Level::info);
    Formatted logfmt(log::Format::logfmt);
    log::Capture capture;
    run(access_log(), {.target = "/posts/?page=2", .remote_address = "203.0.113.7"}, ok);
    EXPECT_THAT(capture.text(), MatchesRegex("ts=[0-9T:.-]+Z level=info logger=access msg=\"GET [^\"]*\" method=GET target=\"/posts/\\?page=2\" "
                                             "status=200 bytes=2 duration_ms=[0-9.]+ client=203.0.113.7\n"));
}

} // namespace
} // namespace portico
