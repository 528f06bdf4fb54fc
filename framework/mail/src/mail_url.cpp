#include "mail_url.hpp"

#include <charconv>

#include <portico/base/error.hpp>
#include <portico/http/query_data.hpp>
#include <portico/http/url.hpp>

namespace portico::mail {

namespace {

constexpr const char* kinds = "smtp://user:password@host:587, smtps://…, console:, file:folder, memory: or dummy:";

int port_of(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > 65535)
        throw Error("\"" + std::string(text) + "\" is no port", "a number up to 65535 behind the host: smtp://host:587");
    return port;
}

MailUrl::Tls tls_of(std::string_view query, bool secret) {
    const QueryData options = QueryData::parse(query);
    for (const auto& [name, value] : options)
        if (name != "tls") throw Error("a mailer's URL has no option \"" + std::string(name) + "\"", "it has tls: required, offered or no");
    const std::string tls(options.get("tls"));
    if (tls.empty()) return secret ? MailUrl::Tls::required : MailUrl::Tls::offered;
    if (tls == "required") return MailUrl::Tls::required;
    if (tls == "offered") return MailUrl::Tls::offered;
    if (tls == "no") return MailUrl::Tls::no;
    throw Error("\"tls\" is \"" + tls + "\"", "it is required, offered or no");
}

void read_server(MailUrl& url, std::string_view authority) {
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        const std::string_view login = authority.substr(0, at);
        const auto colon = login.find(':');
        url.user = percent_decode(login.substr(0, colon));
        if (colon != std::string_view::npos) url.password = percent_decode(login.substr(colon + 1));
        authority.remove_prefix(at + 1);
    }
    const auto colon = authority.rfind(':');
    const bool has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
    url.host = authority.substr(0, has_port ? colon : std::string_view::npos);
    if (url.host.empty()) throw Error("a mailer's URL names no server", kinds);
    const int usual = url.scheme == "smtps" ? 465 : url.user.empty() ? 25 : 587;
    url.port = has_port ? port_of(authority.substr(colon + 1)) : usual;
}

}  // namespace

MailUrl MailUrl::parse(std::string_view text) {
    const UrlParts parts = split_url(text);
    MailUrl url{.scheme = std::string(parts.scheme.value_or(""))};
    if (url.scheme == "smtp" || url.scheme == "smtps") {
        read_server(url, parts.authority.value_or(""));
        url.tls = url.scheme == "smtps" ? Tls::required : tls_of(parts.query.value_or(""), !url.user.empty());
        return url;
    }
    if (url.scheme == "file") {
        url.path = percent_decode(std::string(parts.authority ? "//" + std::string(*parts.authority) : "") + std::string(parts.path));
        if (url.path.empty()) throw Error("a mailer's URL names no folder", "file:sent-mail");
        return url;
    }
    if (url.scheme == "console" || url.scheme == "memory" || url.scheme == "dummy") return url;
    throw Error("a mailer's URL begins with \"" + url.scheme + "\"", kinds);
}

}  // namespace portico::mail
