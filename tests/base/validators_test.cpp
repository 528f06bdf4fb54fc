#include <gtest/gtest.h>
#include <portico/base/error.hpp>
#include <portico/base/validators.hpp>

using namespace portico;

TEST(Validators, KnowEmailAddresses) {
    EXPECT_TRUE(is_email("ann@example.org"));
    EXPECT_TRUE(is_email("a.b+c@sub.example.co"));
    EXPECT_TRUE(is_email("ann@localhost"));
    EXPECT_TRUE(is_email("ann@[127.0.0.1]"));
    EXPECT_FALSE(is_email("ann"));
    EXPECT_FALSE(is_email("ann@"));
    EXPECT_FALSE(is_email("a nn@example.org"));
    EXPECT_FALSE(is_email("ann@example"));
    EXPECT_FALSE(is_email("ann@example.org\n"));
}

TEST(Validators, KnowUrls) {
    EXPECT_TRUE(is_url("https://example.org/a?b#c"));
    EXPECT_TRUE(is_url("http://localhost:8000/"));
    EXPECT_TRUE(is_url("http://[::1]:80/"));
    EXPECT_FALSE(is_url("example.org"));
    EXPECT_FALSE(is_url("javascript://example.org"));
    EXPECT_FALSE(is_url("http://"));
    EXPECT_FALSE(is_url("http://exa mple.org"));
    EXPECT_FALSE(is_url("http://example.org:port/"));
}

TEST(Validators, KnowSlugs) {
    EXPECT_TRUE(is_slug("a-slug_1"));
    EXPECT_FALSE(is_slug("a slug"));
    EXPECT_FALSE(is_slug("größe"));
    EXPECT_TRUE(is_slug("größe", true));
    EXPECT_FALSE(is_slug("ends\n"));
}

TEST(Validators, SearchWithPatterns) {
    EXPECT_TRUE(matches_pattern("abc123", "[0-9]+"));
    EXPECT_FALSE(matches_pattern("abc", "^[0-9]+$"));
    EXPECT_THROW(matches_pattern("x", "("), Error);
}
