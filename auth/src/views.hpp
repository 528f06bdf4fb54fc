#pragma once
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/routing/urls.hpp>

namespace portico::auth {

Response login_view(Request& request);
/// By POST only: a link on another site must not log anybody out.
Response logout_view(Request& request);
Response password_change_view(Request& request);
Response password_change_done_view(Request& request);

Urls routes();

}  // namespace portico::auth
