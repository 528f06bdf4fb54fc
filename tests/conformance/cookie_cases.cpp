// Cookies in both directions.
#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/http/cookies.hpp>
#include <portico/http/http_date.hpp>
#include <portico/http/signed_cookies.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

Json parse_cookie(const Arguments& args) {
    Cookies cookies = Cookies::parse(args.text("cookie"));
    std::vector<std::pair<std::string, Json>> out;
    for (const auto& [name, value] : cookies) {
        auto known = std::find_if(out.begin(), out.end(), [&](const auto& one) { return one.first == name; });
        if (known == out.end()) out.emplace_back(name, std::string(cookies.get(name)));
    }
    return mapping(out);
}

SameSite same_site(const std::string& name) {
    if (name.empty()) return SameSite::unset;
    std::string lower = text::ascii_lower(name);
    if (lower == "lax") return SameSite::lax;
    if (lower == "strict") return SameSite::strict;
    if (lower == "none") return SameSite::none;
    throw Error("no SameSite: " + name);
}

std::optional<std::chrono::seconds> age_of(const Arguments& args) {
    Value age = args.value("max_age");
    if (auto* duration = age.as_duration()) return std::chrono::floor<std::chrono::seconds>(*duration);
    auto seconds = args.optional_number("max_age");
    return seconds ? std::optional(std::chrono::seconds(static_cast<std::int64_t>(*seconds))) : std::nullopt;
}

std::optional<HttpMoment> expiry_of(const Arguments& args) {
    Value moment = args.value("expires");
    if (auto* time = dynamic_cast<const i18n::ZonedTime*>(moment.as_dynamic()))
        return std::chrono::floor<std::chrono::seconds>(time->moment());
    return moment.is_text() ? parse_http_date(*moment.as_text()) : std::nullopt;
}

Json set_cookie(const Arguments& args) {
    std::string name = args.text("name"), value = args.text("value");
    if (args.flag("signed")) value = signed_cookie(name, value, recorded_secret, args.text("salt", ""));
    Cookie cookie = args.flag("delete") ? Cookie::deleted(name) : Cookie{.name = name, .value = value};
    if (!args.flag("delete")) {
        cookie.max_age = age_of(args);
        cookie.expires = expiry_of(args);
    }
    if (args.all().contains("path")) cookie.path = args.text("path", "");
    cookie.secure = args.flag("secure", cookie.secure);
    cookie.http_only = args.flag("httponly");
    cookie.same_site = same_site(args.text("samesite", ""));
    return cookie.header(std::chrono::floor<std::chrono::seconds>(now()));
}

Json get_signed_cookie(const Arguments& args) {
    SignedCookieOptions options{.salt = args.text("salt", "")};
    if (auto age = age_of(args)) options.max_age = *age;
    return read_signed_cookie(args.text("name"), args.text("raw"), recorded_secret, options);
}

} // namespace

void add_cookie_operations(Operations& operations) {
    operations["parse_cookie"] = parse_cookie;
    operations["set_cookie"] = set_cookie;
    operations["get_signed_cookie"] = get_signed_cookie;
}

} // namespace portico::conformance
