#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/sealing.hpp>
#include <portico/project/project.hpp>

#include "session_stores.hpp"

namespace portico::auth {

namespace {

constexpr std::size_t largest_cookie = 4096;  // bytes of name and value: RFC 6265bis, 5.6; browsers drop what is larger without a word

const Settings& site() { return Project::current().settings(); }

}  // namespace

std::string CookieSessions::purpose() const { return "portico.auth.session\n" + name_; }

bool CookieSessions::is_key(std::string_view text) const { return !text.empty() && text.size() <= largest_cookie; }

std::optional<Map> CookieSessions::load(const std::string& key) {
    const auto text = unseal(key, purpose(), site().secret_key, site().secret_key_fallbacks);
    if (!text) return std::nullopt;
    try {
        const Value kept = parse_json(*text);
        const List* parts = kept.as_list();  // until when, in µs since 1970, and what
        if (!parts || parts->size() != 2 || !parts->at(0).as_integer() || !parts->at(1).as_map()) return std::nullopt;
        if (DateTime(Duration(*parts->at(0).as_integer())) <= now()) return std::nullopt;
        return *parts->at(1).as_map();
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

std::string CookieSessions::create(const Map& data, DateTime expires) {
    std::string sealed = seal(to_json(Value(List{expires.time_since_epoch().count(), data})), site().secret_key, purpose());
    if (const std::size_t size = name_.size() + sealed.size(); size > largest_cookie)
        throw Error("the session has " + std::to_string(size) + " bytes as a cookie, and browsers take " + std::to_string(largest_cookie),
                    "keep less in it, or choose another place: [session] backend = \"database\"");
    return sealed;
}

std::optional<std::string> CookieSessions::update(const std::string&, const Map& data, DateTime expires) { return create(data, expires); }

std::set<std::string> CookieSessions::living(const std::vector<std::string>& keys) {
    std::set<std::string> found;
    for (const std::string& key : keys)
        if (load(key)) found.insert(key);
    return found;
}

}  // namespace portico::auth
