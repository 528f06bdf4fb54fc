#include "attacked_site.hpp"

#include <filesystem>
#include <memory>

#include <portico/admin/admin.hpp>
#include <portico/api/router.hpp>
#include <portico/auth/app.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/messages.hpp>
#include <portico/auth/session.hpp>
#include <portico/base/log.hpp>
#include <portico/base/signing.hpp>
#include <portico/forms/model_form.hpp>
#include <portico/http/cookies.hpp>
#include <portico/http/url.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/resources.hpp>
#include <portico/routing/urls.hpp>
#include <portico/storage/app.hpp>
#include <portico/storage/storage.hpp>
#include <portico/templates/render.hpp>
#include <portico/testing/live_server.hpp>

#include "database_fixture.hpp"

using namespace portico;

namespace attacked {

void Note::describe(orm::Describe<Note>& note) {
    note.field(&Note::text).max_length(2000);
    note.field(&Note::file).blank().max_length(200);
    note.display(&Note::text);
}

namespace {

using NoteForm = forms::ModelForm<Note, &Note::text>;

Response who(Request& request) { return Response(auth::current_user(request) ? auth::current_user(request).login() : "nobody"); }

Response count(Request& request) {
    auth::session(request).set("count", auth::session(request).get("count", 0).as_integer().value_or(0) + 1);
    return Response(auth::session(request).get("count").str());
}

Response notes(Request& request) {
    auto form = NoteForm(request);
    if (form.is_valid() && form.save()) {
        auth::messages(request).success("Saved: " + form->text);
        return redirect("/notes/");
    }
    return render(request, "security/notes.html", {{"q", std::string(request.query().get("q"))}, {"notes", Note::objects.order_by(-F(&Note::id)).limit(30)}, {"form", form}});
}

Response upload(Request& request) {
    const UploadedFile* file = request.file("file");
    if (!file) throw BadRequest("no file");
    const std::string name = default_storage().save(storage_name("uploads/", file->name()), *file);
    Note::objects.create({.text = file->name(), .file = default_storage().url(name)});
    return Response(name);
}

/// Puts what it is given into a header, a cookie and an address, as careless code does.
Response echo(Request& request) {
    const std::string given(request.query().get("x"));
    const std::string_view where = request.query().get("in");
    if (where == "location") return redirect("/next/" + given);
    if (where == "cookie") return Response("ok").set_cookie({.name = "given", .value = given});
    if (where == "download") return Response("ok").set("Content-Disposition", "attachment; filename=\"" + given + "\"");
    return Response("ok").set("X-Given", given);
}

Response voucher(Request& request) {
    const TimestampSigner signer(Project::current().settings().secret_key, "tests.voucher");
    if (!request.query().contains("v")) return Response(signer.sign("10"));
    try {
        return Response("worth " + signer.unsign(request.query().get("v"), std::chrono::hours(1)));
    } catch (const BadSignature&) {
        throw BadRequest("This voucher is no good.");
    }
}

Response breaks(Request&) { throw std::runtime_error("broken: password=hunter2"); }

struct NoteIn {
    std::string text{};
    static void describe(Describe<NoteIn>& note) { note.field(&NoteIn::text).length(1, 100); }
};
struct NoteOut {
    std::string text{};
    bool approved = false;
    static void describe(Describe<NoteOut>&) {}
};

NoteOut create_note(api::Body<NoteIn> given, auth::CurrentUser) {
    Note note = Note::objects.create({.text = given->text});
    return {note.text, note.approved};
}

App pages() {
    return App("attacked")
        .with(orm::models<Note>())
        .with(admin::models<Note>())
        .with(AppResources{.label = "attacked", .folder = PORTICO_SITE_FOLDER})
        .with(urls({path<who>("who/"), path<count>("count/"), path<notes>("notes/"), path<upload>("upload/"), path<echo>("echo/"), path<voucher>("voucher/"), path<breaks>("breaks/")}))
        .with(api::router("api/notes/").post<create_note>(""));
}

struct Running {
    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:" + (folder.path() / "db.sqlite3").string()};
    std::ostringstream out;
    Project project{{.settings = {{"database.url", database.url()}, {"secret_key", "a secret of the tests, long enough that nobody guesses it"},
                                  {"allowed_hosts", List{"example.org", "127.0.0.1"}}, {"media_root", (folder.path() / "media").string()},
                                  {"auth.registration", true}, {"security.trusted_proxies", List{"127.0.0.1"}}, {"storage.serve_media", true}},
                     .profile = Profile::test, .root = folder.path(), .out = &out, .err = &out}};
    std::optional<LiveServer> server;

    Running() {
        log::set_level(log::Level::error);
        project.install(auth::app());
        project.install(admin::app(), "admin/");
        project.install(storage::app());
        project.install(pages());
        Project::Scope current(project);
        migrations::create_tables(project);
        server.emplace(project, 2);
    }
};

std::unique_ptr<Running>& site() {
    static std::unique_ptr<Running> one;
    return one;
}

/// The site ends with the tests: when the program ends, this thread's event loop is gone, and with it the way to the database.
class EndOfTests : public testing::Environment {
public:
    void TearDown() override { site().reset(); }
};
const testing::Environment* const end_of_tests = testing::AddGlobalTestEnvironment(new EndOfTests);

Running& running() {
    if (!site()) site() = std::make_unique<Running>();
    return *site();
}

}  // namespace

Project& project() { return running().project; }
std::uint16_t port() { return running().server->port(); }
std::string media_folder() { return (running().folder.path() / "media").string(); }

auth::User make_user(const std::string& password) {
    static int number = 0;
    const std::string name = "user" + std::to_string(++number);
    return auth::create_user(name, name + "@example.org", password);
}

Reply Attacker::send(const std::string& method, const std::string& target, const std::string& type, const std::string& body, const Headers& headers) {
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
    std::string jar;
    for (const auto& [name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    if (!jar.empty()) text += "Cookie: " + jar + "\r\n";
    if (!type.empty()) text += "Content-Type: " + type + "\r\n";
    if (method != "GET") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    Reply reply = raw(text + "\r\n" + body);
    keep_cookies(reply);
    return reply;
}

Reply Attacker::raw(const std::string& request) {
    test::Client client(port());
    client.send(request);
    return client.read();
}

void Attacker::keep_cookies(const Reply& reply) {
    static const std::regex line("\r\nSet-Cookie: ([^=]+)=([^;\r]*)([^\r]*)", std::regex::icase);
    for (std::sregex_iterator found(reply.head.begin(), reply.head.end(), line), end; found != end; ++found) {
        const std::string name = (*found)[1], value = (*found)[2], more = (*found)[3];
        if (more.find("Max-Age=0") != more.npos) cookies.erase(name);
        else cookies[name] = value;
    }
}

Reply Attacker::post(const std::string& target, const Form& form, const Headers& headers) {
    std::string body;
    for (const auto& [name, value] : form) body += (body.empty() ? "" : "&") + form_encode(name) + "=" + form_encode(value);
    return send("POST", target, "application/x-www-form-urlencoded", body, headers);
}

std::string Attacker::token() {
    const std::string page = get("/login/").body;
    std::smatch found;
    return std::regex_search(page, found, std::regex("name=\"csrfmiddlewaretoken\" value=\"([^\"]+)\"")) ? found[1].str() : "";
}

Reply Attacker::post_with_token(const std::string& target, Form form, const Headers& headers) {
    form.emplace_back("csrfmiddlewaretoken", token());
    return post(target, form, headers);
}

Reply Attacker::log_in(const std::string& name, const std::string& password, const Form& more, const Headers& headers) {
    Form form{{"username", name}, {"password", password}};
    form.insert(form.end(), more.begin(), more.end());
    return post_with_token("/login/", form, headers);
}

}  // namespace attacked
