/// What a release program carries, packed by the build.
#include <gmock/gmock.h>

#include <embedded/packed.hpp>

#include <portico/middleware/compression.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/staticfiles/app.hpp>
#include <portico/staticfiles/static_files.hpp>
#include <portico/testing/client.hpp>

#include "unpack.hpp"

namespace staticfiles_tests {

using namespace portico;
using testing::HasSubstr;

class PackedTest : public testing::Test {
protected:
    PackedTest() {
        project.install(App("compression").with(compression()));
        project.install(staticfiles::app());
        project.install(App("packed").with(embedded::packed));
        palette = project.resources().open("static/packed/palette.css").value().bytes();
    }
    TestAnswer get(std::string codings, Headers headers = {}, const std::string& more = {}) {
        headers.add("Accept-Encoding", std::move(codings));
        return client.get("/static/packed/palette.css" + more, {.headers = std::move(headers)});
    }
    void expect_packed(const std::string& coding) {
        auto answer = get(coding);
        EXPECT_EQ(answer.header("Content-Encoding"), coding);
        EXPECT_LT(answer.text().size(), palette.size() / 2);
        EXPECT_EQ(unpack(coding, answer.text()), palette);
    }

    Project project{{.settings = {{"secret_key", std::string(64, 'k')}, {"allowed_hosts", List{"*"}}}, .profile = Profile::production}};
    TestClient client{project};
    std::string palette{};
};

TEST_F(PackedTest, ComesInBrotli) { expect_packed("br"); }
TEST_F(PackedTest, ComesInZstandard) { expect_packed("zstd"); }
TEST_F(PackedTest, ComesInGzip) { expect_packed("gzip"); }

TEST_F(PackedTest, ComesAsItIsToThoseWhoTakeNothingElse) {
    for (const char* codings : {"", "identity", "br;q=0, gzip;q=0, zstd;q=0", "gzip;q=0.2, identity", "*;q=0"}) {
        EXPECT_EQ(get(codings).header("Content-Encoding"), "") << codings;
        EXPECT_EQ(get(codings).text(), palette) << codings;
    }
}

TEST_F(PackedTest, ComesInWhatTheClientLikesBest) {
    EXPECT_EQ(get("gzip, deflate, br, zstd").header("Content-Encoding"), "br");
    EXPECT_EQ(get("gzip, br;q=0.5").header("Content-Encoding"), "gzip");
    EXPECT_EQ(get("*").header("Content-Encoding"), "br");
    EXPECT_EQ(get("*, br;q=0").header("Content-Encoding"), "zstd");
}

TEST_F(PackedTest, TellsCachesWhatItDependsOn) {
    for (const char* codings : {"br", "identity"}) EXPECT_EQ(get(codings).header("Vary"), "Accept-Encoding") << codings;
    auto unchanged = get("br", {{"If-None-Match", get("br").header("ETag")}});
    EXPECT_EQ(unchanged.status(), 304);
    EXPECT_EQ(unchanged.header("Vary"), "Accept-Encoding");
}

TEST_F(PackedTest, HasATagForEachCoding) {
    const std::string plain(get("").header("ETag")), packed(get("br").header("ETag"));
    EXPECT_THAT(packed, HasSubstr("-br\""));
    EXPECT_NE(packed, plain);
    EXPECT_EQ(get("br", {{"If-None-Match", plain}}).status(), 200);
    EXPECT_EQ(get("br", {{"If-None-Match", packed}}).status(), 304);
    EXPECT_EQ(get("", {{"If-None-Match", packed}}).status(), 200);
}

TEST_F(PackedTest, MayBeKeptForEverUnderItsUrl) {
    Project::Scope current(project);
    const std::string url = static_url("packed/palette.css");
    auto answer = client.get(url, {.headers = {{"Accept-Encoding", "zstd"}}});
    EXPECT_EQ(answer.header("Content-Encoding"), "zstd");
    EXPECT_THAT(std::string(answer.header("Cache-Control")), HasSubstr("immutable"));
}

TEST_F(PackedTest, PartsArePartsOfTheFileAsItIs) {
    auto answer = get("br, gzip", {{"Range", "bytes=0-9"}});
    EXPECT_EQ(answer.header("Content-Encoding"), "");
    EXPECT_EQ(answer.header("Accept-Ranges"), "bytes");
    EXPECT_EQ(get("br").header("Accept-Ranges"), "");
}

}  // namespace staticfiles_tests
