#pragma once
#include "page.hpp"

namespace portico::admin {

Response login_view(Request& request);
Response logout_view(Request& request);
/// The login page, with the way back; for a person who is logged in but not of the staff, with a word on that.
Response to_login(const Visit& visit);

}  // namespace portico::admin
