#include "make_session.hpp"

#include <ostream>

#include <portico/auth/login.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/http/request.hpp>
#include <portico/project/project.hpp>

using namespace portico;

namespace bench {

int make_session(Project& project) {
    if (!auth::User::objects.exists(F(&auth::User::username) == "ada")) {
        auto ada = auth::create_user("ada", "ada@example.com", "not used");
        ada.first_name = "Ada";
        ada.last_name = "Lovelace";
        ada.save();
    }
    Request request({});
    auth::login(request, auth::CurrentUser(auth::UserModel::current().find("ada")));
    auth::Session& session = auth::session(request);
    session.save();
    const auto& name = project.settings<auth::SessionSettings>().cookie_name;
    project.out() << "COOKIE " << name << '=' << session.key() << "\n";
    return 0;
}

}  // namespace bench
