/// Signed tokens for apps and pages that log in by themselves (JWT, RFC 7519, signed by Ed25519, RFC 8037): an access token for a few minutes, and a refresh
/// token that gets the next pair.
///
///     auto pair = auth::log_in_for_tokens(request, "ann", "correct horse", code);   // nothing where that is wrong, HttpError 429 after too many failures
///     pair->access                                                                  // "eyJhbGciOiJFZERTQSIs…": Authorization: Bearer …
///     auth::refresh_tokens(pair->refresh)                                           // the next pair; the old refresh token is used up
///
/// Endpoints take access tokens as they take personal ones (tokens.hpp). Their signature says enough, so no row of theirs is read; they end by their time, with a
/// new password and with the account. A refresh token is good once: where one comes a second time somebody else has a copy, and all of that login are void.
/// The key comes from the site's secret key (former ones still verify); other services get its public half from `public_keys()`, a JWK set.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/auth/current_user.hpp>
#include <portico/base/value.hpp>
#include <portico/orm/model.hpp>

namespace portico::auth {

/// Table auth_refreshtoken.
struct RefreshToken : orm::Model<RefreshToken> {
    orm::Id<std::string> hash{};
    std::string family{};   // of one login
    std::string user{};
    std::string scopes{};
    std::string stamp{};    // of the password: with another one it is void
    bool used = false;
    DateTime expires{};

    static void describe(orm::Describe<RefreshToken>& token);
};

struct TokenPair {
    std::string access{}, refresh{};
    std::chrono::seconds lifetime{};  // of the access token
};

/// For somebody whose identity is proved. `scopes` as in tokens.hpp; empty: whatever they may do.
TokenPair issue_tokens(const CurrentUser& user, const std::vector<std::string>& scopes = {});
/// Login, password and, where the person has a second factor, its code; the limits on guessing are those of the login page.
std::optional<TokenPair> log_in_for_tokens(Request& request, std::string_view login, std::string_view password, std::string_view code = {}, const std::vector<std::string>& scopes = {});
/// Nothing for one that is unknown, too old, was used before, or whose user is no longer active.
std::optional<TokenPair> refresh_tokens(std::string_view refresh);
/// That login is over: its refresh tokens are void. False for one that is unknown.
bool end_tokens(std::string_view refresh);

/// What an access token says, where it is ours and its time is not over: sub, scope, exp, …
std::optional<Map> read_access_token(std::string_view text);
/// {"keys": [{"kty": "OKP", "crv": "Ed25519", …}]}
Map public_keys();

/// Rows that are past their end; clearsessions does it.
std::int64_t clear_refresh_tokens();

}  // namespace portico::auth
