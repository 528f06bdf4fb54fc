#include <gmock/gmock.h>
#include <portico/api/endpoint.hpp>
#include <portico/api/router.hpp>
#include <portico/base/log.hpp>
#include <portico/http/request.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>
#include <portico/testing/client.hpp>

using namespace portico;
using testing::HasSubstr;

namespace {

struct Note {
    std::int64_t id = 0;
    std::string text{};
};
struct NoteIn {
    std::string text{};
    static void describe(Describe<NoteIn>& note) { note.field(&NoteIn::text).length(1, 10); }
};
struct Paging {
    int page = 1;
    int size = 20;
    std::vector<std::string> tag{};
    static void describe(Describe<Paging>& paging) { paging.field(&Paging::size).range(1, 100); }
};
struct Echo {
    int page = 0;
    int size = 0;
    std::vector<std::string> tag{};
    std::optional<std::string> q{};
    std::string client{};
};

struct Away : Error {
    using Error::Error;
};
Note away() { throw Away("the database does not answer", "is it running?"); }

Note get_note(api::Path<std::int64_t> id) {
    if (*id == 404) throw Http404("No such note.");
    if (*id == 500) throw std::runtime_error("secret detail");
    return {.id = *id, .text = "hello"};
}
api::Created<Note> create_note(api::Body<NoteIn> note) { return Note{.id = 1, .text = note->text}; }
std::optional<Note> find_note(api::Param<"text", std::string> text) {
    if (*text == "none") return std::nullopt;
    return Note{.id = 7, .text = *text};
}
void delete_note(api::Path<std::int64_t>) {}
Echo echo(api::Query<Paging> paging, api::Param<"q", std::optional<std::string>> q, api::Header<"X-Client"> client) {
    return {.page = paging->page, .size = paging->size, .tag = paging->tag, .q = *q, .client = *client};
}
Note picky(api::Body<NoteIn> note) { throw api::ValidationError("text", "Taken already.", note->text); }

class Endpoints : public testing::Test {
protected:
    Endpoints() : project(ProjectOptions{}), client(project) {
        project.install(App("notes").with(api::router("api/notes/")
                                              .get<get_note>("<int:id>/")
                                              .delete_<delete_note>("<int:id>/")
                                              .post<create_note>("")
                                              .get<find_note>("find/")
                                              .get<echo>("echo/")
                                              .get<away>("away/")
                                              .post<picky>("picky/"))
                            .with(error_status<Away>(503)));
    }
    Project project;
    TestClient client;
};

}  // namespace

TEST_F(Endpoints, AnswerWithTheReturnedStruct) {
    auto answer = client.get("/api/notes/5/");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.text(), R"({"id":5,"text":"hello"})");
}

TEST_F(Endpoints, AnswerCreatedWith201) {
    auto answer = client.post("/api/notes/", json_body(Map{{"text", "hi"}}));
    EXPECT_EQ(answer.status(), 201);
    EXPECT_EQ(answer.text(), R"({"id":1,"text":"hi"})");
}

TEST_F(Endpoints, AnswerNothingWith204) { EXPECT_EQ(client.remove("/api/notes/5/").status(), 204); }

TEST_F(Endpoints, AnswerAnEmptyOptionalWith404) {
    EXPECT_EQ(client.get("/api/notes/find/?text=x").status(), 200);
    EXPECT_EQ(client.get("/api/notes/find/?text=none").status(), 404);
}

TEST_F(Endpoints, ReadQueryHeadersAndDefaults) {
    auto answer = client.get("/api/notes/echo/?size=5&tag=a&tag=b", {.headers = {{"X-Client", "test"}}});
    EXPECT_EQ(answer.text(), R"({"page":1,"size":5,"tag":["a","b"],"q":null,"client":"test"})");
}

TEST_F(Endpoints, TellAllFaultsAtOnce) {
    auto answer = client.get("/api/notes/echo/?page=x&size=500");
    EXPECT_EQ(answer.status(), 422);
    EXPECT_THAT(answer.text(), HasSubstr(R"("loc":["query","page"])"));
    EXPECT_THAT(answer.text(), HasSubstr(R"("loc":["query","size"])"));
    EXPECT_THAT(answer.text(), HasSubstr(R"({"type":"missing","loc":["header","X-Client"],"msg":"Field required","input":null})"));
}

TEST_F(Endpoints, RefuseABodyThatIsMissingOrNoJson) {
    EXPECT_THAT(client.post("/api/notes/").text(), HasSubstr(R"({"type":"missing","loc":["body"])"));
    EXPECT_EQ(client.post("/api/notes/", {{"text", "hi"}}).status(), 422);
}

TEST_F(Endpoints, GiveTheHandlersOwnFaults) {
    auto answer = client.post("/api/notes/picky/", json_body(Map{{"text", "dup"}}));
    EXPECT_EQ(answer.status(), 422);
    EXPECT_THAT(answer.text(), HasSubstr(R"({"type":"value_error","loc":["body","text"],"msg":"Taken already.","input":"dup"})"));
}

TEST_F(Endpoints, TurnHttpErrorsIntoJson) {
    auto answer = client.get("/api/notes/404/");
    EXPECT_EQ(answer.status(), 404);
    EXPECT_EQ(answer.text(), R"({"detail":"No such note."})");
}

TEST_F(Endpoints, KeepUnexpectedErrorsToTheLog) {
    auto answer = client.get("/api/notes/500/", {.headers = {{"Accept", "application/json"}}});
    EXPECT_EQ(answer.status(), 500);
    EXPECT_THAT(answer.text(), testing::Not(HasSubstr("secret detail")));
}

TEST_F(Endpoints, SayWhenToAskAgainAndTheReasonToTheLog) {
    log::Capture lines;
    auto answer = client.get("/api/notes/away/?token=secret");
    EXPECT_EQ(answer.status(), 503);
    EXPECT_EQ(answer.header("Retry-After"), "5");
    EXPECT_THAT(answer.text(), testing::Not(HasSubstr("database")));
    EXPECT_THAT(lines.text(), HasSubstr("503 GET /api/notes/away/: the database does not answer (is it running?)"));
}

TEST_F(Endpoints, RefuseOtherMethods) {
    auto answer = client.put("/api/notes/5/");
    EXPECT_EQ(answer.status(), 405);
}

TEST_F(Endpoints, ServeTheirDescription) {
    auto document = client.get("/openapi.json").json();
    EXPECT_EQ(document.attribute("openapi")->str(), "3.1.0");
    EXPECT_TRUE(document.attribute("paths")->attribute("/api/notes/{id}/")->attribute("delete"));
}

TEST_F(Endpoints, AreDescribedOnAPageForPeople) {
    auto answer = client.get("/docs");
    ASSERT_EQ(answer.status(), 200);
    auto page = answer.text();
    EXPECT_THAT(page, HasSubstr("<code>/api/notes/{id}/</code>"));
    EXPECT_THAT(page, HasSubstr("<td>1 to 100, by default 20</td>")) << "a parameter's rules";
    EXPECT_THAT(page, HasSubstr("<td>1 to 10 characters</td>")) << "a body's";
    EXPECT_THAT(page, HasSubstr("{\n  &quot;text&quot;: &quot;text&quot;\n}")) << "an example to send";
    EXPECT_THAT(page, HasSubstr("list of ValidationError"));
    EXPECT_THAT(page, HasSubstr(R"(data-method="DELETE" data-path="/api/notes/{id}/")"));
}
