#include <fstream>

#include <gmock/gmock.h>

#include <portico/base/json.hpp>
#include <portico/http/request.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/client.hpp>

namespace testing_tests {

using namespace portico;
using testing::ElementsAre;
using testing::HasSubstr;

/// Says what it got.
Response echo(Request& request) {
    Map answer{{"method", request.method()},
               {"path", request.full_path()},
               {"host", request.host()},
               {"secure", request.is_secure()},
               {"address", request.remote_address()}};
    Map form;
    for (const auto& [name, value] : request.form()) form.append(name, Value(value));
    answer.set("form", Value(form));
    for (const UploadedFile& file : request.files())
        answer.set(file.field(), Value(file.name() + "|" + file.content_type() + "|" + file.content()));
    answer.set("theme", Value(request.cookie("theme")));
    answer.set("x", Value(request.header("X-Test")));
    answer.set("csrf exempt", Value(request.find<CsrfExempt>() != nullptr));
    return Response::json(to_json(Value(answer)));
}
Response raw(Request& request) {
    return Response::text(std::string(request.content_type()) + ": " + std::string(request.body()));
}
Response set_theme(Request&) {
    return redirect("/echo/").set_cookie({.name = "theme", .value = "dark; blue"});
}
Response drop_theme(Request&) { return Response("gone").delete_cookie("theme"); }
Response loop(Request&) { return redirect("/loop/"); }
Response elsewhere(Request&) { return redirect("https://example.org/echo/"); }
Response keep(Request&) { return redirect("/echo/?kept=1", 307); }
Response stream(Request&) {
    return Response::stream("text/plain", [](BodyWriter& out) {
        out.write("a");
        out.flush();
        out.write("b");
    });
}

struct User {
    std::string name{};
};
Response who(Request& request) {
    auto* user = request.find<User>();
    return Response::text(user ? user->name : "nobody");
}

class ClientTest : public testing::Test {
protected:
    ClientTest() {
        project.install(App("echo").with(
            urls({path<echo>("echo/"), path<raw>("raw/"), path<set_theme>("set/"), path<drop_theme>("drop/"),
                  path<loop>("loop/"), path<elsewhere>("elsewhere/"), path<keep>("keep/"),
                  path<stream>("stream/"), path<who>("who/")})));
    }
    static Value field(const TestAnswer& answer, std::string_view name) {
        return *answer.json().attribute(name);
    }

    Project project{ProjectOptions{}};
    TestClient client{project};
};

TEST_F(ClientTest, GetsAPage) {
    auto answer = client.get("/echo/?page=2");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(field(answer, "path"), Value("/echo/?page=2"));
    EXPECT_EQ(field(answer, "host"), Value("testserver"));
    EXPECT_EQ(field(answer, "address"), Value("127.0.0.1"));
}

TEST_F(ClientTest, UsesEveryMethod) {
    EXPECT_EQ(field(client.put("/echo/"), "method"), Value("PUT"));
    EXPECT_EQ(field(client.patch("/echo/"), "method"), Value("PATCH"));
    EXPECT_EQ(field(client.remove("/echo/"), "method"), Value("DELETE"));
    EXPECT_EQ(client.head("/echo/").text(), "");
}

TEST_F(ClientTest, PostsAForm) {
    auto answer = client.post("/echo/", {{"title", "A & B"}, {"tag", 7}});
    EXPECT_EQ(to_json(field(answer, "form")), R"({"title":"A & B","tag":"7"})");
}

TEST_F(ClientTest, UploadsFiles) {
    auto answer =
        client.post("/echo/", {{"title", "Hi"},
                               {"cover", TestFile{"a b.png", std::string("\0\r\n--x", 6), "image/png"}}});
    EXPECT_EQ(to_json(field(answer, "form")), R"({"title":"Hi"})");
    EXPECT_EQ(field(answer, "cover"), Value("a b.png|image/png|" + std::string("\0\r\n--x", 6)));
}

TEST_F(ClientTest, PostsJson) {
    EXPECT_EQ(client.post("/raw/", json_body(Map{{"a", 1}})).text(), "application/json: {\"a\":1}");
    EXPECT_EQ(client.put("/raw/", RequestBody("x,y", "text/csv")).text(), "text/csv: x,y");
}

TEST_F(ClientTest, KeepsCookiesUntilTheyGo) {
    client.get("/set/");
    EXPECT_EQ(client.cookies().at("theme"), "dark; blue");
    EXPECT_EQ(field(client.get("/echo/"), "theme"), Value("dark; blue"));
    client.get("/drop/");
    EXPECT_TRUE(client.cookies().empty());
}

TEST_F(ClientTest, FollowsRedirectsWhenAsked) {
    EXPECT_EQ(client.get("/set/").location(), "/echo/");
    auto answer = client.post("/set/", {{"a", "1"}}, {.follow = true});
    EXPECT_EQ(field(answer, "method"), Value("GET"));
    EXPECT_THAT(answer.redirects(), ElementsAre(testing::Pair("/echo/", 302)));
}

TEST_F(ClientTest, KeepsTheMethodWhereTheStatusSaysSo) {
    auto answer = client.post("/keep/", {{"a", "1"}}, {.follow = true});
    EXPECT_EQ(field(answer, "method"), Value("POST"));
    EXPECT_EQ(to_json(field(answer, "form")), R"({"a":"1"})");
}

TEST_F(ClientTest, StopsAtRedirectsWithoutEnd) {
    EXPECT_THROW(client.get("/loop/", {.follow = true}), Error);
}
TEST_F(ClientTest, DoesNotFollowToAnotherSite) {
    EXPECT_EQ(client.get("/elsewhere/", {.follow = true}).status(), 302);
}

TEST_F(ClientTest, SendsHeaders) {
    client.headers().set("X-Test", "always");
    EXPECT_EQ(field(client.get("/echo/"), "x"), Value("always"));
    EXPECT_EQ(field(client.get("/echo/", {.headers = {{"X-Test", "once"}}, .secure = true}), "x"),
              Value("once"));
}

TEST_F(ClientTest, ReadsStreams) { EXPECT_EQ(client.get("/stream/").text(), "ab"); }

TEST_F(ClientTest, IsFreeOfCsrfUnlessItAsksForIt) {
    EXPECT_EQ(field(client.get("/echo/"), "csrf exempt"), Value(true));
    client.enforce_csrf = true;
    EXPECT_EQ(field(client.get("/echo/"), "csrf exempt"), Value(false));
}

TEST_F(ClientTest, LetsRoomsFillTheRequestsSlots) {
    client.before_request([](Request& request) { request.emplace<User>(User{"ann"}); });
    auto answer = client.get("/who/");
    EXPECT_EQ(answer.text(), "ann");
    EXPECT_EQ(answer.request().find<User>()->name, "ann");
}

}  // namespace testing_tests
