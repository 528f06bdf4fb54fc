/// Guards in front of views.
///
///     path<edit>("edit/").use(auth::login_required())
///     path<publish>("publish/").use(auth::permission_required(perm::change<Post>))     // or "blog.change_post"
///     urls({…}).use(auth::login_required())
///
/// Nobody in particular is sent to the login page and comes back afterwards (clients that want JSON get a 401); somebody who may
/// not gets a 403.
#pragma once
#include <functional>
#include <string>

#include <portico/auth/current_user.hpp>
#include <portico/routing/middleware.hpp>

namespace portico::auth {

/// An option of a route: on a closed site (`[auth] closed = true`) it answers everybody. All others want a login there; `check` lists those that don't.
///
///     path<about>("about/", "about").with(auth::Open{})
struct Open {};

Middleware login_required();
Middleware permission_required(std::string permission);
Middleware permission_required(const ModelPermission& permission);
Middleware staff_required();
/// `allowed` is asked about people who are logged in.
Middleware user_passes(std::function<bool(const CurrentUser&)> allowed);

}  // namespace portico::auth
