#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/response.hpp>

namespace portico {
namespace {

TEST(Response, IsMadeFromText) {
    auto view = [](std::string name) -> Response { return "Hello " + name; };
    Response response = view("Ann");
    EXPECT_EQ(response.status(), 200);
    EXPECT_EQ(response.text(), "Hello Ann");
    EXPECT_EQ(response.content_type(), "text/html; charset=utf-8");
}

TEST(Response, IsMadeFromJson) {
    Response response = Response::json("{}", 201);
    EXPECT_EQ(response.status(), 201);
    EXPECT_EQ(response.content_type(), "application/json");
}

TEST(Response, OffersAFileForDownload) {
    Response response = Response::file("media/r.pdf", {.download_name = "Café \"1\".pdf"});
    EXPECT_EQ(response.content_type(), "application/pdf");
    EXPECT_EQ(response.header("Content-Disposition"), "attachment; filename*=utf-8''Caf%C3%A9%20%221%22.pdf");
    ASSERT_TRUE(response.is_file());
    EXPECT_EQ(std::get<FileBody>(response.body()).path, "media/r.pdf");
}

struct Collected : BodyWriter {
    void write(std::string_view piece) override { text += piece; }
    void flush() override { text += '|'; }
    std::string text;
};

TEST(Response, StreamsWhatAFunctionWrites) {
    Response response = Response::stream("text/csv", [](BodyWriter& out) {
        out.write("a");
        out.flush();
        out.write("b");
    });
    Collected out;
    std::get<StreamBody>(response.body()).write(out);
    EXPECT_EQ(out.text, "a|b");
}

TEST(Response, ReplacesACookieOfTheSameNamePathAndDomain) {
    Response response;
    response.set_cookie({.name = "a", .value = "1"}).set_cookie({.name = "a", .value = "2", .path = "/x/"});
    response.set_cookie({.name = "a", .value = "3"});
    ASSERT_EQ(response.cookies().size(), 2u);
    EXPECT_EQ(response.cookies()[1].value, "3");
}

TEST(Redirect, EscapesItsLocation) {
    EXPECT_EQ(redirect("/é x?q=ü").header("Location"), "/%C3%A9%20x?q=%C3%BC");
    EXPECT_EQ(redirect("/a\r\nSet-Cookie: x").header("Location"), "/a%0D%0ASet-Cookie:%20x");
    EXPECT_EQ(redirect("/", 308).status(), 308);
}

TEST(Redirect, RefusesOtherSchemes) {
    EXPECT_THROW(redirect("javascript:alert(1)"), BadRequest);
    EXPECT_THROW(redirect(" DATA:text/html,x"), BadRequest);
    EXPECT_NO_THROW(redirect("https://example.com/"));
    EXPECT_NO_THROW(redirect("/a:b"));
}

TEST(NotModified, CarriesItsValidators) {
    Response response = not_modified("abc", HttpMoment(std::chrono::seconds(784111777)));
    EXPECT_EQ(response.status(), 304);
    EXPECT_EQ(response.header("ETag"), "\"abc\"");
    EXPECT_EQ(response.header("Last-Modified"), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_FALSE(response.may_have_body());
}

TEST(HttpErrors, KeepWhatTheClientSeesApartFromWhatTheLogSays) {
    BadRequest error("The file is no image.", "libpng says \"bad header\"");
    EXPECT_EQ(error.status(), 400);
    EXPECT_EQ(error.public_message(), "The file is no image.");
    EXPECT_STREQ(error.what(), "libpng says \"bad header\"");
    EXPECT_STREQ(Http404().what(), "404 Not Found");
    EXPECT_EQ(MethodNotAllowed("GET, HEAD").headers().get("Allow"), "GET, HEAD");
}

} // namespace
} // namespace portico
