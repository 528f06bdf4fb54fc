/// The page of one's sessions.
#include <charconv>

#include <portico/auth/messages.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/session_store.hpp>
#include <portico/auth/user_sessions.hpp>
#include <portico/base/text.hpp>
#include <portico/project/reverse.hpp>
#include <portico/templates/render.hpp>

#include "views.hpp"

namespace portico::auth {

namespace {

List rows_of(Request& request, const CurrentUser& user) {
    List rows;
    const std::string& own = session(request).key();
    for (const UserSession& one : sessions_of(user)) {
        rows.emplace_back(Map{{"id", one.id.value()}, {"browser", text::capfirst(one.browser())}, {"address", one.address}, {"since", one.since},
                              {"last_seen", one.last_seen}, {"is_new", now() - one.last_seen < std::chrono::minutes(1)}, {"is_this", one.session_key == own}});
    }
    return rows;
}

void end_one(Request& request, const CurrentUser& user, std::string_view id) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool ended = error == std::errc() && end == id.data() + id.size() && end_session(user, number);
    if (ended) messages(request).success("The session was ended.");
    else messages(request).info("That session was over already.");
}

void end_others(Request& request, const CurrentUser& user) {
    const std::int64_t count = end_sessions(user, session(request).key());
    messages(request).success(count == 0   ? "There was no other session."
                              : count == 1 ? "One other session was ended."
                                           : std::to_string(count) + " other sessions were ended.");
}

}  // namespace

Response sessions_view(Request& request) {
    const CurrentUser& user = current_user(request);
    const bool listed = SessionStore::current().can_end_others();
    if (request.is_post() && listed) {
        if (request.form().contains("others")) end_others(request, user);
        else end_one(request, user, request.form().get("end"));
        return redirect(reverse("auth:sessions"));
    }
    return uncached(render(request, "auth/sessions.html", {{"sessions", rows_of(request, user)}, {"listed", listed}}));
}

}  // namespace portico::auth
