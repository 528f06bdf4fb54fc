#include <server/head_parser.hpp>

#include <gtest/gtest.h>

namespace portico::http {
namespace {

int status_of(std::string_view head, ServerOptions options = {}) {
    RequestData data;
    HeadParser parser(options, data);
    parser.parse_head(head);
    return parser.refusal() ? parser.refusal()->status : 200;
}

std::string with(std::string_view headers) { return "POST / HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n"; }

TEST(HeadParser, FillsTheRequest) {
    RequestData data;
    ServerOptions options;
    HeadParser parser(options, data);
    std::string_view head = "PUT /a?b=c HTTP/1.1\r\nHost: example.com\r\nX-Two:  spaced value \r\n\r\nrest";
    EXPECT_EQ(parser.parse_head(head), head.size() - 4);
    EXPECT_EQ(data.method, "PUT");
    EXPECT_EQ(data.target, "/a?b=c");
    EXPECT_EQ(data.headers.get("host"), "example.com");
    EXPECT_EQ(data.headers.get("x-two"), "spaced value");
    EXPECT_FALSE(parser.has_body());
    EXPECT_TRUE(parser.keep_alive());
}

// Two lengths, or a length and chunks, are how one request is hidden in another.
TEST(HeadParser, RefusesContradictoryLengths) {
    EXPECT_EQ(status_of(with("Content-Length: 5\r\nContent-Length: 6\r\n")), 400);
    EXPECT_EQ(status_of(with("Content-Length: 5\r\nContent-Length: 5\r\n")), 400);
    EXPECT_EQ(status_of(with("Content-Length: 5, 5\r\n")), 400);
    EXPECT_EQ(status_of(with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")), 400);
    EXPECT_EQ(status_of(with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")), 400);
    EXPECT_EQ(status_of(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")), 400);
}

TEST(HeadParser, RefusesLengthsThatAreNoNumber) {
    EXPECT_EQ(status_of(with("Content-Length: -5\r\n")), 400);
    EXPECT_EQ(status_of(with("Content-Length: +5\r\n")), 400);
    EXPECT_EQ(status_of(with("Content-Length: 0x5\r\n")), 400);
    EXPECT_EQ(status_of(with("Content-Length:\r\n")), 400);
    EXPECT_EQ(status_of(with("Content-Length: 99999999999999999999999\r\n")), 400);
}

TEST(HeadParser, RefusesTransferEncodingsOtherThanChunked) {
    EXPECT_EQ(status_of(with("Transfer-Encoding: gzip\r\n")), 501);
    EXPECT_EQ(status_of(with("Transfer-Encoding: gzip, chunked\r\n")), 501);
    EXPECT_EQ(status_of(with("Transfer-Encoding: chunked, identity\r\n")), 501);
    EXPECT_EQ(status_of(with("Transfer-Encoding: xchunked\r\n")), 501);
    EXPECT_EQ(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
    EXPECT_EQ(status_of(with("Transfer-Encoding: Chunked\r\n")), 200);
}

TEST(HeadParser, RefusesMalformedHeads) {
    EXPECT_EQ(status_of("GET\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET /\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/2.0\r\n\r\n"), 505);
    EXPECT_EQ(status_of("GET / http/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status_of("G(T / HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
    EXPECT_EQ(status_of(with("Bad Header: x\r\n")), 400);
    EXPECT_EQ(status_of(with("Space-Before-Colon : x\r\n")), 400);
    EXPECT_EQ(status_of(with("No-Colon\r\n")), 400);
    EXPECT_EQ(status_of(with(": empty\r\n")), 400);
    EXPECT_EQ(status_of(with(std::string_view("Nul: a\0b\r\n", 10))), 400);
    EXPECT_EQ(status_of(with("Bare: a\rb\r\n")), 400);
    EXPECT_EQ(status_of(with("Bare: a\nOther: b\r\n")), 400);
}

TEST(HeadParser, WantsExactlyOneHost) {
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 200);
}

TEST(HeadParser, LimitsTargetAndFields) {
    EXPECT_EQ(status_of("GET /" + std::string(100, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", {.target = 100}), 414);
    EXPECT_EQ(status_of(with("A: 1\r\nB: 2\r\nC: 3\r\n"), {.header_fields = 3}), 431);
    EXPECT_EQ(status_of(with("Long: " + std::string(2000, 'a') + "\r\n"), {.head = 1000}), 431);
}

TEST(EndOfHead, IsBehindTheEmptyLine) {
    EXPECT_EQ(end_of_head("GET / HTTP/1.1\r\n"), 0u);
    EXPECT_EQ(end_of_head("A\r\n\r\n"), 5u);
    EXPECT_EQ(end_of_head("A\r\n\r\nbody"), 5u);
}

TEST(IncompleteHead, IsRefusedWhenItCanNotBecomeOne) {
    ServerOptions options{.target = 100, .head = 1000};
    EXPECT_FALSE(judge_incomplete_head("GET / HTT", options));
    EXPECT_EQ(judge_incomplete_head("GET / HTTP/1.1\nHost: x\n", options)->status, 400);
    EXPECT_EQ(judge_incomplete_head("GET /" + std::string(200, 'a'), options)->status, 414);
    EXPECT_EQ(judge_incomplete_head("GET / HTTP/1.1\r\nA: " + std::string(1000, 'a'), options)->status, 431);
}

}  // namespace
}  // namespace portico::http
