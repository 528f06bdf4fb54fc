#include <portico/auth/csp_reports.hpp>

#include <portico/base/json.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/limits.hpp>
#include <portico/http/request.hpp>
#include <portico/http/url.hpp>
#include <portico/orm/query_set.hpp>

#include "views.hpp"

namespace portico::auth {

namespace {

constexpr std::int64_t most_rows = 500;
constexpr std::size_t most_at_once = 20, longest = 300;  // reports in one request, characters of a field

const RequestLimits& limits() {
    static const RequestLimits small{.body = 16 * 1024};
    return small;
}

/// A member under either of its names: the old format's, the Reporting API's.
std::string text_in(const Map& report, std::string_view old_name, std::string_view name) {
    const Value* value = report.find(old_name);
    if (!value) value = report.find(name);
    return value && !value->is_null() ? std::string(text::prefix(value->str(), longest)) : std::string();
}

void keep(const Request& request, const Map& report) {
    const std::string document = text_in(report, "document-uri", "documentURL");
    const UrlParts place = split_url(document);
    if (!text::ascii_iequals(place.authority.value_or(""), request.host())) return;  // not of this site
    CspReport row;
    row.page = std::string(text::prefix(place.path, longest));
    row.directive = text_in(report, "effective-directive", "effectiveDirective");
    if (row.directive.empty()) row.directive = text_in(report, "violated-directive", "violatedDirective");
    row.blocked = text_in(report, "blocked-uri", "blockedURL");
    row.blocked = row.blocked.substr(0, row.blocked.find('?'));  // a query may hold what is a visitor's
    row.source = text_in(report, "source-file", "sourceFile");
    row.source = row.source.substr(0, row.source.find('?'));
    if (const std::string line = text_in(report, "line-number", "lineNumber"); !line.empty() && !row.source.empty()) row.source += ":" + line;
    row.enforced = text_in(report, "disposition", "disposition") != "report";
    if (row.directive.empty()) return;
    row.last_seen = now();
    row.key = text::hex(sha256(row.directive + "\n" + row.blocked + "\n" + row.page + "\n" + (row.enforced ? "1" : "0"))).substr(0, 40);
    const auto same = CspReport::objects.filter(F(&CspReport::key) == row.key.value());
    if (same.update(F(&CspReport::times) = F(&CspReport::times) + 1, F(&CspReport::last_seen) = row.last_seen) > 0) return;
    std::vector<CspReport> rows{row};
    CspReport::objects.bulk_create(rows, true);
    if (const auto many = CspReport::objects.count(); many > most_rows) {
        const auto oldest = CspReport::objects.order_by(&CspReport::last_seen).limit(static_cast<std::uint64_t>(many - most_rows)).values_list(&CspReport::key);
        CspReport::objects.filter(F(&CspReport::key).in(oldest)).delete_();
    }
}

}  // namespace

void CspReport::describe(orm::Describe<CspReport>& report) {
    report.verbose_name("policy report");
    report.field(&CspReport::key).max_length(40);
    report.field(&CspReport::directive).max_length(300);
    report.field(&CspReport::blocked).max_length(300);
    report.field(&CspReport::page).max_length(300);
    report.field(&CspReport::source).max_length(320);
    report.field(&CspReport::last_seen).index();
    report.ordering(-F(&CspReport::last_seen));
    report.display([](const CspReport& one) { return one.directive + " on " + one.page; });
}

/// Takes both forms: {"csp-report": {…}} and [{"type": "csp-violation", "body": {…}}].
Response csp_report_view(Request& request) {
    request.set_limits(limits());
    Value sent;
    try {
        sent = parse_json(request.body());
    } catch (const JsonError&) {
        throw BadRequest("This is no report.");
    }
    if (const Map* one = sent.as_map()) {
        const Value* report = one->find("csp-report");
        if (report && report->as_map()) keep(request, *report->as_map());
    } else if (const List* several = sent.as_list()) {
        for (std::size_t i = 0; i < several->size() && i < most_at_once; ++i) {
            const Map* entry = (*several)[i].as_map();
            const Value* body = entry ? entry->find("body") : nullptr;
            const Value* type = entry ? entry->find("type") : nullptr;
            if (body && body->as_map() && type && type->str() == "csp-violation") keep(request, *body->as_map());
        }
    }
    return Response::empty();
}

}  // namespace portico::auth
