#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/middleware/hosts.hpp>

#include "run.hpp"

namespace portico {
namespace {

bool passes(const Middleware& middleware, std::string host) {
    Headers headers;
    if (!host.empty()) headers.set("Host", host);
    try {
        run(middleware, {.headers = headers}, ok);
        return true;
    } catch (const DisallowedHost&) {
        return false;
    }
}

TEST(Hosts, LetThoseOfTheSiteThrough) {
    Middleware site = hosts({"example.org", ".sub.example.org"});
    EXPECT_TRUE(passes(site, "example.org"));
    EXPECT_TRUE(passes(site, "EXAMPLE.org.:8000"));
    EXPECT_TRUE(passes(site, "a.sub.example.org"));
    EXPECT_FALSE(passes(site, "evil.example"));
    EXPECT_FALSE(passes(site, "a.example.org"));
    EXPECT_FALSE(passes(site, "example.org@evil.example"));
    EXPECT_FALSE(passes(site, ""));
}

TEST(Hosts, AllowAllByAStar) {
    EXPECT_TRUE(passes(hosts({"*"}), "anything.example"));
    EXPECT_TRUE(passes(hosts({"*"}), ""));
    EXPECT_FALSE(passes(hosts({"*"}), "no host at all"));
}

TEST(Hosts, SayWhatToAdd) {
    DisallowedHost error("Evil.example:80");
    EXPECT_EQ(error.status(), 400);
    EXPECT_STREQ(error.what(), "the Host header \"Evil.example:80\" is not in allowed_hosts; if this site "
                               "answers to it, add \"evil.example\"");
    EXPECT_EQ(error.public_message(), "This site does not answer to that host name.");
}

TEST(AddressList, HoldsAddressesAndNetworks) {
    AddressList list({"10.0.0.0/8", "203.0.113.7", "fd00::/9", "unix"});
    EXPECT_TRUE(list.contains("10.255.1.2"));
    EXPECT_TRUE(list.contains("::ffff:10.1.2.3"));
    EXPECT_TRUE(list.contains("203.0.113.7"));
    EXPECT_TRUE(list.contains("fd7f::1"));
    EXPECT_TRUE(list.contains(""));
    EXPECT_FALSE(list.contains("11.0.0.1"));
    EXPECT_FALSE(list.contains("203.0.113.8"));
    EXPECT_FALSE(list.contains("fd80::1"));
    EXPECT_FALSE(list.contains("nonsense"));
}

TEST(AddressList, RefusesWhatIsNoAddress) {
    EXPECT_THROW(AddressList({"10.0.0.0/33"}), Error);
    EXPECT_THROW(AddressList({"10.0.0.0/"}), Error);
    EXPECT_THROW(AddressList({"10.0.0.0/-1"}), Error);
    EXPECT_THROW(AddressList({"example.org"}), Error);
}

struct Seen {
    std::string address;
    std::string url;
};
Seen through(const Middleware& middleware, std::string peer, Headers headers) {
    headers.set("Host", "inner");
    Request request({.headers = headers, .remote_address = std::move(peer)});
    run(middleware, request, ok);
    return {std::string(request.remote_address()), request.absolute_url("/")};
}

TEST(Proxies, AreBelievedWhenTrusted) {
    Seen seen = through(proxies({"10.0.0.0/8"}), "10.0.0.1",
                        {{"X-Forwarded-For", "6.6.6.6, 203.0.113.7, 10.0.0.2"},
                         {"X-Forwarded-Proto", "https"},
                         {"X-Forwarded-Host", "example.org"}});
    EXPECT_EQ(seen.address, "203.0.113.7");
    EXPECT_EQ(seen.url, "https://example.org/");
}

TEST(Proxies, AreNotBelievedOtherwise) {
    Seen seen = through(proxies({"10.0.0.0/8"}), "203.0.113.9",
                        {{"X-Forwarded-For", "127.0.0.1"},
                         {"X-Forwarded-Proto", "https"},
                         {"X-Forwarded-Host", "evil.example"}});
    EXPECT_EQ(seen.address, "203.0.113.9");
    EXPECT_EQ(seen.url, "http://inner/");
}

// nginx hands on what it does not set itself: the client's own.
TEST(Proxies, OneKindOfHeaderIsBelieved) {
    Headers both{{"Forwarded", "for=198.51.100.9;proto=https;host=evil.example"}, {"X-Forwarded-For", "203.0.113.7"}};
    EXPECT_EQ(through(proxies({"10.0.0.0/8"}), "10.0.0.1", both).address, "203.0.113.7");
    EXPECT_EQ(through(proxies({"10.0.0.0/8"}), "10.0.0.1", both).url, "http://inner/");
    Seen standard = through(proxies({"10.0.0.0/8"}, ForwardedBy::forwarded), "10.0.0.1", both);
    EXPECT_EQ(standard.address, "198.51.100.9");
    EXPECT_EQ(standard.url, "https://evil.example/");
}

// HAProxy adds a line behind the client's.
TEST(Proxies, TheLastOfSeveralLinesCounts) {
    Headers headers;
    headers.add("X-Forwarded-For", "127.0.0.1");
    headers.add("X-Forwarded-For", "203.0.113.7");
    headers.add("X-Forwarded-Host", "evil.example");
    headers.add("X-Forwarded-Host", "example.org");
    Seen seen = through(proxies({"10.0.0.0/8"}), "10.0.0.1", headers);
    EXPECT_EQ(seen.address, "203.0.113.7");
    EXPECT_EQ(seen.url, "http://example.org/");
}

TEST(Proxies, WhatStandsBeforeTheClientsHopIsNotBelieved) {
    Seen seen = through(proxies({"10.0.0.0/8"}, ForwardedBy::forwarded), "10.0.0.1",
                        {{"Forwarded", "for=6.6.6.6;host=evil.example;proto=https, for=\"[2001:db8::7]:4711\";host=example.org, for=10.0.0.2"}});
    EXPECT_EQ(seen.address, "2001:db8::7");
    EXPECT_EQ(seen.url, "http://example.org/");
}

TEST(Proxies, KeepTheirOwnAddressWhereTheChainIsNonsense) {
    EXPECT_EQ(through(proxies({"10.0.0.0/8"}), "10.0.0.1", {{"X-Forwarded-For", "<script>"}}).address,
              "10.0.0.1");
}

} // namespace
} // namespace portico
