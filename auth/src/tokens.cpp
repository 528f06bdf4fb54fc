#include <portico/auth/tokens.hpp>

#include <algorithm>

#include <portico/auth/user_model.hpp>
#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>

#include "signed_token_user.hpp"

namespace portico::auth {

namespace {

constexpr std::string_view mark = "ptk_";  // scanners of repositories find it
constexpr std::size_t random_letters = 32;
constexpr std::size_t shown_letters = 10;

std::string hash_of(std::string_view text) { return text::hex(sha256(text)); }

[[noreturn]] void refuse(const std::string& why) {
    HttpError error(401, "This token is not good.", why);
    error.set_header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    throw error;
}

/// No scopes at all: whatever the person may do.
bool is_granted(std::string_view scopes, std::string_view scope) {
    const auto all = text::split(scopes, ' ');
    return scopes.empty() || std::find(all.begin(), all.end(), scope) != all.end();
}

/// What stands behind "Bearer"; nothing where the header is another's.
std::optional<std::string_view> bearer_of(const Request& request) {
    const std::string_view header = request.header("Authorization");
    constexpr std::string_view scheme = "bearer ";
    if (header.size() <= scheme.size() || !text::ascii_iequals(header.substr(0, scheme.size()), scheme)) return std::nullopt;
    return text::trim(header.substr(scheme.size()));
}

void note_use(const ApiToken& token) {
    const DateTime at = now();
    if (token.last_used && *token.last_used + std::chrono::hours(1) > at) return;
    ApiToken::objects.filter(F(&ApiToken::id) == token.id.value()).update(F(&ApiToken::last_used) = at);
}

}  // namespace

void ApiToken::describe(orm::Describe<ApiToken>& token) {
    token.verbose_name("token");
    token.personal();
    token.field(&ApiToken::user).max_length(100).index();
    token.field(&ApiToken::name).max_length(100);
    token.field(&ApiToken::hash).max_length(64).unique().hidden();
    token.field(&ApiToken::beginning).max_length(20);
    token.field(&ApiToken::created).auto_now_add();
    token.ordering(-F(&ApiToken::created));
    token.display(&ApiToken::name);
}

bool ApiToken::grants(std::string_view scope) const { return is_granted(scopes, scope); }

bool ApiToken::is_good() const { return !expires || *expires > now(); }

MadeToken create_token(const CurrentUser& user, const NewToken& token) {
    if (!user) throw Error("nobody can't have a token", "give it to somebody who is logged in");
    for (const std::string& scope : token.scopes)
        if (scope.empty() || scope.find_first_of(" \t\n") != scope.npos) throw Error("\"" + scope + "\" is no scope", "write a word without white space: \"posts:read\"");
    MadeToken made;
    made.text = std::string(mark) + random_string(random_letters);
    made.row = ApiToken::objects.create({.user = user.key(), .name = token.name, .hash = hash_of(made.text), .beginning = made.text.substr(0, shown_letters),
                                         .scopes = text::join(token.scopes, " "),
                                         .expires = token.lifetime ? std::optional<DateTime>(now() + *token.lifetime) : std::nullopt});
    return made;
}

orm::QuerySet<ApiToken> tokens_of(const CurrentUser& user) { return ApiToken::objects.filter(F(&ApiToken::user) == user.key()); }

bool revoke_token(const CurrentUser& user, std::int64_t id) { return tokens_of(user).filter(F(&ApiToken::id) == id).delete_().total > 0; }

void revoke_tokens(const CurrentUser& user) { tokens_of(user).delete_(); }

std::optional<CurrentUser> token_user(Request& request, const std::vector<std::string_view>& scopes) {
    const auto text = bearer_of(request);
    if (!text) return std::nullopt;
    auto require_scopes = [&](const auto& grants) {
        for (std::string_view scope : scopes)
            if (!grants(scope)) throw PermissionDenied("This token may not do that: it lacks the scope \"" + std::string(scope) + "\".", {});
    };
    if (!text->starts_with(mark)) {
        const auto found = signed_token_user(*text);
        if (!found) refuse("no such token, or its time is over");
        require_scopes([&](std::string_view scope) { return is_granted(found->scopes, scope); });
        return found->user;
    }
    const auto token = ApiToken::objects.first(F(&ApiToken::hash) == hash_of(*text));
    if (!token) refuse("no such token");
    if (!token->is_good()) refuse("the token \"" + token->name + "\" is past its end");
    orm::Object user = UserModel::current().find_key(token->user);
    if (!user || !UserModel::current().is_active(user.object.get())) refuse("the user of the token \"" + token->name + "\" is not active");
    require_scopes([&](std::string_view scope) { return token->grants(scope); });
    note_use(*token);
    return CurrentUser(std::move(user));
}

}  // namespace portico::auth
