#pragma once
#include <string_view>

#include <portico/auth/app.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/routing/urls.hpp>

namespace portico::auth {

Response login_view(Request& request);
/// By POST only: a link on another site must not log anybody out.
Response logout_view(Request& request);
Response password_change_view(Request& request);
Response password_change_done_view(Request& request);

/// Where one is logged in, and the end of it.
Response sessions_view(Request& request);

Response password_reset_view(Request& request);
Response password_reset_done_view(Request& request);
Response password_reset_confirm_view(Request& request, std::string_view uid, std::string_view token);
Response password_reset_complete_view(Request& request);

Response register_view(Request& request);
Response register_done_view(Request& request);
Response register_confirm_view(Request& request, std::string_view uid, std::string_view token);

Response csp_report_view(Request& request);

/// No copy is kept on the way, nor by the browser.
Response uncached(Response response);
const AuthSettings& site_settings();

Urls routes();

}  // namespace portico::auth
