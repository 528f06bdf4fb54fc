#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/auth/current_user.hpp>

namespace portico::auth {

struct SignedTokenUser {
    CurrentUser user{};
    std::string scopes{};
};

/// Whose access token that is (signed_tokens.hpp); nothing where it is not good.
std::optional<SignedTokenUser> signed_token_user(std::string_view text);

}  // namespace portico::auth
