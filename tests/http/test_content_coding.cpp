#include <gtest/gtest.h>

#include <portico/http/content_coding.hpp>

namespace portico {
namespace {

std::string_view choose(std::string_view header) { return choose_coding(header, {"br", "zstd", "gzip"}); }

TEST(ContentCoding, TheBestForTheClientWins) {
    EXPECT_EQ(choose("gzip;q=0.5, br;q=0.1"), "gzip");
    EXPECT_EQ(choose("gzip, br"), "br");
    EXPECT_EQ(choose("GZIP"), "gzip");
    EXPECT_EQ(choose("x-gzip"), "gzip");
    EXPECT_EQ(choose("deflate"), "");
}

TEST(ContentCoding, AnAsteriskIsWhatIsNotNamed) {
    EXPECT_EQ(choose("*"), "br");
    EXPECT_EQ(choose("br;q=0, *"), "zstd");
    EXPECT_EQ(choose("*;q=0, gzip"), "gzip");
    EXPECT_EQ(choose("gzip;q=0.5, *;q=0.1"), "gzip");
}

TEST(ContentCoding, WithoutAWishNothingIsCoded) {
    EXPECT_EQ(choose(""), "");
    EXPECT_EQ(choose(" "), "");
    EXPECT_EQ(choose("identity"), "");
    EXPECT_EQ(choose("gzip;q=0"), "");
    EXPECT_EQ(choose("identity, gzip;q=0.5"), "");
    EXPECT_EQ(choose(",;,q=1"), "");
}

TEST(ContentCoding, EqualWishesMeanTheSmaller) { EXPECT_EQ(choose("identity, gzip"), "gzip"); }

TEST(ContentCoding, TextsGetSmaller) {
    EXPECT_TRUE(is_compressible("text/css; charset=utf-8"));
    EXPECT_TRUE(is_compressible("application/vnd.api+json"));
    EXPECT_TRUE(is_compressible("image/svg+xml"));
    EXPECT_FALSE(is_compressible("image/png"));
    EXPECT_FALSE(is_compressible("text/event-stream"));
}

}  // namespace
}  // namespace portico
