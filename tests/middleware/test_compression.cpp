#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <zlib.h>

#include <portico/middleware/compression.hpp>

#include "run.hpp"

namespace portico {
namespace {

const std::string text(5000, 'x');

std::string unpacked(std::string_view packed) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string out(20000, '\0');
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int result = inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return result == Z_STREAM_END ? out : "not gzip";
}

RequestData accepting(std::string codings) { return {.headers = {{"Accept-Encoding", codings}}}; }
Response compressed(std::string codings, Response response) {
    return run(compression(), accepting(std::move(codings)), [&](Request&) { return response; });
}

TEST(Compression, PacksText) {
    Response response = compressed("br, gzip;q=0.5", Response(text));
    EXPECT_EQ(response.header("Content-Encoding"), "gzip");
    EXPECT_EQ(response.header("Vary"), "Accept-Encoding");
    EXPECT_LT(response.text().size(), 300u);
    EXPECT_EQ(unpacked(response.text()), text);
}

TEST(Compression, AsksWhetherTheClientTakesIt) {
    EXPECT_EQ(compressed("", Response(text)).header("Content-Encoding"), "");
    EXPECT_EQ(compressed("br", Response(text)).header("Content-Encoding"), "");
    EXPECT_EQ(compressed("gzip;q=0", Response(text)).header("Content-Encoding"), "");
    EXPECT_EQ(compressed("*", Response(text)).header("Content-Encoding"), "gzip");
    EXPECT_EQ(compressed("br", Response(text)).header("Vary"), "Accept-Encoding");
}

TEST(Compression, LeavesWhatIsSmallPackedOrNoText) {
    EXPECT_EQ(compressed("gzip", Response("small")).header("Vary"), "");
    EXPECT_EQ(compressed("gzip", Response(text, 200, "image/png")).header("Content-Encoding"), "");
    EXPECT_EQ(
        compressed("gzip", Response(text).set("Content-Encoding", "identity")).header("Content-Encoding"),
        "identity");
    EXPECT_EQ(compressed("gzip", Response(text, 200, "text/event-stream")).header("Content-Encoding"), "");
}

TEST(Compression, WeakensAStrongEntityTag) {
    EXPECT_EQ(compressed("gzip", Response(text).set("ETag", "\"a\"")).header("ETag"), "W/\"a\"");
    EXPECT_EQ(compressed("", Response(text).set("ETag", "\"a\"")).header("ETag"), "\"a\"");
}

TEST(Compression, LeavesRangesToTextsAsTheyAre) {
    const Response ranged = Response(text).set("Accept-Ranges", "bytes");
    EXPECT_EQ(compressed("gzip", ranged).header("Accept-Ranges"), "");
    RequestData part = accepting("gzip");
    part.headers.add("Range", "bytes=0-9");
    const Response whole = run(compression(), std::move(part), [&](Request&) { return ranged; });
    EXPECT_EQ(whole.header("Content-Encoding"), "");
    EXPECT_EQ(whole.header("Accept-Ranges"), "bytes");
}

TEST(Compression, HidesTheExactLength) {
    std::set<std::size_t> sizes;
    for (int i = 0; i < 50; ++i) sizes.insert(compressed("gzip", Response(text)).text().size());
    EXPECT_GT(sizes.size(), 5u);
}

struct Collected : BodyWriter {
    void write(std::string_view piece) override { bytes += piece; }
    void flush() override { at_flush = bytes.size(); }
    std::string bytes;
    std::size_t at_flush = 0;
};

TEST(Compression, PacksStreams) {
    Response response = compressed("gzip", Response::stream("text/csv", [](BodyWriter& out) {
                                       out.write("first,");
                                       out.flush();
                                       out.write("second");
                                   }));
    EXPECT_EQ(response.header("Content-Encoding"), "gzip");
    Collected out;
    std::get<StreamBody>(response.body()).write(out);
    EXPECT_GT(out.at_flush, 10u);
    EXPECT_EQ(unpacked(out.bytes), "first,second");
}

} // namespace
} // namespace portico
