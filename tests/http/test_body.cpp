#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>

namespace portico {
namespace {

/// A body that arrives in pieces.
class Pieces : public BodySource {
public:
    explicit Pieces(std::vector<std::string> pieces, std::optional<std::uint64_t> size = {})
        : pieces_(std::move(pieces)), size_(size) {}
    std::string_view read() override {
        return at_ < pieces_.size() ? std::string_view(pieces_[at_++]) : std::string_view();
    }
    std::optional<std::uint64_t> size() const override { return size_; }
    std::size_t taken() const { return at_; }

private:
    std::vector<std::string> pieces_;
    std::optional<std::uint64_t> size_;
    std::size_t at_ = 0;
};

constexpr auto urlencoded = "application/x-www-form-urlencoded; charset=utf-8";
constexpr auto multipart = "Multipart/Form-Data; Boundary=B";
const std::string multipart_body =
    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
    "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n22\r\n--B--\r\n";

RequestData post(const char* content_type, std::string body) {
    return {.method = "POST", .headers = {{"Content-Type", content_type}}, .body = std::move(body)};
}
RequestData post(const char* content_type, Pieces& source) {
    return {.method = "POST", .headers = {{"Content-Type", content_type}}, .source = &source};
}

TEST(RequestBody, IsReadWhenAskedFor) {
    Pieces source({"hel", "lo"});
    Request request(post("text/plain", source));
    EXPECT_EQ(source.taken(), 0u);
    EXPECT_EQ(request.body(), "hello");
    EXPECT_EQ(request.body(), "hello");
}

TEST(RequestBody, HasALimit) {
    RequestLimits limits{.body = 4};
    Pieces announced({"hello"}, 5);
    Request early(post("text/plain", announced));
    early.set_limits(limits);
    EXPECT_THROW(early.body(), PayloadTooLarge);
    EXPECT_EQ(announced.taken(), 0u);

    Pieces chunked({"hel", "lo"});
    Request late(post("text/plain", chunked));
    late.set_limits(limits);
    EXPECT_THROW(late.body(), PayloadTooLarge);

    Request memory(post("text/plain", "hello"));
    memory.set_limits(limits);
    EXPECT_THROW(memory.body(), PayloadTooLarge);
}

TEST(RequestBody, CanBeTakenInPieces) {
    Pieces source({"hel", "lo"});
    Request request(post("text/plain", source));
    EXPECT_EQ(request.read_piece(), "hel");
    EXPECT_EQ(request.read_piece(), "lo");
    EXPECT_EQ(request.read_piece(), "");
    EXPECT_THROW(request.body(), Error);
}

TEST(RequestForm, IsParsedFromUrlencodedText) {
    Request request(post(urlencoded, "a=1&b=x+y"));
    EXPECT_EQ(request.form().get("b"), "x y");
    EXPECT_EQ(request.body(), "a=1&b=x+y");
}

TEST(RequestForm, IsEmptyWhenTheBodyIsNoForm) {
    Request request(post("application/json", "{}"));
    EXPECT_TRUE(request.form().empty());
    EXPECT_EQ(request.body(), "{}");
}

TEST(RequestForm, IsParsedFromMultipart) {
    Pieces source({multipart_body.substr(0, 70), multipart_body.substr(70)});
    Request request(post(multipart, source));
    EXPECT_EQ(request.form().get("a"), "1");
    ASSERT_NE(request.file("f"), nullptr);
    EXPECT_EQ(request.file("f")->content(), "22");
    EXPECT_EQ(request.file("a"), nullptr);
    EXPECT_THROW(request.body(), Error);
}

TEST(RequestForm, MayFollowTheBodyInMemory) {
    Pieces source({multipart_body});
    Request request(post(multipart, source));
    EXPECT_EQ(request.body(), multipart_body);
    EXPECT_EQ(request.form().get("a"), "1");
}

TEST(RequestForm, OfBrokenMultipartIsABadRequestEachTime) {
    Pieces source({multipart_body.substr(0, 70)});
    Request request(post(multipart, source));
    EXPECT_THROW(request.form(), BadRequest);
    EXPECT_THROW(request.files(), BadRequest);
}

TEST(RequestForm, HasALimitForTheWholeUpload) {
    RequestLimits limits{.upload = 100};
    Pieces source({multipart_body});
    Request request(post(multipart, source));
    request.set_limits(limits);
    EXPECT_THROW(request.form(), PayloadTooLarge);
}

} // namespace
} // namespace portico
