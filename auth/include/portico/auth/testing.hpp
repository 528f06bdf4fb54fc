/// For tests of pages behind a login.
///
///     auth::force_login(client, ann);
///     EXPECT_EQ(client.get("/account/").status(), 200);
#pragma once
#include <portico/auth/current_user.hpp>

namespace portico {
class TestClient;
}

namespace portico::auth {

/// The client is this user's from now on, without a password.
void force_login(TestClient& client, const CurrentUser& user);

template <class T> void force_login(TestClient& client, const T& user) {
    force_login(client, CurrentUser({&installed<T>(), std::make_shared<T>(user)}));
}

}  // namespace portico::auth
