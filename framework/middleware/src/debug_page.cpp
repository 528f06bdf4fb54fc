#include "debug_page.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <typeinfo>

#include <cxxabi.h>

#include <portico/base/text.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/http/http_error.hpp>
#include <portico/middleware/debug_panel.hpp>
#include <portico/middleware/security_headers.hpp>
#include <portico/project/project.hpp>
#include <portico/project/setting_row.hpp>
#include <portico/routing/router.hpp>

#include "page.hpp"
#include "shown_target.hpp"
#include "stack_page.hpp"

namespace portico::middleware {
namespace {

std::string type_name(const std::exception& error) {
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(typeid(error).name(), nullptr, nullptr, &status), &std::free);
    return status == 0 ? name.get() : typeid(error).name();
}

void append_causes(const std::exception& error, std::vector<Cause>& causes) {
    const auto* ours = dynamic_cast<const Error*>(&error);
    causes.push_back({type_name(error), error.what(), ours ? ours->hint() : std::string()});
    try {
        std::rethrow_if_nested(error);
    } catch (const std::exception& inner) {
        append_causes(inner, causes);
    } catch (...) {
        causes.push_back({"an exception that is no std::exception", "", ""});
    }
}

/// A tab shows no more of it anyway.
std::string title_of(const std::string& message) {
    std::string_view begin = text::prefix(message, 69);
    return begin.size() < message.size() ? std::string(begin) + "…" : message;
}

std::string place_of(const Route& route) {
    return std::filesystem::path(route.where().file_name()).filename().string() + ":" +
           std::to_string(route.where().line());
}

Rows request_rows(const Request& request) {
    Rows rows{{"method", std::string(request.method())}, {"URL", request.absolute_url(shown_target(request))}};
    if (const Route* route = matched_route(request)) {
        rows.emplace_back("route", "/" + route->pattern() +
                                       (route->name().empty() ? "" : "  (" + route->name() + ")") + "  " +
                                       place_of(*route));
        for (const auto& [name, value] : request.route().parameters)
            rows.emplace_back("  " + std::string(name), masked(name, value));
    }
    rows.emplace_back("client", std::string(request.remote_address()));
    if (!request.id().empty()) rows.emplace_back("request id", request.id());
    return rows;
}

template <class Entries> Rows masked_rows(const Entries& entries) {
    Rows rows;
    for (const auto& [name, value] : entries) rows.emplace_back(name, masked(name, value));
    return rows;
}

Rows setting_rows(const Project& project) {
    Rows rows;
    for (const SettingRow& row : project.setting_rows())
        rows.emplace_back(row.key, masked(row.key, row.value));
    return rows;
}

std::string query_table(const Request& request) {
    try {
        return name_value_table("Query", masked_rows(request.query()));
    } catch (const HttpError&) {
        return {}; // the query itself is what is wrong
    }
}

std::string request_tables(const Request& request, const Project& project) {
    std::string out = name_value_table("Request", request_rows(request)) + query_table(request);
    if (const QueryData* form = request.form_if_read()) out += name_value_table("Form", masked_rows(*form));
    out += name_value_table("Cookies", masked_rows(request.cookies()));
    out += name_value_table("Headers", masked_rows(request.headers()));
    out +=
        "<details><summary>Settings</summary>" + name_value_table("", setting_rows(project)) + "</details>";
    return out +
           element("p",
                   "This page is shown because debug is on. Visitors of a production site see a plain one.",
                   "soft");
}

std::string cause_block(const Cause& cause, bool first) {
    std::string out = first ? "" : element("h2", "Caused by");
    out += element("p", cause.type, "kind") + element(first ? "h1" : "p", cause.message);
    if (!cause.hint.empty()) out += element("p", cause.hint, "hint");
    return out;
}

std::string route_table(const Router& router) {
    std::string out =
        element("h2", "Routes, in the order in which they are tried") + "<div class=\"scroll\"><table>";
    for (const Route* route : router.routes()) {
        std::string methods = route->methods().is_all() ? "" : route->methods().str();
        out += "<tr>" + element("td", "/" + route->pattern()) + element("td", route->name()) +
               element("td", methods) + element("td", place_of(*route)) + "</tr>";
    }
    return out + "</table></div>";
}

} // namespace

std::vector<Cause> causes_of(const std::exception& error) {
    std::vector<Cause> causes;
    append_causes(error, causes);
    return causes;
}

std::string debug_page(Request& request, const Project& project, int status,
                       const std::vector<Cause>& causes, const Stack& stack) {
    std::string body = "<main>";
    for (const Cause& cause : causes) body += cause_block(cause, &cause == &causes.front());
    body += element("p",
                    std::to_string(status) + " " + std::string(status_phrase(status)) + " at " +
                        shown_target(request),
                    "soft");
    body += fibers::offload([&] { return stack_html(stack); });
    for (const auto& [app, panel] : project.contributions<DebugPanel>())
        body += name_value_table(panel.title, panel.rows(request));
    body += request_tables(request, project) + "</main>";
    return html_page(causes.empty() ? "Error" : title_of(causes.front().message), csp_nonce(request), body);
}

std::string not_found_page(Request& request, const Project& project, const HttpError& error) {
    const Router& router = project.router();
    std::string body =
        "<main>" + element("h1", "Not found: " + std::string(request.path())) + element("p", error.what());
    std::string similar = matched_route(request) ? "" : router.similar_path(request.path());
    if (!similar.empty()) body += element("p", "Did you mean " + similar + "?", "hint");
    if (!error.hint().empty()) body += element("p", error.hint(), "hint");
    body += route_table(router) + request_tables(request, project) + "</main>";
    return html_page("Not found", csp_nonce(request), body);
}

} // namespace portico::middleware

namespace portico {

Response debug_tables(Request& request, const std::string& title, const std::vector<DebugPanel>& tables) {
    std::string body = "<main>" + middleware::element("h1", title);
    for (const DebugPanel& table : tables) body += middleware::name_value_table(table.title, table.rows(request));
    Response page = Response::html(middleware::html_page(title, csp_nonce(request), body + "</main>"));
    page.set("Cache-Control", "no-store");
    return page;
}

} // namespace portico
