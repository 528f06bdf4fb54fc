/// What is sent in to be shown, stored, redirected to or signed.
#include <filesystem>
#include <fstream>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/url.hpp>
#include <portico/orm/query_set.hpp>

#include "attacked_site.hpp"

namespace attacked {

using namespace portico;

// Cross-site scripting

const std::vector<std::string>& scripts() {
    static const std::vector<std::string> all{
        "<script>alert(1)</script>", "\"><script>alert(2)</script>", "' onmouseover='alert(3)", "\" autofocus onfocus=alert(4) x=\"", "<img src=x onerror=alert(5)>", "</title><svg onload=alert(6)>",
        "</script><script>alert(7)</script>", "<!--<script>", "{{ 7|add:7 }}", "<a href=\"javascript:alert(8)\">x</a>", "<iframe srcdoc='<script>alert(9)</script>'>", "\x3csvg/onload=alert(10)\x3e", "`${alert(11)}`"};
    return all;
}

/// Does it stand in the page as it is, outside of the JSON that json_script writes, where quotes are no danger?
bool has_live(const std::string& page, const std::string& script) {
    static const std::regex json("<script id=\"q\" type=\"application/json\">[^<>&]*</script>");
    return script.find_first_of("<\"'") != script.npos && std::regex_replace(page, json, "").find(script) != std::string::npos;
}

class AttackScripts : public Attack {};

TEST_F(AttackScripts, ReflectedAreText) {
    for (const std::string& script : scripts()) {
        const std::string at = "?q=" + percent_encode(script, "");
        for (const std::string& page : {"/notes/" + at, "/nowhere/" + percent_encode(script, "") + "/", "/login/?next=" + percent_encode(script, ""), "/admin/login/?next=" + percent_encode(script, ""), "/breaks/" + at})
            EXPECT_FALSE(has_live(attacker.get(page).body, script)) << page;
        EXPECT_FALSE(has_live(attacker.log_in(script, "x", {}, {{"X-Forwarded-For", "203.0.113.40"}}).body, script)) << script;
    }
    EXPECT_THAT(attacker.get("/notes/?q=%7B%7B%207%7Cadd%3A7%20%7D%7D").body, Not(HasSubstr("<p class=\"14\">"))) << "no template is made of it";
}

TEST_F(AttackScripts, StoredAreTextOnTheSiteAndInTheAdmin) {
    auth::User root = auth::create_superuser("root-" + user.username, "", "kelp forest");
    Attacker boss;
    boss.log_in(root.username);
    for (const std::string& script : scripts()) {
        ASSERT_EQ(attacker.post_with_token("/notes/", {{"text", script}}).status, 302);
        EXPECT_FALSE(has_live(attacker.get("/notes/").body, script)) << "the message and the list: " << script;
    }
    const Note last = *Note::objects.order_by(-F(&Note::id)).first();
    const std::string row = "/admin/attacked/note/" + std::to_string(last.id.value()) + "/";
    for (const std::string& page : {std::string("/notes/"), std::string("/admin/attacked/note/"), row + "change/", row + "delete/", row + "history/", std::string("/admin/"), "/admin/search/?q=" + percent_encode("alert", "")}) {
        const Reply shown = boss.get(page);
        EXPECT_EQ(shown.status, 200) << page;
        for (const std::string& script : scripts()) EXPECT_FALSE(has_live(shown.body, script)) << page << ": " << script;
    }
}

TEST_F(AttackScripts, ThePolicyWouldStopThemAnyway) {
    const std::string policy = attacker.get("/login/").header("content-security-policy");
    EXPECT_THAT(policy, AllOf(HasSubstr("script-src 'self'"), HasSubstr("object-src 'none'"), HasSubstr("base-uri 'self'"), HasSubstr("frame-ancestors 'none'"), Not(HasSubstr("unsafe"))));
}

// Headers

class AttackHeaders : public Attack {};

TEST_F(AttackHeaders, NothingSentInBeginsANewLine) {
    for (const char* in : {"header", "location", "cookie", "download"}) {
        for (const char* x : {"a%0d%0aX-Injected:%20yes", "a%0aX-Injected:%20yes", "a%0dX-Injected:%20yes", "a%0d%0a%0d%0a%3Cscript%3E", "a%00b", "%E5%98%8D%E5%98%8AX-Injected:%20yes", "a%22%3B%20filename%3D%22evil.html"}) {
            const Reply reply = attacker.get(std::string("/echo/?in=") + in + "&x=" + x);
            EXPECT_EQ(reply.header("x-injected"), "") << in << " " << x;
            EXPECT_THAT(reply.body, Not(HasSubstr("<script>"))) << in << " " << x;
        }
    }
}

TEST_F(AttackHeaders, OtherHostsAreNotAnswered) {
    for (const char* host : {"evil.example", "example.org.evil.example", "evil.example#example.org", "example.org@evil.example", "example.org:80@evil.example", "example.org/evil", "*", "exa mple.org", "[::1", "example.org:port"}) {
        attacker.host = host;
        EXPECT_EQ(attacker.get("/who/").status, 400) << host;
    }
    attacker.host = "EXAMPLE.org:8000";
    EXPECT_EQ(attacker.get("/who/").status, 200);
    EXPECT_EQ(Attacker::raw("GET /who/ HTTP/1.1\r\nHost: example.org\r\nHost: evil.example\r\nConnection: close\r\n\r\n").status, 400) << "two of them";
    EXPECT_EQ(Attacker::raw("GET http://evil.example/who/ HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n").status, 400) << "another in the target";
    attacker.host = "example.org";
    EXPECT_EQ(attacker.get("/who/", {{"X-Forwarded-Host", "evil.example"}}).status, 400) << "a proxy that hands on what it got";
    EXPECT_EQ(attacker.get("/who/", {{"X-Host", "evil.example"}, {"X-Original-URL", "/admin/"}, {"X-Rewrite-URL", "/admin/"}}).body, "nobody");
}

// Redirects

TEST_F(AttackHeaders, LoginAndLogoutLeadToNoOtherSite) {
    for (const char* place : {"https://evil.example/", "http:///evil.example", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "/\n/evil.example",
                              "https:evil.example", "http:\\\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", " https://evil.example", "\thttps://evil.example", "https://example.org@evil.example/",
                              "https://example.org.evil.example/", "//example.org@evil.example", "http://[::1", "\x08//evil.example", "https://evil.example\\@example.org/", "/%09/evil.example/..//evil.example\\"}) {
        Attacker one;
        const std::string there = one.log_in(user.username, "kelp forest", {{"next", place}}).header("location");
        EXPECT_TRUE(there == "/" || (there.starts_with("/%") && there.find("//evil") != 0)) << place << " led to " << there;
        const std::string out = one.post_with_token("/logout/", {{"next", place}}).header("location");
        EXPECT_TRUE(out.empty() || out.starts_with("/%")) << place << " led to " << out;
        EXPECT_THAT(one.get("/login/?next=" + percent_encode(place, "")).body, Not(HasSubstr("name=\"next\" value=\"https://evil")));
    }
}

// Uploads

class AttackUploads : public Attack {
protected:
    Reply upload(const std::string& name, const std::string& content, const std::string& type = "text/plain") {
        const std::string body = "--b\r\nContent-Disposition: form-data; name=\"csrfmiddlewaretoken\"\r\n\r\n" + attacker.token() +
                                 "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: " + type + "\r\n\r\n" + content + "\r\n--b--\r\n";
        return attacker.send("POST", "/upload/", "multipart/form-data; boundary=b", body);
    }
};

TEST_F(AttackUploads, NamesLeadNowhereElse) {
    for (const char* name : {"../../../etc/passwd", "..\\..\\windows\\x.txt", "/etc/passwd", "....//....//x.txt", "a/../../x.txt", "%2e%2e%2fx.txt", "..", ".", "x\0y.txt", "C:\\x.txt", "~/.ssh/authorized_keys", "x.txt/../../../y.txt", "…/x.txt"}) {
        const Reply reply = upload(name, "harmless");
        if (reply.status == 200) {
            EXPECT_THAT(reply.body, testing::StartsWith("uploads/")) << name;
            EXPECT_THAT(reply.body, Not(HasSubstr(".."))) << name;
            EXPECT_TRUE(std::filesystem::is_regular_file(media_folder() + "/" + reply.body)) << name;
        } else {
            EXPECT_EQ(reply.status, 400) << name;
        }
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(media_folder()).parent_path())) {
        if (!entry.is_regular_file() || entry.path().filename().string().starts_with("db.sqlite3")) continue;
        EXPECT_THAT(entry.path().string(), testing::StartsWith(media_folder() + "/uploads/"));
    }
}

TEST_F(AttackUploads, WhatRunsIsOfferedForSavingAlone) {
    for (const auto& [name, type] : {std::pair("page.html", "text/html"), std::pair("picture.svg", "image/svg+xml"), std::pair("page.xhtml", "application/xhtml+xml"), std::pair("code.js", "text/javascript"), std::pair("sheet.xml", "text/xml"), std::pair("page.htm", "image/png"), std::pair("noending", "text/html")}) {
        const Reply kept = upload(name, "<script>alert(1)</script>", type);
        ASSERT_EQ(kept.status, 200) << name;
        const Reply shown = attacker.get("/media/" + kept.body);
        EXPECT_EQ(shown.status, 200);
        EXPECT_THAT(shown.header("content-disposition"), testing::StartsWith("attachment")) << name;
        EXPECT_EQ(shown.header("x-content-type-options"), "nosniff");
        EXPECT_EQ(shown.header("content-security-policy"), "default-src 'none'; sandbox") << name;
    }
}

TEST_F(AttackUploads, PathsOfUploadedAndStaticFilesLeadNowhereElse) {
    std::ofstream(std::filesystem::path(media_folder()).parent_path() / "secret.txt") << "the secret";
    for (const char* path : {"/media/../secret.txt", "/media/%2e%2e/secret.txt", "/media/..%2fsecret.txt", "/media/uploads/../../secret.txt", "/media/....//secret.txt", "/media//etc/passwd", "/media/%2fetc/passwd", "/media/..%5csecret.txt", "/media/%00",
                             "/media/secret.txt%00.png", "/static/../secret.txt", "/static/%2e%2e/%2e%2e/secret.txt", "/static//etc/passwd", "/static/admin/../../secret.txt"}) {
        const Reply reply = Attacker::raw(std::string("GET ") + path + " HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n");
        EXPECT_TRUE(reply.status == 404 || reply.status == 400) << path << " " << reply.status;
        EXPECT_THAT(reply.body, AllOf(Not(HasSubstr("the secret")), Not(HasSubstr("root:")))) << path;
    }
    std::filesystem::remove(std::filesystem::path(media_folder()).parent_path() / "secret.txt");
}

// Fields that are not on the form

class AttackFields : public Attack {};

TEST_F(AttackFields, AFormTakesItsOwnAlone) {
    attacker.post_with_token("/notes/", {{"text", "mass"}, {"approved", "on"}, {"id", "99999"}, {"file", "/evil"}});
    const Note note = Note::objects.get(F(&Note::text) == "mass");
    EXPECT_FALSE(note.approved);
    EXPECT_EQ(note.file, "");
    EXPECT_NE(note.id.value(), 99999);
}

TEST_F(AttackFields, WhoRegistersIsNobodySpecial) {
    const std::string name = "climber-" + user.username;
    attacker.post_with_token("/register/", {{"username", name}, {"email", name + "@example.org"}, {"password1", "seaweed umbrella"}, {"password2", "seaweed umbrella"}, {"is_staff", "on"}, {"is_superuser", "on"}, {"is_active", "on"}, {"groups", "1"}},
                             {{"X-Forwarded-For", "203.0.113.50"}});
    const auth::User made = auth::User::objects.get(F(&auth::User::username) == name);
    EXPECT_FALSE(made.is_staff || made.is_superuser || made.is_active);
}

TEST_F(AttackFields, AnEndpointTakesItsOwnAlone) {
    attacker.log_in(user.username);
    const Reply reply = attacker.send("POST", "/api/notes/", "application/json", R"({"text": "mass by json", "approved": true, "id": 5})");
    EXPECT_TRUE(reply.status == 200 || reply.status == 422);
    EXPECT_FALSE(Note::objects.exists(F(&Note::text) == "mass by json" && F(&Note::approved) == true));
}

TEST_F(AttackFields, TheAdminIsForTheStaffAlone) {
    attacker.log_in(user.username);
    for (const char* page : {"/admin/", "/admin/attacked/note/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/user/1/password/"})
        EXPECT_THAT(attacker.get(page).header("location"), testing::StartsWith("/admin/login/")) << page;
    EXPECT_NE(attacker.post_with_token("/admin/auth/user/add/", {{"username", "made"}, {"password1", "seaweed umbrella"}, {"password2", "seaweed umbrella"}}).status, 200);
    EXPECT_FALSE(auth::User::objects.exists(F(&auth::User::username) == "made"));
}

TEST_F(AttackFields, LoginsAndFiltersAreNoSql) {
    for (const char* name : {"' OR '1'='1", "\" OR 1=1 --", "admin'--", "'; DROP TABLE auth_user; --", "\\", "%", "_"}) EXPECT_NE(attacker.log_in(name, "x", {}, {{"X-Forwarded-For", "203.0.113.60"}}).status, 302) << name;
    EXPECT_EQ(attacker.post_with_token("/login/", {{"username", std::string("a\0b", 3)}, {"password", "x"}}, {{"X-Forwarded-For", "203.0.113.61"}}).status, 200) << "a zero byte";
    EXPECT_TRUE(auth::User::objects.exists(F(&auth::User::username) == user.username));
}

// Signed values

class AttackSignatures : public Attack {};

TEST_F(AttackSignatures, WhatWasChangedIsRefused) {
    const std::string good = attacker.get("/voucher/").body;
    auto worth = [&](const std::string& text) { return attacker.get("/voucher/?v=" + percent_encode(text, "")); };
    EXPECT_EQ(worth(good).body, "worth 10");
    const auto first = good.find(':'), last = good.rfind(':');
    std::string other_signature = good;
    other_signature.back() = good.back() == 'A' ? 'B' : 'A';
    for (const std::string& text : {"99" + good.substr(first), good.substr(0, first + 1) + "zzzzzz" + good.substr(last), other_signature, good.substr(0, last), std::string("10"), std::string(), std::string("::"), good + "=", good + " ", good.substr(0, last + 1)})
        EXPECT_EQ(worth(text).status, 400) << text;
    const std::string elsewhere = TimestampSigner("a secret of the tests, long enough that nobody guesses it", "another.purpose").sign("10");
    EXPECT_EQ(worth(elsewhere).status, 400) << "signed for another purpose";
    const std::string guessed = TimestampSigner("secret", "tests.voucher").sign("10");
    EXPECT_EQ(worth(guessed).status, 400) << "with another secret";
}

// What errors tell

TEST_F(AttackSignatures, ErrorsTellVisitorsNothing) {
    const Reply reply = attacker.get("/breaks/");
    EXPECT_EQ(reply.status, 500);
    EXPECT_THAT(reply.body, AllOf(Not(HasSubstr("hunter2")), Not(HasSubstr("runtime_error")), Not(HasSubstr(".cpp"))));
    EXPECT_THAT(reply.head, Not(HasSubstr("Server: ")));
}

}  // namespace attacked
