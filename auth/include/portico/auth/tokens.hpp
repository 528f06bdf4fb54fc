/// Personal tokens for programs: what a person makes for a script, with a name, what it may do, and an end.
///
///     auto made = auth::create_token(user, {.name = "nightly export", .scopes = {"posts:read"}, .lifetime = std::chrono::days(90)});
///     made.text                                     // "ptk_…": shown once, only its hash is kept
///
///     curl -H "Authorization: Bearer ptk_…" https://example.org/api/posts/
///
/// Endpoints take it where they ask for a user: `auth::CurrentUser user`, or `api::Token<"posts:write"> user` for scopes (api/people.hpp). Views:
/// `auth::token_user(request)`. Pages of the site and the admin take none: there a session counts alone.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/auth/current_user.hpp>
#include <portico/orm/model.hpp>

namespace portico::auth {

/// Table auth_apitoken.
struct ApiToken : orm::Model<ApiToken> {
    orm::Id<> id{};
    std::string user{};      // their key as text: of any user model
    std::string name{};
    std::string hash{};      // SHA-256 of the text, whose 190 random bits nobody tries out
    std::string beginning{}; // of the text, to tell tokens apart
    std::string scopes{};    // "posts:read posts:write"; empty: whatever the person may do
    std::optional<DateTime> expires{};
    std::optional<DateTime> last_used{};  // to within an hour
    DateTime created{};

    bool grants(std::string_view scope) const;
    bool is_good() const;
    static void describe(orm::Describe<ApiToken>& token);
};

struct NewToken {
    std::string name{};
    std::vector<std::string> scopes{};                     // words without white space; empty: all
    std::optional<std::chrono::seconds> lifetime{};        // nothing: until it is revoked
};
struct MadeToken {
    ApiToken row{};
    std::string text{};
};
/// Error for a scope with white space in it.
MadeToken create_token(const CurrentUser& user, const NewToken& token);

orm::QuerySet<ApiToken> tokens_of(const CurrentUser& user);
/// From now on it is worth nothing. False where the person has no such token.
bool revoke_token(const CurrentUser& user, std::int64_t id);
/// All of them: for who fears that somebody has got hold of some. A new password does not do it, so that programs go on.
void revoke_tokens(const CurrentUser& user);

/// The user whose good token the request brings, nothing where it brings none. Throws HttpError 401 for one that is unknown, revoked, past its end or
/// of somebody who is not active, and 403 where it lacks one of the scopes.
std::optional<CurrentUser> token_user(Request& request, const std::vector<std::string_view>& scopes = {});

}  // namespace portico::auth
