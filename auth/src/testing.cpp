#include <portico/auth/testing.hpp>

#include <portico/auth/login.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/project/project.hpp>
#include <portico/testing/client.hpp>

#include "session_keys.hpp"

namespace portico::auth {

void force_login(TestClient& client, const CurrentUser& user) {
    Project::Scope current(client.project());
    Session session;
    session.set(user_key, user.key());
    session.set(backend_key, backend_name);
    session.set(hash_key, session_auth_hash(UserModel::current().password_of(user.object().object.get()),
                                            client.project().settings().secret_key));
    session.set(since_key, std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count());
    session.save();
    client.cookies()[client.project().settings<SessionSettings>().cookie_name] = session.key();
}

}  // namespace portico::auth
