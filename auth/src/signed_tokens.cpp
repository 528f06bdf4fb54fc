#include <portico/auth/signed_tokens.hpp>

#include <memory>

#include <portico/auth/app.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/throttle.hpp>
#include <portico/auth/two_factor.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/json.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/project.hpp>

#include "ed25519.hpp"
#include "signed_token_user.hpp"
#include "views.hpp"

namespace portico::auth {

namespace {

constexpr char kind[] = "at+jwt";  // RFC 9068: no other signed text of the site's is taken for one
constexpr std::chrono::minutes access_lifetime{10};
constexpr std::chrono::hours refresh_lifetime{24 * 14};
constexpr std::size_t random_letters = 43;

std::int64_t seconds_of(DateTime moment) { return std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count(); }

std::string hash_of(std::string_view refresh) { return text::hex(sha256(refresh)); }

/// Changes with the password, so that tokens from before end.
std::string stamp_of(const orm::Object& user) {
    return session_auth_hash(UserModel::current().password_of(user.object.get()), Project::current().settings().secret_key).substr(0, 16);
}

std::string signed_text(const Map& claims) {
    const Ed25519Key key(Project::current().settings().secret_key);
    const Map header{{"alg", "EdDSA"}, {"typ", kind}, {"kid", key.id()}};
    const std::string text = text::base64url(to_json(Value(header))) + "." + text::base64url(to_json(Value(claims)));
    return text + "." + text::base64url(key.sign(text));
}

std::optional<Map> map_in(std::string_view part) {
    const auto json = text::from_base64url(part);
    if (!json) return std::nullopt;
    try {
        const Value value = parse_json(*json);
        return value.as_map() ? std::optional<Map>(*value.as_map()) : std::nullopt;
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

std::string text_in(const Map& map, std::string_view name) {
    const Value* value = map.find(name);
    return value && value->is_text() ? value->str() : std::string();
}

bool is_signed_here(std::string_view text, std::string_view signature) {
    const Settings& site = Project::current().settings();
    if (Ed25519Key(site.secret_key).verifies(text, signature)) return true;
    for (const std::string& former : site.secret_key_fallbacks)
        if (Ed25519Key(former).verifies(text, signature)) return true;
    return false;
}

TokenPair pair_for(const orm::Object& user, const std::string& key, const std::string& family, const std::string& scopes) {
    TokenPair pair;
    pair.lifetime = access_lifetime;
    pair.access = signed_text({{"sub", key}, {"scope", scopes}, {"sid", family}, {"stamp", stamp_of(user)}, {"iat", seconds_of(now())}, {"exp", seconds_of(now() + access_lifetime)}});
    pair.refresh = random_string(random_letters);
    RefreshToken::objects.create({.hash = hash_of(pair.refresh), .family = family, .user = key, .scopes = scopes, .stamp = stamp_of(user), .expires = now() + refresh_lifetime});
    return pair;
}

orm::Object active_user(const std::string& key) {
    orm::Object user = UserModel::current().find_key(key);
    return user && UserModel::current().is_active(user.object.get()) ? user : orm::Object();
}

}  // namespace

void RefreshToken::describe(orm::Describe<RefreshToken>& token) {
    token.verbose_name("refresh token");
    token.personal();
    token.field(&RefreshToken::hash).max_length(64);
    token.field(&RefreshToken::family).max_length(43).index();
    token.field(&RefreshToken::user).max_length(100).index();
    token.field(&RefreshToken::stamp).max_length(16);
    token.field(&RefreshToken::expires).index();
    token.display([](const RefreshToken& one) { return one.user; });
}

TokenPair issue_tokens(const CurrentUser& user, const std::vector<std::string>& scopes) {
    if (!user) throw Error("nobody can't have tokens", "give them to somebody who is logged in");
    return pair_for(user.object(), user.key(), random_string(random_letters), text::join(scopes, " "));
}

[[noreturn]] static void refuse_for(std::chrono::seconds wait) {
    HttpError error(429, "Too many attempts have failed. Try again in " + in_words(wait) + ".");
    error.set_header("Retry-After", std::to_string(wait.count()));
    throw error;
}

std::optional<TokenPair> log_in_for_tokens(Request& request, std::string_view login, std::string_view password, std::string_view code, const std::vector<std::string>& scopes) {
    const Throttle throttle = login_throttle(request, login);
    if (const auto wait = throttle.attempt()) refuse_for(*wait);
    const auto user = authenticate(request, login, password);
    if (!user) return std::nullopt;
    throttle.forget();
    if (SecondFactor(*user).is_on()) {
        const Throttle codes = proof_throttle(*user, "code");
        if (const auto wait = codes.attempt()) refuse_for(*wait);
        if (!SecondFactor(*user).accepts(code)) return std::nullopt;
        codes.forget();
    }
    return issue_tokens(*user, scopes);
}

static std::optional<TokenPair> refreshed(std::string_view refresh) {
    const auto row = RefreshToken::objects.first(F(&RefreshToken::hash) == hash_of(refresh));
    if (!row || row->expires <= now()) return std::nullopt;
    // In one statement: of two requests with the same token one finds it used.
    const bool first = RefreshToken::objects.filter(F(&RefreshToken::hash) == row->hash.value(), F(&RefreshToken::used) == false).update(F(&RefreshToken::used) = true) > 0;
    const orm::Object user = first ? active_user(row->user) : orm::Object();
    if (!user || stamp_of(user) != row->stamp) {
        RefreshToken::objects.filter(F(&RefreshToken::family) == row->family).delete_();
        return std::nullopt;
    }
    return pair_for(user, row->user, row->family, row->scopes);
}

// In one transaction: a copy that comes in between waits, and then ends the family with what the first has got.
std::optional<TokenPair> refresh_tokens(std::string_view refresh) {
    return orm::atomic([&] { return refreshed(refresh); });
}

bool end_tokens(std::string_view refresh) {
    const auto row = RefreshToken::objects.first(F(&RefreshToken::hash) == hash_of(refresh));
    return row && RefreshToken::objects.filter(F(&RefreshToken::family) == row->family).delete_().total > 0;
}

std::optional<Map> read_access_token(std::string_view text) {
    const auto parts = text::split(text, '.');
    if (parts.size() != 3) return std::nullopt;
    const auto header = map_in(parts[0]);
    const auto signature = text::from_base64url(parts[2]);
    if (!header || !signature || text_in(*header, "alg") != "EdDSA" || text_in(*header, "typ") != kind) return std::nullopt;
    if (!is_signed_here(text.substr(0, parts[0].size() + 1 + parts[1].size()), *signature)) return std::nullopt;
    auto claims = map_in(parts[1]);
    const Value* end = claims ? claims->find("exp") : nullptr;
    if (!end || !end->as_integer() || *end->as_integer() <= seconds_of(now())) return std::nullopt;
    return claims;
}

std::optional<SignedTokenUser> signed_token_user(std::string_view text) {
    const auto claims = read_access_token(text);
    if (!claims) return std::nullopt;
    orm::Object user = active_user(text_in(*claims, "sub"));
    if (!user || !constant_time_equal(stamp_of(user), text_in(*claims, "stamp"))) return std::nullopt;
    return SignedTokenUser{CurrentUser(std::move(user)), text_in(*claims, "scope")};
}

Map public_keys() {
    const Settings& site = Project::current().settings();
    List keys;
    auto add = [&](const std::string& secret) {
        const Ed25519Key key(secret);
        keys.push_back(Value(Map{{"kty", "OKP"}, {"crv", "Ed25519"}, {"alg", "EdDSA"}, {"use", "sig"}, {"kid", key.id()}, {"x", text::base64url(key.public_half())}}));
    };
    add(site.secret_key);
    for (const std::string& former : site.secret_key_fallbacks) add(former);
    return Map{{"keys", Value(std::move(keys))}};
}

std::int64_t clear_refresh_tokens() { return RefreshToken::objects.filter(F(&RefreshToken::expires) < now()).delete_().total; }

}  // namespace portico::auth
