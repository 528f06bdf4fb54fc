/// What browsers report of the Content-Security-Policy.
#include <portico/auth/csp_reports.hpp>
#include <portico/base/json.hpp>
#include <portico/orm/query_set.hpp>

#include "auth_test.hpp"

namespace portico::auth {
namespace {

using testing::HasSubstr;

class CspReporting : public AuthTest {
protected:
    int send(Value report, const std::string& type = "application/csp-report") {
        return client.post("/csp_report/", RequestBody(to_json(report), type)).status();
    }
    static Value old_kind(const std::string& page, const std::string& blocked = "inline") {
        return Value(Map{{"csp-report", Value(Map{{"document-uri", Value(page)}, {"effective-directive", "script-src-elem"}, {"blocked-uri", Value(blocked)}, {"source-file", "http://testserver/app.js?v=1"}, {"line-number", 12}, {"disposition", "enforce"}})}});
    }
};

TEST_F(CspReporting, IsAskedForByTheHeader) {
    const auto page = client.get("/login/");
    EXPECT_THAT(std::string(page.header("Content-Security-Policy")), HasSubstr("; report-uri /csp_report/; report-to csp"));
    EXPECT_EQ(page.header("Reporting-Endpoints"), "csp=\"/csp_report/\"");
}

TEST_F(CspReporting, KeepsWhatIsNewAndCountsWhatIsNot) {
    client.enforce_csrf = true;
    EXPECT_EQ(send(old_kind("http://testserver/page/?secret=1")), 204);
    EXPECT_EQ(send(old_kind("http://testserver/page/?secret=2")), 204);
    const CspReport report = CspReport::objects.get();
    EXPECT_EQ(report.directive, "script-src-elem");
    EXPECT_EQ(report.page, "/page/") << "without what may be a visitor's";
    EXPECT_EQ(report.source, "http://testserver/app.js:12");
    EXPECT_TRUE(report.enforced);
    EXPECT_EQ(report.times, 2);
}

TEST_F(CspReporting, TakesTheReportingApisForm) {
    const Value body(Map{{"documentURL", "http://testserver/a/"}, {"effectiveDirective", "img-src"}, {"blockedURL", "https://evil.example/p.png?x=1"}, {"disposition", "report"}});
    const Value other(Map{{"type", "deprecation"}, {"body", body}});
    EXPECT_EQ(send(Value(List{Value(Map{{"type", "csp-violation"}, {"body", body}}), other}), "application/reports+json"), 204);
    const CspReport report = CspReport::objects.get();
    EXPECT_EQ(report.blocked, "https://evil.example/p.png");
    EXPECT_FALSE(report.enforced);
}

TEST_F(CspReporting, KeepsNothingOfOtherSitesAndNoNonsense) {
    EXPECT_EQ(send(old_kind("http://evil.example/page/")), 204);
    EXPECT_EQ(send(Value(List{1, "two", Value()})), 204);
    EXPECT_EQ(send(Value("text")), 204);
    EXPECT_EQ(CspReport::objects.count(), 0);
    EXPECT_EQ(client.post("/csp_report/", RequestBody(std::string("{"), "application/csp-report")).status(), 400);
    EXPECT_EQ(client.post("/csp_report/", RequestBody(std::string(20000, ' '), "application/csp-report")).status(), 413);
    EXPECT_EQ(client.get("/csp_report/").status(), 405);
}

TEST_F(CspReporting, KeepsNoMoreThanFiveHundred) {
    std::vector<CspReport> rows;
    for (int i = 0; i < 500; ++i) rows.push_back({.key = std::to_string(i), .directive = "img-src", .last_seen = now() - std::chrono::minutes(1000 - i)});
    CspReport::objects.bulk_create(rows);
    send(old_kind("http://testserver/new/"));
    EXPECT_EQ(CspReport::objects.count(), 500);
    EXPECT_FALSE(CspReport::objects.exists(F(&CspReport::key) == "0")) << "the oldest went";
    EXPECT_TRUE(CspReport::objects.exists(F(&CspReport::page) == "/new/"));
}

TEST_F(CspReporting, CutsWhatIsLong) {
    EXPECT_EQ(send(old_kind("http://testserver/" + std::string(5000, 'x'), "https://evil.example/" + std::string(5000, 'y'))), 204);
    EXPECT_EQ(CspReport::objects.get().blocked.size(), 300u);
}

}  // namespace
}  // namespace portico::auth
