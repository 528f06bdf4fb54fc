/// Users and groups in the admin: their passwords are set, never shown.
#pragma once
#include "page.hpp"

#include <portico/admin/models.hpp>
#include <portico/orm/any_query_set.hpp>

namespace portico::admin {

/// Auth's own models, for a site whose users are auth::User.
Models auth_models();

/// A site with a user model of its own has no use for auth::User.
bool is_in_use(Project& project, const TypeInfo& type);

/// Is this the model that people log in with?
bool is_user_model(const Entry& entry);
/// A new user begins with a login and a password; the rest is on the page that follows.
Response add_user_page(const Visit& visit);
/// "/admin/auth/user/5/password/"
Response set_password_page(const Visit& visit, const orm::Object& user);
/// "/admin/password_change/": one's own.
Response own_password_page(const Visit& visit);

}  // namespace portico::admin
