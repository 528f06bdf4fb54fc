/// Endpoints that ask who calls.
///
///     PostOut create_post(api::Body<PostIn> post, auth::CurrentUser user);                  // 401 for nobody
///     Page    list_posts(std::optional<auth::CurrentUser> user);                            // nobody is fine
///     PostOut publish(api::Path<std::int64_t> id, api::Token<"posts:write"> user);         // a token with that scope, no session
///
/// A user is who a good token names (`Authorization: Bearer …`, auth/tokens.hpp), and else the session's. A token that isn't good is a 401 in any
/// case. The document says which is wanted.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include <portico/api/binding.hpp>
#include <portico/auth/current_user.hpp>

namespace portico::api {

/// Who calls with a token that has all of these scopes: `*user`, `user->login()`.
template <FixedText... scopes> struct Token : Holder<auth::CurrentUser> {};

namespace detail {

void describe_people(Operation& operation, bool session, std::vector<std::string_view> scopes, bool optional);
/// By token or session; nobody where there is neither.
auth::CurrentUser caller(Request& request);
/// Throws HttpError 401 for nobody.
auth::CurrentUser required_caller(Request& request);
auth::CurrentUser required_token(Request& request, const std::vector<std::string_view>& scopes);

}  // namespace detail

template <> struct Binding<auth::CurrentUser> {
    static void describe(Operation& operation) { detail::describe_people(operation, true, {}, false); }
    static void read(Call& call, auth::CurrentUser& user) { user = detail::required_caller(call.request); }
};

template <> struct Binding<std::optional<auth::CurrentUser>> {
    static void describe(Operation& operation) { detail::describe_people(operation, true, {}, true); }
    static void read(Call& call, std::optional<auth::CurrentUser>& user) {
        if (auth::CurrentUser found = detail::caller(call.request)) user = std::move(found);
    }
};

template <FixedText... scopes> struct Binding<Token<scopes...>> {
    static void describe(Operation& operation) { detail::describe_people(operation, false, {scopes.view()...}, false); }
    static void read(Call& call, Token<scopes...>& user) { user.value = detail::required_token(call.request, {scopes.view()...}); }
};

}  // namespace portico::api
